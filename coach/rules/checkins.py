"""How a week went, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from coach.rules import goals
from coach.rules.goals import Target


class Outcome(StrEnum):
    """Days done against days planned; also the last part of the content key that answers it."""

    NONE = "none"
    PARTLY = "partly"
    REACHED = "reached"
    BEYOND = "beyond"


class NextStep(StrEnum):
    """What the patient wants for the coming week."""

    SAME = "same"
    MORE = "more"
    LESS = "less"


def is_valid(days_done: float) -> bool:
    """Whether a week has that many days; none is a fine answer."""
    return days_done in range(8)


def outcome(days_done: int, days: int) -> Outcome:
    """How the days done compare with the days planned."""
    if days_done <= 0:
        return Outcome.NONE
    if days_done < days:
        return Outcome.PARTLY
    return Outcome.REACHED if days_done == days else Outcome.BEYOND


_CHANGES: dict[NextStep, Callable[[Target], Target]] = {
    NextStep.SAME: lambda target: target,
    NextStep.MORE: goals.larger,
    NextStep.LESS: goals.smaller,
}


def next_target(target: Target, step: NextStep) -> Target:
    """The goal of the coming week."""
    return _CHANGES[step](target)
