"""One question that the outbox asks before every send, apart so that it needs nothing else."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, SQLColumnExpression, select
from sqlalchemy.orm import Session

from models.escalations import Escalation


def forbids(patient_id: SQLColumnExpression[uuid.UUID] | uuid.UUID) -> ColumnElement[bool]:
    """The condition, for a query about this patient."""
    return (
        select(Escalation.id)
        .where(
            Escalation.patient_id == patient_id,
            Escalation.closed_at.is_(None),
            Escalation.blocks_coaching,
        )
        .exists()
    )


def blocks(session: Session, patient_id: uuid.UUID) -> bool:
    """Whether an open escalation forbids coaching this patient."""
    return bool(session.scalar(select(forbids(patient_id))))
