"""Agreeing to be coached, taking it back, and stopping or resuming texts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coach import people
from models.enums import Channel, OutboundStatus, PatientStatus, Purpose
from models.messages import OutboundMessage
from models.people import Consent, Patient

# Raised with each change in meaning of the consent wording (content key join.ask_consent).
VERSION = "2026-11"


def give(session: Session, patient: Patient, *, channel: Channel | str, now: datetime) -> None:
    """Record consent to be coached; enrols the patient and opens an episode. Idempotent while enrolled."""
    if patient.status is PatientStatus.ENROLLED:
        return
    session.add(_answer(patient, given=True, channel=channel, now=now))
    patient.status = PatientStatus.ENROLLED
    patient.sms_opted_out_at = None
    people.open_episode(session, patient, now=now)


def decline(session: Session, patient: Patient, *, channel: Channel | str, now: datetime) -> None:
    """Record a no. The number stays known, and joining later stays possible."""
    session.add(_answer(patient, given=False, channel=channel, now=now))
    patient.status = PatientStatus.UNKNOWN


def suspend(patient: Patient) -> None:
    """Stop joining at a warning sign. Once a clinician has closed it, the consent question comes again."""
    patient.status = PatientStatus.JOINING


def stop_texts(session: Session, patient: Patient, *, now: datetime) -> None:
    """Stop the programme's texts and drop those that wait. Never touches an open escalation."""
    patient.sms_opted_out_at = patient.sms_opted_out_at or now
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.patient_id == patient.id,
            OutboundMessage.status == OutboundStatus.QUEUED,
            OutboundMessage.purpose.in_([Purpose.COACHING, Purpose.REPLY]),
        )
        .values(status=OutboundStatus.CANCELLED, error_code="opted_out", status_at=now)
    )


def resume_texts(patient: Patient) -> None:
    """Let the programme text again. Missed check-ins are not caught up."""
    patient.sms_opted_out_at = None


def latest(session: Session, patient: Patient) -> Consent | None:
    """The newest answer to the consent question."""
    return session.scalars(
        select(Consent).where(Consent.patient_id == patient.id).order_by(Consent.at.desc()).limit(1)
    ).one_or_none()


def _answer(patient: Patient, *, given: bool, channel: Channel | str, now: datetime) -> Consent:
    return Consent(
        patient_id=patient.id,
        purpose="coaching",
        version=VERSION,
        given=given,
        channel=str(channel),
        at=now,
    )
