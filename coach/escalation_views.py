"""What the clinicians' screens ask about escalations. Reads only; the acts stand in `escalation_acts`."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach import escalations, transcripts
from coach.errors import CoachError
from models.accounts import Account
from models.enums import Channel, OutboundStatus, Purpose
from models.escalations import Escalation, EscalationEvent
from models.messages import InboundMessage, OutboundMessage
from models.people import Patient


class UnknownEscalation(CoachError):
    """No escalation has this id."""


@dataclass(frozen=True)
class Queued:
    """One row of the queue: an escalation, whose it is and who has taken or closed it."""

    escalation: Escalation
    patient: Patient
    holder: str | None
    contacted_at: datetime | None = None


@dataclass(frozen=True)
class Advice:
    """One thing that the patient was told about the danger, and what became of it."""

    words: str
    channel: Channel
    at: datetime
    status: str
    status_at: datetime | None = None
    error_code: str | None = None


def get(session: Session, escalation_id: uuid.UUID) -> Escalation:
    """The escalation with this id. Raises UnknownEscalation."""
    escalation = session.get(Escalation, escalation_id)
    if escalation is None:
        raise UnknownEscalation(f"no escalation {escalation_id}")
    return escalation


def queue(session: Session) -> list[Queued]:
    """Open escalations in the order of the queue; three queries, however many there are."""
    rows = escalations.queue(session)
    held = names(session, {e.acknowledged_by for e, _ in rows if e.acknowledged_by})
    contacted = _contacts(session, [e.id for e, _ in rows])
    return [
        Queued(e, patient, held.get(e.acknowledged_by), contacted.get(e.id)) for e, patient in rows
    ]


def recently_closed(session: Session, *, limit: int = 10) -> list[Queued]:
    """The escalations that were closed last, newest first."""
    rows = session.execute(
        select(Escalation, Patient, Account.name)
        .join(Patient, Patient.id == Escalation.patient_id)
        .join(Account, Account.id == Escalation.closed_by)
        .where(Escalation.closed_at.is_not(None))
        .order_by(Escalation.closed_at.desc())
        .limit(limit)
    )
    return [Queued(escalation, patient, name) for escalation, patient, name in rows]


def names(session: Session, account_ids: Collection[uuid.UUID]) -> dict[uuid.UUID | None, str]:
    """The names of these accounts."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return dict(rows.tuples().all())


def contacted_at(session: Session, escalation: Escalation) -> datetime | None:
    """When somebody first spoke to the patient."""
    return _contacts(session, [escalation.id]).get(escalation.id)


def _contacts(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = session.execute(
        select(EscalationEvent.escalation_id, func.min(EscalationEvent.at))
        .where(EscalationEvent.escalation_id.in_(ids), EscalationEvent.kind == "contacted")
        .group_by(EscalationEvent.escalation_id)
    )
    return dict(rows.tuples().all())


def advice(session: Session, escalation: Escalation) -> list[Advice]:
    """Everything that the patient was told while this was open, oldest first."""
    texts = select(OutboundMessage).where(
        OutboundMessage.patient_id == escalation.patient_id,
        OutboundMessage.purpose == Purpose.SAFETY,
        OutboundMessage.created_at >= escalation.opened_at,
    )
    spoken = select(EscalationEvent).where(
        EscalationEvent.escalation_id == escalation.id,
        EscalationEvent.kind == "advised",
        EscalationEvent.channel == Channel.VOICE,
    )
    if escalation.closed_at is not None:
        texts = texts.where(OutboundMessage.created_at <= escalation.closed_at)
    told = [*map(_texted, session.scalars(texts)), *map(_spoken, session.scalars(spoken))]
    return sorted(told, key=lambda one: one.at)


def _texted(message: OutboundMessage) -> Advice:
    return Advice(
        words=message.body,
        channel=Channel.SMS,
        at=message.created_at,
        status=message.status,
        status_at=message.status_at if message.status != OutboundStatus.QUEUED else None,
        error_code=message.error_code,
    )


def _spoken(event: EscalationEvent) -> Advice:
    return Advice(
        words=transcripts.wording(event.detail or "", Channel.VOICE),
        channel=Channel.VOICE,
        at=event.at,
        status=transcripts.SPOKEN,
    )


def last_heard(session: Session, patient_id: uuid.UUID) -> int:
    """The number of the patient's newest message: whoever closes must have seen that one."""
    query = select(func.max(InboundMessage.seq)).where(InboundMessage.patient_id == patient_id)
    return session.scalar(query) or 0


def history(session: Session, escalation: Escalation) -> list[Escalation]:
    """The same patient's other escalations, newest first."""
    return list(
        session.scalars(
            select(Escalation)
            .where(Escalation.patient_id == escalation.patient_id, Escalation.id != escalation.id)
            .order_by(Escalation.opened_at.desc())
            .limit(5)
        )
    )
