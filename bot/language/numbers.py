"""Numbers in digits and words, 0 to 100. Used by the entity patterns and by the reading of bare answers."""

from __future__ import annotations

import re
from typing import Optional

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"  # noqa: E501
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_UNITS.split())}
_WORDS.update({word: value * 10 for value, word in enumerate(_TENS.split(), start=2)})
_WORDS.update({"none": 0, "nil": 0, "nought": 0, "hundred": 100, "a couple": 2, "a few": 3})
# What speech-to-text and thumbs make of a number that is the whole answer.
_ALONE = {
    "to": 2,
    "too": 2,
    "for": 4,
    "ate": 8,
    "won": 1,
    "free": 3,
    "tree": 3,
    "tow": 2,
    "thee": 3,
    "fore": 4,
}

_TEN = "(?:" + _TENS.replace(" ", "|") + ")"
_ONE = "(?:one|two|three|four|five|six|seven|eight|nine)"
PATTERN = (
    rf"(?:\d+(?:\.\d+)?|{_TEN}(?:[ -]{_ONE})?|a couple(?: of)?|a few|(?:a |one )?hundred|"
    + "|".join(sorted((w for w in _WORDS if " " not in w), key=len, reverse=True))
    + ")"
)
_TIDY = re.compile(r"[\s.,!?*#]+")


def value(words: str) -> float:
    """Return the number that a match of PATTERN stands for."""
    plain = words.replace("-", " ").removesuffix(" of").strip()
    if plain[0].isdigit():
        number = float(plain)
        return int(number) if number.is_integer() else number
    if plain.endswith("hundred"):
        return 100
    if plain in _WORDS:
        return _WORDS[plain]
    return sum(_WORDS[word] for word in plain.split())


def alone(text: str) -> Optional[float]:
    """Return the number that a whole answer amounts to, `too` included; None when it is no number."""
    plain = _TIDY.sub(" ", text.lower()).strip()
    if plain in _ALONE:
        return _ALONE[plain]
    return value(plain) if re.fullmatch(PATTERN, plain) else None
