"""Times of day and breaks, from patients' words."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from coach.rules import contact

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("morning", time(9, 30)),
        ("evening", time(18, 0)),
        ("18:30", time(18, 30)),
        ("03:00", None),
        ("21:00", None),
        ("25:00", None),
        ("banana", None),
    ],
)
def test_contact_time_is_within_the_hours_of_texts(words: str, at: time | None) -> None:
    assert contact.contact_time(words) == at


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("10 days", (2026, 11, 30)),
        ("until monday", (2026, 11, 23)),
        ("until friday", (2026, 11, 27)),
        ("until 14th of december", (2026, 12, 14)),
        ("until 3rd", (2026, 12, 3)),
        ("until january", (2027, 1, 1)),
        ("400 days", (2027, 2, 20)),
        (None, (2026, 12, 4)),
        ("gibberish", (2026, 12, 4)),
    ],
)
def test_pause_ends_when_the_words_say(words: str | None, until: tuple[int, int, int]) -> None:
    end = contact.pause_until(words, now=FRIDAY, zone="Europe/London")

    assert end == datetime(*until, 9, tzinfo=UTC)


def test_times_and_dates_are_said_as_people_say_them() -> None:
    assert (contact.time_in_words(time(18, 30)), contact.in_words(FRIDAY, "Europe/London")) == (
        "6.30 pm",
        "Friday 20 November",
    )
