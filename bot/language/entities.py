"""Entities by rule, without annotated sentences: activity, amount, days, number, time of day, duration, correction.

The component of the same name hands them to Rasa; `bot.understand` prints them.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, Iterator, List, Pattern, Tuple

from bot.language import activities, numbers, times
from bot.language.plain import same_length

Entity = Dict[str, Any]
_N = numbers.PATTERN
_UNITS = {
    r"min(?:ute)?s?": "minute",
    r"(?:hours?|hrs?)": "hour",
    "lengths?": "length",
    "laps?": "lap",
    "steps": "step",
    "miles?": "mile",
    r"(?:km|kms|kilomet(?:re|er)s?)": "kilometre",
    r"met(?:re|er)s?": "metre",
    "yards?": "yard",
    r"rep(?:etition)?s?": "repetition",
    "sets?": "set",
    "flights?": "flight",
    "pages?": "page",
}
_UNIT = "|".join(_UNITS)
_DAY = r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
_CORRECTION = re.compile(
    r"^\W*(?:sorry|no wait|wait|oops|whoops|actually|correction|i mean)\b|\b(?:i meant|i mean|should be|should have said"
    r"|make (?:it|that)|change (?:it|that)|actually)\b"
)


def _fixed(value: Any) -> Callable[["re.Match[str]"], Any]:
    return lambda match: value


def _amount(match: "re.Match[str]") -> str:
    count = numbers.value(match["n"]) if match["n"] else 1
    unit = next(name for shape, name in _UNITS.items() if re.fullmatch(shape, match["unit"]))
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _times_a_day(match: "re.Match[str]") -> str:
    return " ".join(match[0].split())


def _count(match: "re.Match[str]") -> float:
    return numbers.value(match["n"])


def _weekdays(match: "re.Match[str]") -> int:
    return len({name[:3] for name in re.findall(_DAY, match[0])})


# Earlier patterns win; what they covered is not read again.
_PATTERNS: List[Tuple[str, Pattern[str], Callable[["re.Match[str]"], Any]]] = [
    (name, re.compile(rf"(?<![\w/.:])(?:{shape})(?![\w/]|[.:]\d)"), make)
    for name, shape, make in [
        (
            "amount",
            rf"(?:{_N} times|twice|once) (?:a|per|each|every) day|(?:twice|once) daily",
            _times_a_day,
        ),
        ("amount", r"(?:a |one )?hour and a half|an hour and a half", _fixed("90 minutes")),
        ("amount", r"three[- ]quarters of an hour", _fixed("45 minutes")),
        (
            "amount",
            r"(?:half an hour|half hour|½ hour|1/2 hour|half of an hour)",
            _fixed("30 minutes"),
        ),
        ("amount", r"(?:a )?quarter of an hour", _fixed("15 minutes")),
        ("amount", rf"(?P<n>{_N})[\s-]*(?P<unit>{_UNIT})", _amount),
        ("amount", r"(?:an?) (?P<n>)(?P<unit>hour|minute|mile|lap|length|page)", _amount),
        ("amount", activities.ROUTE, _times_a_day),
        ("days", r"every other day|alternate days|every second day", _fixed(3)),
        (
            "days",
            r"every ?day|each day|daily|all week|seven days|every (?:single )?(?:morning|evening|night|afternoon)",
            _fixed(7),
        ),
        ("days", r"week ?days|mon(?:day)? (?:to|till|until|-) fri(?:day)?", _fixed(5)),
        ("days", r"(?:at |over |on )?(?:the )?weekends?", _fixed(2)),
        (
            "days",
            rf"(?P<n>{_N})(?: or {_N})? ?(?:days?|times|x|goes|nights|mornings|evenings|afternoons)(?: (?:a|this|per|each|every|the|in the|of the|out of) ?(?:\d|seven|week)?)?",
            _count,
        ),
        ("days", r"twice(?: (?:a|this|per|each) week)?", _fixed(2)),
        ("days", r"once(?: (?:a|this|per|each) week)", _fixed(1)),
        ("days", rf"{_DAY}(?:(?:,| and| &|/|, and)? {_DAY})+", _weekdays),
        ("number", rf"(?P<n>{_N})(?: ?/ ?\d+| out of (?:\d+|ten|seven))?", _count),
    ]
]
_NOT_A_COUNT = re.compile(r"(?:this|that|no|the|which|any|every|some) $")


def extract(text: str) -> List[Entity]:
    """Return the entities of a message in reading order, each with its value and the words it came from."""
    plain = same_length(text)
    found = [*_from_patterns(plain), *activities.find(plain), *times.find(plain)]
    correction = _CORRECTION.search(plain)
    if correction:
        found.append(("correction", correction.start(), correction.end(), True))
    return [
        {"entity": name, "start": start, "end": end, "value": value, "text": text[start:end]}
        for name, start, end, value in sorted(_apart(found), key=lambda item: (item[1], item[0]))
    ]


def _from_patterns(plain: str) -> Iterator[Tuple[str, int, int, Any]]:
    taken = [False] * len(plain)
    for name, pattern, make in _PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(taken[start:end]) or _is_no_count(name, plain, match):
                continue
            taken[start:end] = [True] * (end - start)
            yield name, start, end, make(match)


def _is_no_count(name: str, plain: str, match: "re.Match[str]") -> bool:
    return (
        name == "number" and match[0] == "one" and bool(_NOT_A_COUNT.search(plain[: match.start()]))
    )


def _apart(found: List[Tuple[str, int, int, Any]]) -> List[Tuple[str, int, int, Any]]:
    """Drop what only lies within a longer find: `two weeks` is no two, `twice a week` lasts no week."""

    def within(item: Tuple[str, int, int, Any], names: Tuple[str, ...]) -> bool:
        return any(
            name in names
            and start <= item[1]
            and item[2] <= end
            and end - start > item[2] - item[1]
            for name, start, end, _ in found
        )

    inside = {"number": ("time_of_day", "duration"), "duration": ("days", "amount")}
    return [item for item in found if not within(item, inside.get(item[0], ()))]
