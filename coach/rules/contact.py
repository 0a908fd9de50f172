"""When a patient wants to hear from the programme: times of day and breaks, from their words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coach.rules.sending import EARLIEST, LATEST

_PARTS = {"morning": time(9, 30), "afternoon": time(14, 0), "evening": time(18, 0)}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_USUAL_BREAK = timedelta(days=14)
# A longer one would be forgotten; the patient can ask for another.
_LONGEST_BREAK = timedelta(days=92)


def contact_time(words: str) -> time | None:
    """The local time that `morning` or `18:30` means; None when unreadable or when no texts are sent then."""
    if words in _PARTS:
        return _PARTS[words]
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", words.strip())
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return None
    at = time(int(clock[1]), int(clock[2]))
    return at if EARLIEST <= at < LATEST else None


def pause_until(words: str | None, *, now: datetime, zone: str) -> datetime:
    """The end of a break: `10 days`, `until monday`, `until 14 december`; two weeks when nothing is said.

    Ends at 9 in the morning, so that nothing is sent at night. In UTC.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    day = _day(words or "", today) or today + _USUAL_BREAK
    day = min(max(day, today + timedelta(days=1)), today + _LONGEST_BREAK)
    return datetime.combine(day, time(9), ZoneInfo(zone)).astimezone(UTC)


def _day(words: str, today: date) -> date | None:
    length = re.fullmatch(r"(\d+) days?", words)
    if length:
        return today + timedelta(days=min(int(length[1]), _LONGEST_BREAK.days))
    for number, name in enumerate(_WEEKDAYS):
        if name in words:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return _date(words, today)


def _date(words: str, today: date) -> date | None:
    day = re.search(r"\d+", words)
    month = next((n for n, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", words)), None)
    if day is None and month is None:
        return None
    found = _in_year(today.year, month or today.month, int(day[0]) if day else 1)
    if found is None or found > today:
        return found
    if month is None:
        return _in_year(today.year + today.month // 12, today.month % 12 + 1, found.day)
    return _in_year(today.year + 1, month, found.day)


def _in_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_words(moment: datetime, zone: str) -> str:
    """A date as a patient reads it: `Friday 4 December`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def time_in_words(at: time) -> str:
    """A time of day as a patient reads it: `6 pm`, `9.30 am`."""
    minutes = f".{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"
