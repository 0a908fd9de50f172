"""Times of day and lengths of time. Used by the entity patterns."""

from __future__ import annotations

import re
from typing import Any, Iterator, Tuple

from bot.language import numbers

_PARTS = {
    r"mornings?|first thing|before work|breakfast(?: ?time)?": "morning",
    r"afternoons?|after lunch": "afternoon",
    r"evenings?|nights?|tonight|tea ?time|after work|after tea|after dinner": "evening",
    r"midday|noon|lunch ?times?|lunch": "12:00",
}
_PART = re.compile(r"\b(?:" + "|".join(f"({shape})" for shape in _PARTS) + r")\b")
_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK = re.compile(
    rf"(?<![\w.:/])(?:"
    rf"(?P<h24>[01]?\d|2[0-3])[:.h](?P<m>[0-5]\d) ?(?P<half1>am|pm|a\.m\.?|p\.m\.?)?"
    rf"|(?P<past>half(?: past)?|quarter past|quarter to) (?P<hp>{_HOUR})(?: ?(?P<half2>am|pm))?"
    rf"|(?P<h12>{_HOUR}) ?(?:(?P<half3>am|pm|a\.m\.?|p\.m\.?)|o'?clock|ish)"
    rf")(?![\w:])"
)
_AWAY = re.compile(
    r"\b(?:not|no|don'?t|never|instead of|rather than|except|avoid|hate)\b[^,.;]{0,24}$"
)
_UNIT_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30}
_DURATION = re.compile(
    rf"\b(?:(?P<n>{numbers.PATTERN}|an?|another|next|the next|this) )?(?P<unit>day|night|week|fortnight|month)s?\b"
)
_COUNTED = re.compile(rf"(?:{numbers.PATTERN}|an?|another|next|the next)$")
_UNTIL = re.compile(
    r"\b(?:un)?til+ (?:the |next )?(?P<when>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)?(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|september|october|november|december)\b"
)


def find(plain: str) -> Iterator[Tuple[str, int, int, Any]]:
    """Yield times of day and durations (in days, or `until ...`)."""
    yield from _times(plain)
    until = _UNTIL.search(plain)
    if until:
        yield "duration", until.start(), until.end(), "until " + until["when"]
        return
    for match in _DURATION.finditer(plain):
        if match["unit"] == "fortnight" or (match["n"] and _COUNTED.fullmatch(match["n"])):
            yield "duration", match.start(), match.end(), f"{_days(match)} days"
            return


def _days(match: "re.Match[str]") -> int:
    counted = match["n"] and re.fullmatch(numbers.PATTERN, match["n"])
    return round((numbers.value(match["n"]) if counted else 1) * _UNIT_DAYS[match["unit"]])


def _times(plain: str) -> Iterator[Tuple[str, int, int, Any]]:
    clock = _CLOCK.search(plain)
    if clock:
        yield "time_of_day", clock.start(), clock.end(), _clock(clock)
        return
    for match in _PART.finditer(plain):
        if not _AWAY.search(plain[: match.start()]):
            name = list(_PARTS.values())[(match.lastindex or 1) - 1]
            yield "time_of_day", match.start(), match.end(), name
            return


def _clock(match: "re.Match[str]") -> str:
    hour_words = match["h24"] or match["hp"] or match["h12"]
    hour, minute = int(numbers.value(hour_words)), int(match["m"] or 0)
    half = (match["half1"] or match["half2"] or match["half3"] or "").replace(".", "")
    past = match["past"] or ""
    minute = {"half": 30, "half past": 30, "quarter past": 15, "quarter to": 45}.get(past, minute)
    hour -= 1 if past == "quarter to" else 0
    if half == "pm" and hour < 12 or not half and not match["m"] and 1 <= hour <= 7:
        hour += 12  # nobody wants a text at six in the morning
    return f"{hour % 24:02d}:{minute:02d}"
