"""The list of patients for staff: pseudonyms and standing, and nothing that they said."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.messages import InboundMessage
from models.people import Episode, Patient

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One patient in the list."""

    patient: Patient
    last_heard_at: datetime | None
    week: int | None  # of the running episode


def patients(
    session: Session, *, only: uuid.UUID | None = None, page: int = 1, now: datetime
) -> list[Listed]:
    """A page of patients, those who wrote last first; or the one with this id."""
    heard = (
        select(InboundMessage.patient_id, func.max(InboundMessage.received_at).label("at"))
        .group_by(InboundMessage.patient_id)
        .subquery()
    )
    query = (
        select(Patient, heard.c.at, Episode.started_at)
        .outerjoin(heard, heard.c.patient_id == Patient.id)
        .outerjoin(Episode, (Episode.patient_id == Patient.id) & Episode.ended_at.is_(None))
        .order_by(heard.c.at.desc().nulls_last(), Patient.created_at.desc(), Patient.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    if only is not None:
        query = query.where(Patient.id == only)
    return [
        Listed(patient, at, (now - started).days // 7 + 1 if started else None)
        for patient, at, started in session.execute(query)
    ]


def how_many(session: Session) -> int:
    """How many patients there are."""
    return session.scalar(select(func.count()).select_from(Patient)) or 0
