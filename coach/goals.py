"""This week's goal: set, completed, made smaller or larger. Called by actions and by the review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach import people, touchpoints
from coach.errors import CoachError
from coach.rules import goals as rules
from coach.rules.goals import Target
from models.enums import GoalStatus, TouchpointKind
from models.people import Patient
from models.programme import Goal


class NoGoal(CoachError):
    """There is no active goal to act on."""


def active(session: Session, patient: Patient) -> Goal | None:
    """The patient's active goal, if any."""
    return session.scalars(
        select(Goal).where(Goal.patient_id == patient.id, Goal.status == GoalStatus.ACTIVE)
    ).one_or_none()


def require_active(session: Session, patient: Patient) -> Goal:
    """The patient's active goal. Raises NoGoal."""
    goal = active(session, patient)
    if goal is None:
        raise NoGoal(f"patient {patient.id} has no active goal")
    return goal


def target(goal: Goal) -> Target:
    """What the goal aims at."""
    return Target(goal.activity, goal.amount, goal.days)


def set_goal(
    session: Session, patient: Patient, *, activity: str, amount: str, days: int, now: datetime
) -> Goal:
    """Record a goal and owe a check-in for it.

    A goal set again on the same day is a correction and changes in place; an older one is replaced.
    """
    goal = active(session, patient)
    if goal is not None and goal.week_start == _today(patient, now):
        goal.activity, goal.amount, goal.days = activity, amount, days
        return goal
    if goal is not None:
        goal.status = GoalStatus.REPLACED
        session.flush()  # one active goal at most: the old one must go first
    return start(session, patient, Target(activity, amount, days), now=now)


def start(session: Session, patient: Patient, aim: Target, *, now: datetime) -> Goal:
    """Begin a week with a goal. The caller has ended the goal before it."""
    goal = Goal(
        patient_id=patient.id,
        episode_id=people.open_episode(session, patient, now=now).id,
        activity=aim.activity,
        amount=aim.amount,
        days=aim.days,
        week_start=_today(patient, now),
        status=GoalStatus.ACTIVE,
        created_at=now,
    )
    session.add(goal)
    session.flush()
    touchpoints.schedule(
        session,
        patient,
        kind=TouchpointKind.CHECK_IN,
        due_at=rules.check_in_due(now, zone=patient.timezone, contact_time=patient.contact_time),
    )
    return goal


def complete(
    session: Session, patient: Patient, *, confidence: int | None, when: str | None
) -> Goal:
    """Add how sure the patient is, and when in the day. Raises NoGoal."""
    goal = require_active(session, patient)
    goal.confidence, goal.when = confidence, when
    return goal


def smaller(session: Session, patient: Patient) -> Goal:
    """Make the active goal smaller for the rest of its week. Raises NoGoal."""
    return _change(require_active(session, patient), rules.smaller)


def larger(session: Session, patient: Patient) -> Goal:
    """Make the active goal a little larger for the rest of its week. Raises NoGoal."""
    return _change(require_active(session, patient), rules.larger)


def _change(goal: Goal, change: Callable[[Target], Target]) -> Goal:
    aim = change(target(goal))
    goal.amount, goal.days = aim.amount, aim.days
    return goal


def _today(patient: Patient, now: datetime) -> date:
    return now.astimezone(ZoneInfo(patient.timezone)).date()
