"""What patients tell that is worth keeping: scores and words, each with its date. Called by actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.people import Patient
from models.programme import Observation

PAIN = "pain_0_to_10"
EDUCATION = "education"
IMPROVEMENT = "improvement"
NO_CHANGE = "no_change"
ACTIVITY_PAIN = "activity_pain"
APPOINTMENT_OUTCOME = "appointment_outcome"
REFLECTION = "reflection"


def note(
    session: Session,
    patient: Patient,
    measure: str,
    *,
    now: datetime,
    value: float | None = None,
    words: str | None = None,
) -> Observation:
    """Keep one dated answer or remark."""
    observation = Observation(
        patient_id=patient.id, measure=measure, value=value, words=words, at=now
    )
    session.add(observation)
    return observation


def is_valid_pain(score: float) -> bool:
    """Whether a score is on the scale of 0 to 10."""
    return 0 <= score <= 10
