"""What a goal becomes, and when it is asked about."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from coach.rules import amounts, goals
from coach.rules.goals import Target

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("amount", "half"),
    [
        ("10 minutes", "5 minutes"),
        ("45 minutes", "20 minutes"),
        ("3 lengths", "2 lengths"),
        ("2 miles", "1 mile"),
        ("1 mile", None),
        ("round the block", None),
    ],
)
def test_halved_amount_is_about_half_and_never_nothing(amount: str, half: str | None) -> None:
    assert amounts.halved(amount) == half


@pytest.mark.parametrize(
    ("amount", "more"),
    [
        ("5 minutes", "6 minutes"),
        ("10 minutes", "12 minutes"),
        ("30 minutes", "35 minutes"),
        ("1 length", "2 lengths"),
        ("5 times a day", "6 times a day"),
        ("to the shop", None),
    ],
)
def test_raised_amount_is_a_small_step(amount: str, more: str | None) -> None:
    assert amounts.raised(amount) == more


def test_smaller_takes_a_day_off_where_the_amount_cannot_shrink() -> None:
    assert goals.smaller(Target("walk", "to the shop", 3)) == Target("walk", "to the shop", 2)


def test_smaller_leaves_the_least_goal_as_it_is() -> None:
    least = Target("walk", "1 mile", 1)

    assert goals.smaller(least) == least


def test_larger_never_asks_for_an_eighth_day() -> None:
    assert goals.larger(Target("walk", "to the shop", 7)).days == 7


def test_check_in_is_due_on_the_evening_of_the_last_day() -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    due = goals.check_in_due(monday, zone=LONDON, contact_time=time(17, 30))

    assert due == datetime(2026, 11, 29, 17, 30, tzinfo=UTC)


def test_check_in_of_a_morning_person_is_due_on_the_day_after() -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    due = goals.check_in_due(monday, zone=LONDON, contact_time=time(9, 30))

    assert due == datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


def test_check_in_keeps_its_local_time_when_the_clocks_change() -> None:
    before_spring = datetime(2027, 3, 24, 12, tzinfo=UTC)

    due = goals.check_in_due(before_spring, zone=LONDON, contact_time=time(17, 30))

    assert due == datetime(2027, 3, 30, 16, 30, tzinfo=UTC)
