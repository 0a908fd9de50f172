"""What the patients of a measurement say. No text raises a red flag, or coaching would stop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

TALKS = (
    ("hello",),
    ("I want to set a goal", "walking", "10 minutes", "3", "8", "after breakfast"),
    ("why does my back hurt?",),
    ("what is my goal?",),
    ("I did my walks on 3 days this week", "same"),
    ("how can I sleep better with my back?",),
    ("who are you?",),
    ("would swimming be a good exercise for me?",),
    ("thanks",),
)
TURNS = sum(len(talk) for talk in TALKS)


def one_round() -> Iterator[str]:
    """Every text once, talk after talk."""
    for talk in TALKS:
        yield from talk


def from_talk(number: int) -> Iterator[str]:
    """Texts without end, beginning with another talk for each patient so that they do not march in step."""
    for talk in cycle((*TALKS[number % len(TALKS) :], *TALKS[: number % len(TALKS)])):
        yield from talk
