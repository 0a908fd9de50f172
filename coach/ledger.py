"""Expected against sent: what should have gone out and did not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import FINAL_STATUSES, InboundStatus, OutboundStatus, TouchpointStatus
from models.messages import InboundMessage, OutboundMessage
from models.programme import Touchpoint

GRACE = timedelta(minutes=15)
_NOT_OUT = (OutboundStatus.QUEUED, OutboundStatus.SENDING)
assert not set(_NOT_OUT) & FINAL_STATUSES


@dataclass(frozen=True)
class Gap:
    """One thing that is owed and late."""

    kind: str  # touchpoint, message or answer
    id: uuid.UUID
    patient_id: uuid.UUID | None
    expected_at: datetime


def gaps(session: Session, *, now: datetime) -> list[Gap]:
    """Everything that should have gone out by a quarter of an hour ago and has not, oldest first."""
    late = now - GRACE
    touchpoints = session.scalars(
        select(Touchpoint).where(
            Touchpoint.status == TouchpointStatus.DUE, Touchpoint.due_at < late
        )
    )
    messages = session.scalars(
        select(OutboundMessage).where(
            OutboundMessage.status.in_(_NOT_OUT), OutboundMessage.due_at < late
        )
    )
    answers = session.scalars(
        select(InboundMessage).where(
            InboundMessage.status == InboundStatus.WAITING, InboundMessage.received_at < late
        )
    )
    found = [
        *(Gap("touchpoint", t.id, t.patient_id, t.due_at) for t in touchpoints),
        *(Gap("message", m.id, m.patient_id, m.due_at) for m in messages),
        *(Gap("answer", m.id, m.patient_id, m.received_at) for m in answers),
    ]
    return sorted(found, key=lambda gap: gap.expected_at)
