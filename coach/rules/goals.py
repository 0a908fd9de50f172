"""What a goal becomes when it is made smaller or larger, and when it is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coach.rules import amounts

DAYS = range(1, 8)
CONFIDENCE = range(11)
# Below this confidence a smaller goal is offered. Source: motivational interviewing's 0-to-10 ruler.
CONFIDENT = 7
# A check-in goes out on the goal's last day when that leaves most of the day, otherwise on the next.
_LATE_ENOUGH = time(15)


@dataclass(frozen=True)
class Target:
    """What to do, how much, and on how many days of the week."""

    activity: str
    amount: str
    days: int


def is_valid_days(days: float) -> bool:
    """Whether a week has that many days."""
    return days in DAYS


def is_valid_confidence(confidence: float) -> bool:
    """Whether it is on the scale of 0 to 10."""
    return confidence in CONFIDENCE


def smaller(target: Target) -> Target:
    """Half the amount; where that says nothing, one day fewer. The least goal stays as it is."""
    amount = amounts.halved(target.amount)
    if amount is not None:
        return Target(target.activity, amount, target.days)
    return Target(target.activity, target.amount, max(1, target.days - 1))


def larger(target: Target) -> Target:
    """A fifth more; where that says nothing, one day more."""
    amount = amounts.raised(target.amount)
    if amount is not None:
        return Target(target.activity, amount, target.days)
    return Target(target.activity, target.amount, min(7, target.days + 1))


def check_in_due(now: datetime, *, zone: str, contact_time: time) -> datetime:
    """When to ask how a goal set now went: the evening of its last day, or the morning after. In UTC."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = today + timedelta(days=6 if contact_time >= _LATE_ENOUGH else 7)
    return datetime.combine(day, contact_time, ZoneInfo(zone)).astimezone(UTC)


def follow_up_due(now: datetime, *, zone: str, contact_time: time, days: int) -> datetime:
    """The patient's contact time, some days from now. In UTC."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, contact_time, ZoneInfo(zone)).astimezone(UTC)
