"""How a week went."""

from __future__ import annotations

import pytest

from coach.rules import checkins
from coach.rules.checkins import NextStep, Outcome
from coach.rules.goals import Target


@pytest.mark.parametrize(
    ("done", "outcome"),
    [(0, Outcome.NONE), (2, Outcome.PARTLY), (3, Outcome.REACHED), (5, Outcome.BEYOND)],
)
def test_outcome_compares_days_done_with_days_planned(done: int, outcome: Outcome) -> None:
    assert checkins.outcome(done, 3) is outcome


def test_next_target_follows_the_patients_choice() -> None:
    target = Target("walk", "10 minutes", 3)

    chosen = [checkins.next_target(target, step).amount for step in NextStep]

    assert chosen == ["10 minutes", "12 minutes", "5 minutes"]


def test_eight_days_are_no_answer() -> None:
    assert [days for days in (-1, 0, 7, 7.5, 8) if checkins.is_valid(days)] == [0, 7]
