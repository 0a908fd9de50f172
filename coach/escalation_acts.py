"""What a clinician does to an escalation in the console: each act takes it if nobody has, and is audited."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach import audit, escalation_views, escalations
from coach.errors import CoachError
from models.accounts import Account
from models.enums import Disposition
from models.people import Patient

CHANNEL = "console"
# Without words nobody could later tell why these were right.
NEEDS_WORDS = frozenset({Disposition.UNREACHABLE, Disposition.FALSE_ALARM, Disposition.DECLINED})


class WordsMissing(CoachError):
    """This act needs a sentence that says why."""


class HeardSince(CoachError):
    """The patient has said more since the clinician opened the page."""


def acknowledge(
    session: Session, escalation_id: uuid.UUID, *, by: Account, now: datetime
) -> uuid.UUID | None:
    """Take an escalation. Returns who has it: somebody else when they were first."""
    escalation = escalations.acknowledge(session, escalation_id, by=by, channel=CHANNEL, now=now)
    audit.record(session, "acknowledge_escalation", escalation_id, by=by, now=now)
    return escalation.acknowledged_by


def note(
    session: Session, escalation_id: uuid.UUID, *, by: Account, words: str, now: datetime
) -> None:
    """Add a note. Reading and writing is not taking: it stays as unacknowledged as it was."""
    escalations.note(session, escalation_id, by=by, words=_needed(words), now=now)
    audit.record(session, "note_escalation", escalation_id, by=by, now=now)


def record_contact(
    session: Session, escalation_id: uuid.UUID, *, by: Account, words: str, now: datetime
) -> None:
    """Record a talk with the patient; whoever talked to them has taken it."""
    words = _needed(words)
    escalations.acknowledge(session, escalation_id, by=by, channel=CHANNEL, now=now)
    escalations.record_contact(session, escalation_id, by=by, words=words, now=now)
    audit.record(session, "contact_patient", escalation_id, by=by, now=now)


def close(
    session: Session,
    escalation_id: uuid.UUID,
    *,
    by: Account,
    disposition: Disposition,
    words: str,
    seen: int,
    now: datetime,
) -> None:
    """Close an escalation; `seen` is `escalation_views.last_heard` when the page was opened.

    Raises WordsMissing for a disposition that needs a reason, HeardSince when the patient has
    written meanwhile, and NotAllowed when it is closed already.
    """
    if disposition in NEEDS_WORDS:
        words = _needed(words)
    escalation = escalation_views.get(session, escalation_id)
    # The lock under which flags are raised: one that comes now waits, and opens an escalation anew.
    session.execute(select(Patient.id).where(Patient.id == escalation.patient_id).with_for_update())
    if escalation_views.last_heard(session, escalation.patient_id) > seen:
        raise HeardSince("the patient has written since this page was opened")
    escalations.acknowledge(session, escalation_id, by=by, channel=CHANNEL, now=now)
    escalations.close(
        session, escalation_id, by=by, disposition=disposition, words=words.strip(), now=now
    )


def _needed(words: str) -> str:
    if not words.strip():
        raise WordsMissing("words are needed")
    return words.strip()
