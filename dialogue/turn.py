"""One waiting text: claimed, answered by the dialogue model, its reply queued with the message marked handled."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session, sessionmaker

import content
from coach import escalations, inbox, outbox, people
from coach.inbox import WaitingTurn
from dialogue import rendering
from dialogue.engine import Answer, EngineFailed, RasaEngine
from models.enums import Channel, InboundStatus, PatientStatus, Purpose, Tier
from models.messages import InboundMessage, Turn
from models.people import Patient

log = structlog.get_logger()

# Waits between tries while the dialogue model is down; after the last, a person is asked.
RETRIES = [timedelta(seconds=s) for s in (1, 2, 4, 8, 15, 30, 30, 60, 60, 120, 300, 600, 1200)]
# Told once that the answer is late, when it is.
APOLOGISE_AFTER = timedelta(minutes=1)
# A talk that was left this long ago is not taken up in the middle of a question.
STATE_LAPSES = timedelta(days=3)


def take_next(
    sessions: sessionmaker[Session], engine: RasaEngine, *, now: datetime
) -> list[outbox.Claim] | None:
    """Answer the text that has waited longest. Returns the replies to send; None when none waits."""
    with sessions.begin() as session:
        turn = inbox.claim(session, now=now)
        if turn is None:
            return None
        if turn.forbidden:  # a flag was opened since it came in
            inbox.release(session, turn)
            inbox.answered(session, turn.inbound_id, InboundStatus.SETTLED, now=now)
            return []
    try:
        answer = engine.answer(
            patient_id=turn.patient_id,
            channel=Channel.SMS,
            text=turn.body,
            turn_id=str(turn.inbound_id),
            state=turn.state if now - turn.talked_at < STATE_LAPSES else {},
        )
    except EngineFailed as error:
        log.warning("turn failed", inbound_id=str(turn.inbound_id), reason=str(error))
        with sessions.begin() as session:
            _postpone(session, turn, now=now)
            return []
    with sessions.begin() as session:
        return _finish(session, turn, answer, now=now)


def _finish(
    session: Session, turn: WaitingTurn, answer: Answer, *, now: datetime
) -> list[outbox.Claim]:
    """Commit a turn as one: state, reply, and the message marked handled.

    The replies come back claimed for this process, which sends them at once; should it die first,
    recovery finds them.
    """
    if not inbox.release(session, turn, state=answer.state, said=_plain(answer), updated_at=now):
        log.warning("turn lost its lease", inbound_id=str(turn.inbound_id))
        return []
    inbox.answered(session, turn.inbound_id, InboundStatus.HANDLED, now=now)
    session.add(_record(turn.patient_id, Channel.SMS, turn.inbound_id, answer, now=now))
    claims = [
        outbox.queue_claimed(
            session,
            outbox.Draft(
                patient_id=turn.patient_id,
                in_reply_to=turn.inbound_id,
                purpose=reply_purpose(keys),
                keys=keys,
                body=body,
                dedupe_key=f"reply:{turn.inbound_id}:{number}",
            ),
            now=now,
        )
        for number, (keys, body) in enumerate(rendering.texts(answer.said))
    ]
    return [claim for claim in claims if claim is not None]


def reply_purpose(keys: list[str]) -> Purpose:
    """A reply that carries safety advice goes over the flag that it has just opened."""
    return Purpose.SAFETY if any(key.startswith("safety.") for key in keys) else Purpose.REPLY


def remember(
    session: Session,
    patient_id: uuid.UUID,
    channel: Channel,
    inbound_id: uuid.UUID,
    answer: Answer,
    *,
    now: datetime,
) -> None:
    """Keep the dialogue state, the last words and a record of the turn."""
    talk = inbox.conversation(session, patient_id, channel, now=now)
    talk.state, talk.said, talk.updated_at = answer.state, _plain(answer), now
    session.add(_record(patient_id, channel, inbound_id, answer, now=now))


def _plain(answer: Answer) -> list[dict[str, Any]]:
    return [{"say": item.say, "with": item.with_} for item in answer.said]


def _record(
    patient_id: uuid.UUID,
    channel: Channel,
    inbound_id: uuid.UUID,
    answer: Answer,
    *,
    now: datetime,
) -> Turn:
    return Turn(
        patient_id=patient_id,
        inbound_id=inbound_id,
        channel=channel,
        intent=answer.intent,
        confidence=answer.confidence,
        content_keys=[item.say for item in answer.said],
        at=now,
    )


def _postpone(session: Session, turn: WaitingTurn, *, now: datetime) -> None:
    """Try again later; say so when it takes long; in the end ask a person."""
    if not inbox.release(session, turn):
        return
    inbound = session.get_one(InboundMessage, turn.inbound_id)
    patient = people.get(session, turn.patient_id)
    inbound.attempts += 1
    if inbound.attempts > len(RETRIES):
        _give_up(session, patient, inbound, now=now)
        return
    inbound.retry_at = now + RETRIES[inbound.attempts - 1]
    if now - inbound.received_at >= APOLOGISE_AFTER:
        _apologise(session, patient, inbound, now=now)


def _apologise(
    session: Session, patient: Patient, inbound: InboundMessage, *, now: datetime
) -> None:
    outbox.queue(
        session,
        outbox.Draft(
            patient_id=patient.id,
            in_reply_to=inbound.id,
            purpose=Purpose.SERVICE,
            keys=["fallback.coach_unavailable"],
            body=content.render("fallback.coach_unavailable", "sms"),
            dedupe_key=f"unavailable:{inbound.id}",
        ),
        now=now,
    )


def _give_up(session: Session, patient: Patient, inbound: InboundMessage, *, now: datetime) -> None:
    inbound.status, inbound.handled_at = InboundStatus.FAILED, now
    if patient.status is not PatientStatus.ENROLLED:
        return
    escalations.raise_escalation(
        session,
        patient,
        tier=Tier.SOON,
        category=escalations.COACH_FAILED,
        evidence=[{"inbound_id": str(inbound.id)}],
        channel=Channel.SMS,
        blocks_coaching=False,
        now=now,
    )
