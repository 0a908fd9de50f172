"""The weekly review: what was done, and the goal of the coming week. Called by actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach import goals
from coach.errors import NotAllowed
from coach.rules import checkins as rules
from coach.rules.checkins import NextStep, Outcome
from models.enums import Channel, GoalStatus
from models.people import Patient
from models.programme import CheckIn, Goal


def record(
    session: Session, patient: Patient, *, days_done: int, channel: Channel | str, now: datetime
) -> Outcome:
    """Store how many days of the active goal were done; said again, it is corrected.

    Returns how that compares with the plan. Raises goals.NoGoal.
    """
    goal = goals.require_active(session, patient)
    check_in = of_goal(session, goal)
    if check_in is None:
        check_in = CheckIn(patient_id=patient.id, goal_id=goal.id)
        session.add(check_in)
    check_in.days_done, check_in.channel, check_in.answered_at = days_done, str(channel), now
    return rules.outcome(days_done, goal.days)


def choose_next(session: Session, patient: Patient, step: NextStep, *, now: datetime) -> Goal:
    """Close the week and begin the next one with the same, a larger or a smaller goal.

    Raises goals.NoGoal without an active goal, NotAllowed before the days done are known.
    """
    goal = goals.require_active(session, patient)
    check_in = of_goal(session, goal)
    if check_in is None:
        raise NotAllowed("the days done are asked for first")
    check_in.next_step = step
    goal.status = GoalStatus.REVIEWED
    session.flush()  # one active goal at most: the old one must go first
    return goals.start(session, patient, rules.next_target(goals.target(goal), step), now=now)


def of_goal(session: Session, goal: Goal) -> CheckIn | None:
    """The review of a goal, if there was one."""
    return session.scalars(select(CheckIn).where(CheckIn.goal_id == goal.id)).one_or_none()
