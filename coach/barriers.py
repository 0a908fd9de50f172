"""What stands in a patient's way, in their own words. Called by actions and by reassurance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Patient
from models.programme import Barrier

PRACTICAL = "practical"


def record(session: Session, patient: Patient, *, kind: str, words: str, now: datetime) -> Barrier:
    """Keep a barrier; told again while it stands open, the newest words count."""
    barrier = session.scalars(
        select(Barrier).where(
            Barrier.patient_id == patient.id, Barrier.kind == kind, Barrier.closed_at.is_(None)
        )
    ).first()
    if barrier is None:
        barrier = Barrier(patient_id=patient.id, kind=kind)
        session.add(barrier)
    barrier.words, barrier.at = words, now
    return barrier
