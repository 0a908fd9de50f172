"""Finding and making patients by number or pseudonym."""

from __future__ import annotations

import uuid
from datetime import datetime

import phonenumbers
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from coach.errors import CoachError, UnknownPatient
from models.crypto import ring
from models.enums import PatientStatus
from models.people import Episode, Patient


class BadNumber(CoachError):
    """Not a telephone number that could ever be reached."""


def normal_number(raw: str) -> str:
    """The E.164 form of a number written in any way. Raises BadNumber with the remedy.

    Possible, not valid, is asked for: Ofcom keeps 07700 900xxx for drama, and demos and tests use it.
    """
    try:
        parsed = phonenumbers.parse(raw, "GB")
    except phonenumbers.NumberParseException as error:
        raise BadNumber("not a phone number: write it like +447700900123") from error
    if not phonenumbers.is_possible_number(parsed):
        raise BadNumber("no such phone number: write it like +447700900123")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def get(session: Session, patient_id: uuid.UUID) -> Patient:
    """The patient behind a pseudonym. Raises UnknownPatient."""
    patient = session.get(Patient, patient_id)
    if patient is None:
        raise UnknownPatient(patient_id)
    return patient


def by_number(session: Session, number: str) -> Patient | None:
    """The patient with this E.164 number, under whichever key it was indexed."""
    return session.scalars(
        select(Patient).where(Patient.number_index.in_(ring().indexes(number)))
    ).one_or_none()


def by_number_or_new(session: Session, number: str, *, now: datetime) -> Patient:
    """The patient with this number; a number that nobody knew becomes a patient of unknown status."""
    known = by_number(session, number)
    if known is not None:
        return known
    session.execute(
        insert(Patient)
        .values(
            id=uuid.uuid4(),
            number=number,
            number_index=ring().index(number),
            status=PatientStatus.UNKNOWN,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["number_index"])  # two first texts at once
    )
    found = by_number(session, number)
    assert found is not None
    return found


def open_episode(session: Session, patient: Patient, *, now: datetime) -> Episode:
    """The patient's running episode; opens one when there is none."""
    running = session.scalars(
        select(Episode).where(Episode.patient_id == patient.id, Episode.ended_at.is_(None))
    ).one_or_none()
    if running is None:
        running = Episode(patient_id=patient.id, started_at=now)
        session.add(running)
        session.flush()
    return running
