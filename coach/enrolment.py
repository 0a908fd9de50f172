"""Letting a patient in on a clinician's or staff member's word; consent is still the patient's own."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

import content
from coach import inbox, outbox, people
from coach.errors import CoachError, NotAllowed
from models.enums import Channel, PatientStatus, Purpose
from models.people import Patient


class BadTimezone(CoachError):
    """No such time zone."""


def invite(
    session: Session, *, number: str, name: str | None, timezone: str, now: datetime
) -> Patient:
    """Make the patient known and text them the consent question. Sent within waking hours only.

    Raises BadNumber, BadTimezone, and NotAllowed for somebody who is enrolled already.
    """
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadTimezone(f"no time zone {timezone!r}: write it like Europe/London") from error
    patient = people.by_number_or_new(session, people.normal_number(number), now=now)
    if patient.status is PatientStatus.ENROLLED:
        raise NotAllowed("this patient is enrolled already")
    if patient.sms_opted_out_at is not None:
        raise NotAllowed("this number has asked for no texts: the patient must text START first")
    patient.preferred_name, patient.timezone = name or patient.preferred_name, timezone
    patient.status = PatientStatus.JOINING
    inbox.seed_form(session, patient.id, Channel.SMS, form="join_form", slot="consent", now=now)
    outbox.queue(
        session,
        outbox.Draft(
            patient_id=patient.id,
            purpose=Purpose.INVITATION,
            keys=["join.ask_consent"],
            body=content.render("join.ask_consent", "sms"),
            dedupe_key=f"invite:{patient.id}:{now.date()}",
        ),
        now=now,
    )
    return patient
