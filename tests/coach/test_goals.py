"""This week's goal and its review, on a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach import checkins, goals
from coach.rules.checkins import NextStep, Outcome
from models.enums import GoalStatus
from models.people import Patient
from models.programme import Goal, Touchpoint
from tests.conftest import MONDAY
from tests.factories import make_patient


@pytest.fixture
def ana(session: Session) -> Patient:
    return make_patient(session, now=MONDAY)


def walk(session: Session, patient: Patient, *, days: int = 3, now: datetime = MONDAY) -> Goal:
    return goals.set_goal(
        session, patient, activity="walk", amount="10 minutes", days=days, now=now
    )


def test_set_goal_owes_a_check_in_on_the_weeks_last_evening(session: Session, ana: Patient) -> None:
    walk(session, ana)

    due = session.scalars(select(Touchpoint.due_at)).one()

    assert due.astimezone(UTC) == datetime(2026, 11, 29, 17, 30, tzinfo=UTC)


def test_set_goal_again_on_the_same_day_corrects_it(session: Session, ana: Patient) -> None:
    first = walk(session, ana)
    walk(session, ana, days=4, now=MONDAY + timedelta(hours=1))

    assert [(g.id, g.days) for g in session.scalars(select(Goal))] == [(first.id, 4)]


def test_set_goal_on_another_day_replaces_the_old_one(session: Session, ana: Patient) -> None:
    old = walk(session, ana)
    new = walk(session, ana, days=4, now=MONDAY + timedelta(days=2))

    assert (old.status, goals.active(session, ana)) == (GoalStatus.REPLACED, new)


def test_complete_without_a_goal_says_so(session: Session, ana: Patient) -> None:
    with pytest.raises(goals.NoGoal):
        goals.complete(session, ana, confidence=8, when=None)


def test_record_said_twice_keeps_the_last_answer(session: Session, ana: Patient) -> None:
    goal = walk(session, ana)
    checkins.record(session, ana, days_done=1, channel="sms", now=MONDAY)

    outcome = checkins.record(session, ana, days_done=3, channel="sms", now=MONDAY)

    session.flush()
    check_in = checkins.of_goal(session, goal)
    assert outcome is Outcome.REACHED
    assert check_in is not None
    assert check_in.days_done == 3


def test_choose_next_begins_a_week_with_the_smaller_goal(session: Session, ana: Patient) -> None:
    old, sunday = walk(session, ana), MONDAY + timedelta(days=6)
    checkins.record(session, ana, days_done=1, channel="sms", now=sunday)
    session.flush()

    new = checkins.choose_next(session, ana, NextStep.LESS, now=sunday)

    assert (old.status, new.amount, new.week_start) == (
        GoalStatus.REVIEWED,
        "5 minutes",
        sunday.date(),
    )
