"""Answering fear, doubt and despair: validate first, then one thought. Called by actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from coach import barriers
from models.people import Patient

# Those whose answer ends in an open question; the patient's own words are then kept.
ASKS = frozenset({"fear_of_movement", "past_treatment_failure", "not_believed"})


def reassure(session: Session, patient: Patient, worry: str, *, words: str, now: datetime) -> str:
    """Keep the worry as a barrier in the patient's words; return the content key that answers it."""
    barriers.record(session, patient, kind=worry, words=words, now=now)
    return f"reassure.{worry}"
