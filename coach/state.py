"""Everything a supporter may need to know about one patient, as plain data."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from coach import consent, escalations
from models.base import Base
from models.escalations import Escalation
from models.messages import InboundMessage, OutboundMessage
from models.people import Consent, Episode, Patient
from models.programme import (
    Barrier,
    CheckIn,
    FlareUp,
    FlareUpPlan,
    Goal,
    Observation,
    Touchpoint,
)


def of(session: Session, patient: Patient, *, bodies: bool, now: datetime) -> dict[str, Any]:
    """The patient's whole state; what people wrote only when `bodies` is asked for."""
    episodes = _rows(session, Episode, patient, Episode.started_at)
    running = next((e for e in reversed(episodes) if e["ended_at"] is None), None)
    latest = consent.latest(session, patient)
    goals = _rows(session, Goal, patient, Goal.created_at)
    plans = _rows(session, FlareUpPlan, patient, FlareUpPlan.version)
    return {
        "patient": _plain(patient, without={"number_index"}),
        "episode": running,
        "episodes": episodes,
        "week": _week(running, now),
        "consent": _plain(latest) if latest else None,
        "consents": _rows(session, Consent, patient, Consent.at),
        "goal": next((g for g in reversed(goals) if g["status"] == "active"), None),
        "goals": goals,
        "check_ins": _rows(session, CheckIn, patient, CheckIn.answered_at),
        "flare_up_plan": plans[-1] if plans else None,
        "flare_ups": _rows(session, FlareUp, patient, FlareUp.started_at),
        "observations": _rows(session, Observation, patient, Observation.at),
        "barriers": _rows(session, Barrier, patient, Barrier.at),
        "touchpoints": _rows(session, Touchpoint, patient, Touchpoint.due_at),
        "escalations": [
            _escalation(session, e, bodies=bodies) for e in _all(session, Escalation, patient)
        ],
        "messages": _messages(session, patient, bodies=bodies),
        "at": now.isoformat(),
    }


def _escalation(session: Session, escalation: Escalation, *, bodies: bool) -> dict[str, Any]:
    row = _plain(escalation, without=set() if bodies else {"evidence"})
    row["open"] = escalation.closed_at is None
    row["events"] = [
        _plain(event, without=set() if bodies else {"detail"})
        for event in escalations.events(session, escalation.id)
    ]
    return row


def _messages(session: Session, patient: Patient, *, bodies: bool) -> list[dict[str, Any]]:
    hidden = set() if bodies else {"body"}
    inbound = [
        {"direction": "inbound", "at": m.received_at.isoformat(), **_plain(m, without=hidden)}
        for m in _all(session, InboundMessage, patient)
    ]
    outbound = [
        {"direction": "outbound", "at": m.created_at.isoformat(), **_plain(m, without=hidden)}
        for m in _all(session, OutboundMessage, patient)
    ]
    return sorted([*inbound, *outbound], key=lambda message: str(message["at"]))


def _all(session: Session, kind: Any, patient: Patient) -> list[Any]:
    return list(session.scalars(select(kind).where(kind.patient_id == patient.id)))


def _rows(session: Session, kind: Any, patient: Patient, order: Any) -> list[dict[str, Any]]:
    query = select(kind).where(kind.patient_id == patient.id).order_by(order)
    return [_plain(row) for row in session.scalars(query)]


def _week(episode: dict[str, Any] | None, now: datetime) -> int | None:
    if episode is None:
        return None
    return (now - datetime.fromisoformat(episode["started_at"])).days // 7 + 1


def _plain(row: Base, without: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    names = [a.key for a in inspect(type(row)).column_attrs if a.key not in without]
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value
