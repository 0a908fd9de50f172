"""Which explanation answers which question. Called by actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from coach import observations
from models.people import Patient


def explain(session: Session, patient: Patient, topic: str, *, now: datetime) -> str:
    """Keep that the patient asked about a topic; return the content key that explains it."""
    observations.note(session, patient, observations.EDUCATION, words=topic, now=now)
    return f"education.{topic}"
