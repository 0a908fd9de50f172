"""Patients, their consents and their episodes of back pain."""

from __future__ import annotations

import uuid
from datetime import time

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import At, Base, Id, Word
from models.crypto import EncryptedText
from models.enums import PatientStatus


class Patient(Base):
    """Somebody who texted or rang. The id is the pseudonym under which Rasa knows them."""

    __tablename__ = "patient"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(EncryptedText)
    number_index: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    status: Mapped[PatientStatus] = mapped_column(default=PatientStatus.UNKNOWN)
    preferred_name: Mapped[str | None] = mapped_column(EncryptedText)
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    contact_time: Mapped[time] = mapped_column(default=time(17, 30))  # local, for the check-in
    created_at: Mapped[At]
    sms_opted_out_at: Mapped[At | None]
    paused_until: Mapped[At | None]
    wrong_person_at: Mapped[At | None]  # somebody said that this is not the patient's phone

    def __repr__(self) -> str:
        return f"<Patient {self.id} {self.status}>"


class Consent(Base):
    """One dated answer to one version of the consent wording. Never changed, only followed."""

    __tablename__ = "consent"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    purpose: Mapped[Word]  # coaching
    version: Mapped[Word]  # of the wording that was shown
    given: Mapped[bool]
    channel: Mapped[Word]
    at: Mapped[At]


class Episode(Base):
    """One stretch of back pain from enrolment to discharge; a return opens another."""

    __tablename__ = "episode"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    started_at: Mapped[At]
    ended_at: Mapped[At | None]
