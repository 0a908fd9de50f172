"""Getting a person to look: on request, after a misunderstanding, or after a yes to a warning sign.

Called by actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from coach import escalations, safety_messages
from models.enums import Category, Channel, Tier
from models.people import Patient

LETTER = "asks_for_letter"
WRONG_PERSON = "wrong_person"
# The questions put several signs in one. Cord compression leads the first, so it names the category;
# the second names none, and gets the tier's own message.
_SIGNS = {
    "red_flag_now": (Tier.EMERGENCY, Category.CAUDA_EQUINA),
    "flare_cord": (Tier.EMERGENCY, Category.CAUDA_EQUINA),
    "flare_unwell": (Tier.SAME_DAY, Category.OTHER_EMERGENCY),
}


@dataclass(frozen=True)
class Promise:
    """By when a person aims to be in touch, and whether that had been promised before."""

    by: str
    again: bool


def ask_for_human(
    session: Session, patient: Patient, *, channel: Channel | str, now: datetime
) -> Promise:
    """Ask the team to contact the patient. Coaching goes on meanwhile."""
    return _ask(session, patient, Tier.SOON, escalations.ASKS_FOR_HUMAN, channel=channel, now=now)


def ask_for_letter(
    session: Session, patient: Patient, *, channel: Channel | str, now: datetime
) -> Promise:
    """Ask the team for a letter, plan or summary."""
    return _ask(session, patient, Tier.ROUTINE, LETTER, channel=channel, now=now)


def report_wrong_person(
    session: Session, patient: Patient, *, channel: Channel | str, now: datetime
) -> None:
    """Stop coaching a number that may not be the patient's, and ask the team to check it."""
    patient.wrong_person_at = patient.wrong_person_at or now
    _ask(session, patient, Tier.ROUTINE, WRONG_PERSON, channel=channel, now=now)


def report_sign(
    session: Session,
    patient: Patient,
    *,
    question: str,
    words: str,
    channel: Channel | str,
    now: datetime,
) -> str:
    """Escalate a yes or a not-sure to a warning-sign question; return the safety message's content key."""
    tier, category = _SIGNS[question]
    escalation = escalations.raise_escalation(
        session,
        patient,
        tier=tier,
        category=str(category),
        evidence=[{"question": question, "text": words}],
        channel=channel,
        now=now,
    )
    key = safety_messages.key(str(category), tier)
    escalations.log(session, escalation, "advised", channel=channel, detail=key, now=now)
    return key


def _ask(
    session: Session,
    patient: Patient,
    tier: Tier,
    category: str,
    *,
    channel: Channel | str,
    now: datetime,
) -> Promise:
    before = escalations.open_for(session, patient.id)
    again = before is not None and category in before.categories
    escalation = escalations.raise_escalation(
        session,
        patient,
        tier=tier,
        category=category,
        evidence=[],
        channel=channel,
        blocks_coaching=False,
        now=now,
    )
    return Promise(escalations.promise(escalation, patient, now=now), again)
