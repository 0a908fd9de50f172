"""Times as people in Britain read them; machines get the exact one beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

LONDON = ZoneInfo("Europe/London")


def when(at: datetime, now: datetime) -> Markup:
    """`today at 9:30am`, `yesterday at 9:30am`, or `23 November 2026 at 9:30am`, in London's time."""
    local = at.astimezone(LONDON)
    clock = f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    return _time(at, f"{_day(local, now)} at {clock}")


def day(at: datetime, now: datetime) -> Markup:
    """`today`, `yesterday`, `tomorrow`, or `23 November 2026`, where the hour does not matter."""
    return _time(at, _day(at.astimezone(LONDON), now))


def _day(local: datetime, now: datetime) -> str:
    days = (now.astimezone(LONDON).date() - local.date()).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    return near.get(days) or f"{local.day} {local:%B %Y}"


def _time(at: datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), words)


def span(amount: timedelta) -> str:
    """How long, in at most two units: `4 minutes`, `1 hour 5 minutes`, `3 days 2 hours`."""
    minutes = max(0, int(abs(amount).total_seconds() // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return _units((days, "day"), (hours, "hour"))
    if hours:
        return _units((hours, "hour"), (minutes, "minute"))
    return _units((minutes, "minute")) or "less than a minute"


def _units(*parts: tuple[int, str]) -> str:
    return " ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in parts if n)
