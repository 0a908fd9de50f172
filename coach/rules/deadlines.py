"""By when a human must acknowledge and try to contact, for each tier.

Source: docs/clinical-safety/red-flags.md#clocks. Working hours are 09:00 to 17:00 on weekdays that
are no bank holiday in England.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from models.enums import Category, Tier

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(9), time(17)
WORKING_DAY = timedelta(hours=8)

# Round-the-clock limits: (acknowledge, first attempt at contact).
_ANY_HOUR = {
    Tier.EMERGENCY: (timedelta(minutes=5), timedelta(minutes=10)),
    Tier.SAME_DAY: (timedelta(minutes=15), timedelta(minutes=60)),
}
_IN_WORKING_HOURS = {
    Tier.SOON: (timedelta(hours=4), WORKING_DAY),
    Tier.ROUTINE: (2 * WORKING_DAY, 5 * WORKING_DAY),
}
_HALF_HOUR = {Category.MENTAL_HEALTH_CRISIS, Category.INFECTION, Category.UNDER_16}


@cache
def _bank_holidays() -> Container[date]:
    # Late: it is slow to import, and the gateway must answer soon after its start.
    import holidays  # noqa: PLC0415

    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Whether the clinic works on this date."""
    return day.weekday() < 5 and day not in _bank_holidays()


def add_working_time(start: datetime, amount: timedelta) -> datetime:
    """The moment at which `amount` of working time has passed since `start` (aware), in UTC."""
    local = start.astimezone(LONDON)
    while True:
        closes = datetime.combine(local.date(), CLOSES, LONDON)
        opens = datetime.combine(local.date(), OPENS, LONDON)
        if is_working_day(local.date()) and local < closes:
            local = max(local, opens)
            if local + amount <= closes:
                return (local + amount).astimezone(start.tzinfo)
            amount -= closes - local
        local = datetime.combine(local.date() + timedelta(days=1), time(0), LONDON)


def deadlines(tier: Tier, category: str, now: datetime) -> tuple[datetime, datetime]:
    """(acknowledge by, contact by) for an escalation opened at `now`."""
    if tier in _ANY_HOUR:
        acknowledge, contact = _ANY_HOUR[tier]
        if tier is Tier.SAME_DAY and category in _HALF_HOUR:
            contact = timedelta(minutes=30)
        return now + acknowledge, now + contact
    acknowledge, contact = _IN_WORKING_HOURS[tier]
    return add_working_time(now, acknowledge), add_working_time(now, contact)
