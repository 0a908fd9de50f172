"""Plays a transcript: the patient's texts go in as they would from the gateway, the coach's content keys come out.

A transcript is a list of steps: `ana: words`, `coach: key` (or keys), `wait: 6 days`, `then: {fact: value}`.
"""

from __future__ import annotations

import uuid
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from coach import checkins, escalations, flares, goals, intake, people, touchpoints
from dialogue import turn
from dialogue.engine import RasaEngine
from models.messages import OutboundMessage
from models.people import Patient
from models.programme import Barrier, CheckIn
from runtime import clock

NUMBER = "+447700900101"


class Transcript:
    """One talk with one patient, from an unknown number on."""

    def __init__(self, sessions: sessionmaker[Session], engine: RasaEngine) -> None:
        self._sessions, self._engine = sessions, engine
        self._heard = 0  # outbound messages that the transcript has accounted for

    def play(self, steps: list[dict[str, Any]]) -> None:
        """Go through every step; an assertion names the first that differs."""
        for number, step in enumerate(steps, 1):
            ((who, what),) = step.items()
            if who == "coach":
                expected = what if isinstance(what, list) else [what]
                said = self._new_keys()
                assert said == expected, f"step {number}: said {said}, expected {expected}"
            elif who == "then":
                facts = self._facts()
                assert {name: facts[name] for name in what} == what, f"step {number}"
            elif who == "wait":
                self._wait(str(what))
            else:
                self._text(str(what))

    def _text(self, words: str) -> None:
        with self._sessions.begin() as session:
            intake.take_in_text(
                session,
                provider_sid=f"SM{uuid.uuid4().hex}",
                number=NUMBER,
                body=words,
                media_count=0,
                now=clock.now(),
            )
        while turn.take_next(self._sessions, self._engine, now=clock.now()):
            pass

    def _wait(self, length: str) -> None:
        count, unit = length.split()
        now = clock.advance(timedelta(**{unit if unit.endswith("s") else unit + "s": int(count)}))
        touchpoints.run_due(self._sessions, now=now)

    def _new_keys(self) -> list[str]:
        with self._sessions() as session:
            messages = session.scalars(
                select(OutboundMessage)
                .where(OutboundMessage.account_id.is_(None))  # pages go to clinicians
                .order_by(OutboundMessage.seq)
            ).all()
        fresh, self._heard = messages[self._heard :], len(messages)
        return [key for message in fresh for key in message.content_keys]

    def _facts(self) -> dict[str, Any]:
        with self._sessions() as session:
            patient = people.by_number(session, NUMBER)
            assert patient is not None, "nobody wrote yet"
            return {**_programme(session, patient), **_safety(session, patient)}


def _programme(session: Session, patient: Patient) -> dict[str, Any]:
    goal = goals.active(session, patient)
    plan = flares.plan(session, patient)
    last = session.scalars(select(CheckIn).order_by(CheckIn.answered_at.desc())).first()
    return {
        "status": str(patient.status),
        "goal": f"{goal.activity}, {goal.amount}, {goal.days} days" if goal else None,
        "confidence": goal.confidence if goal else None,
        "when": goal.when if goal else None,
        "days_done": last.days_done if last else None,
        "next_step": str(last.next_step) if last else None,
        "reviewed": goal is not None and checkins.of_goal(session, goal) is not None,
        "helps": plan.helps if plan else None,
        "barriers": [b.words for b in session.scalars(select(Barrier).order_by(Barrier.at))],
        "opted_out": patient.sms_opted_out_at is not None,
        "contact_time": f"{patient.contact_time:%H:%M}",
        "paused": patient.paused_until is not None
        and patient.paused_until.astimezone(UTC) > clock.now(),
    }


def _safety(session: Session, patient: Patient) -> dict[str, Any]:
    opened = escalations.open_for(session, patient.id)
    return {
        "tier": str(opened.tier) if opened else None,
        "category": opened.category if opened else None,
        "blocks": bool(opened and opened.blocks_coaching),
    }
