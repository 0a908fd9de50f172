"""When the programme gets in touch: the time of day, breaks and returns. Called by actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from coach import goals, touchpoints
from coach.errors import CoachError
from coach.rules import contact as rules
from coach.rules.goals import check_in_due
from models.enums import TouchpointKind
from models.people import Patient


class BadTime(CoachError):
    """Not a time of day at which texts are sent."""


def change_time(session: Session, patient: Patient, words: str, *, now: datetime) -> str:
    """Ask at another time of day from now on; return the time in words. Raises BadTime.

    A check-in that is owed moves with it.
    """
    at = rules.contact_time(words)
    if at is None:
        raise BadTime(words)
    patient.contact_time = at
    goal = goals.active(session, patient)
    if goal is not None:
        due_at = check_in_due(goal.created_at, zone=patient.timezone, contact_time=at)
        if due_at > now:
            touchpoints.schedule(session, patient, kind=TouchpointKind.CHECK_IN, due_at=due_at)
    return rules.time_in_words(at)


def is_valid_time(words: str) -> bool:
    """Whether texts can be sent at this time of day."""
    return rules.contact_time(words) is not None


def pause(patient: Patient, words: str | None, *, now: datetime) -> str:
    """Start nothing until the break ends; return its last date in words. The patient may still write."""
    patient.paused_until = rules.pause_until(words, now=now, zone=patient.timezone)
    return rules.in_words(patient.paused_until, patient.timezone)


def resume(session: Session, patient: Patient, *, now: datetime) -> bool:
    """End a break; False when there was none. A check-in that fell into it is owed anew, not caught up."""
    if patient.paused_until is None or patient.paused_until <= now:
        return False
    patient.paused_until = None
    owe_check_in(session, patient, now=now)
    return True


def owe_check_in(session: Session, patient: Patient, *, now: datetime) -> None:
    """Owe a check-in for the active goal, a week from now, after a time without any."""
    if goals.active(session, patient) is not None:
        due_at = check_in_due(now, zone=patient.timezone, contact_time=patient.contact_time)
        touchpoints.schedule(session, patient, kind=TouchpointKind.CHECK_IN, due_at=due_at)
