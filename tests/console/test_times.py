"""Times as people in Britain read them."""

from datetime import UTC, datetime, timedelta

import pytest

from console.times import day, span, when

NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)  # summer: London is an hour ahead


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON, "today at 12:00pm"),
        (NOON - timedelta(hours=12, minutes=1), "yesterday at 11:59pm"),
        (NOON - timedelta(hours=12), "today at 12:00am"),
        (NOON + timedelta(days=1), "tomorrow at 12:00pm"),
        (datetime(2026, 1, 5, 9, 5, tzinfo=UTC), "5 January 2026 at 9:05am"),
    ],
)
def test_a_time_is_given_in_londons_day_and_clock(at, words):
    assert when(at, NOON).striptags() == words


def test_a_day_leaves_the_clock_out():
    assert day(NOON - timedelta(days=30), NOON).striptags() == "1 June 2026"


def test_a_time_carries_the_exact_moment_for_machines():
    assert '<time datetime="2026-07-01T11:00:00+00:00">' in when(NOON, NOON)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (timedelta(seconds=30), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=1, hours=2, minutes=9), "1 day 2 hours"),
        (timedelta(minutes=-7), "7 minutes"),
    ],
)
def test_a_span_has_at_most_two_units(amount, words):
    assert span(amount) == words
