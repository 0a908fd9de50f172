"""Patients for a measurement: enrolled straight in the database, with a goal to talk about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from coach import consent, goals, people
from models.enums import Channel
from runtime import clock, database


@dataclass(frozen=True)
class Enrolled:
    """A patient as the outside world knows them, and as Rasa does."""

    number: str
    id: uuid.UUID


def number_of(patient: int) -> str:
    """A number that Ofcom keeps for drama: there are 1,000, of which the demo uses the first 300."""
    return f"+447700900{300 + patient:03d}"


def enrol(count: int) -> list[Enrolled]:
    """Enrol so many patients, or find them when they are enrolled already."""
    now = clock.now()
    with database.sessions().begin() as session:
        return [_enrol(session, number_of(patient), now=now) for patient in range(count)]


def _enrol(session: Session, number: str, *, now: datetime) -> Enrolled:
    patient = people.by_number_or_new(session, number, now=now)
    consent.give(session, patient, channel=Channel.SMS, now=now)
    goals.set_goal(session, patient, activity="walk", amount="10 minutes", days=3, now=now)
    return Enrolled(number, patient.id)
