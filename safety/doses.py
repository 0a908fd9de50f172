"""Counts milligrams: a medicine that was taken in a larger amount than a day allows. Called by safety.screening.

Source: docs/clinical-safety/red-flags.md#medicine-amounts
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.enums import Category, Tier
from safety.claim import Claim
from safety.grammar import Span
from safety.tokens import BREAK

_TAKEN = frozenset(
    [
        "took",
        "taken",
        "taking",
        "take",
        "had",
        "have",
        "having",
        "swallowed",
        "necked",
        "downed",
        "popped",
        "been",
        "on",
        "since",
        "today",
        "eaten",
    ]
)
_QUESTION = frozenset(
    [
        "can",
        "could",
        "should",
        "may",
        "would",
        "max",
        "maximum",
        "safe",
        "allowed",
        "limit",
        "many",
        "much",
        "prescribed",
    ]
)
_WEEKLY = frozenset(
    ["week", "weekly", "month", "fortnight", "prescription", "bought", "picked", "buy", "ordered"]
)
_EXCLUDED = _QUESTION | _WEEKLY
_UNITS = frozenset(
    [
        "x",
        "of",
        "lots",
        "at",
        "a",
        "time",
        "tablets",
        "tablet",
        "pills",
        "pill",
        "tabs",
        "caps",
        "capsules",
        "sachets",
        "doses",
    ]
)
_WHOLE_DAY_HOURS = 24
_WAKING_HOURS = 16
_MOST_TABLETS = 200
_STRENGTHS = range(50, 1001)


@dataclass(frozen=True, slots=True)
class Product:
    """A medicine as the rulebook's table lists it."""

    milligrams: float
    day_milligrams: float
    tier: Tier
    counts_as: str


@dataclass(frozen=True, slots=True)
class _Intake:
    product: Product
    milligrams: float
    span: Span


def dose_claims(
    words: Sequence[str], products: Mapping[str, Product], *, numbers: Mapping[str, float]
) -> list[Claim]:
    """Return a claim for every substance whose amounts add up to more than its daily limit.

    Questions ("how many may I take") and amounts bought or prescribed are no intake.
    """
    totals: defaultdict[str, list[_Intake]] = defaultdict(list)
    for at, word in enumerate(words):
        product = products.get(word)
        if product is None or not _EXCLUDED.isdisjoint(_sentence(words, at)):
            continue
        if intake := _intake(words, at, product, numbers):
            totals[intake.product.counts_as].append(intake)
    if _TAKEN.isdisjoint(words) and not any("day" in w for w in words):
        return []
    return [claim for intakes in totals.values() if (claim := _claim(intakes))]


def _sentence(words: Sequence[str], at: int) -> Sequence[str]:
    start = max((i + 1 for i in range(at) if words[i] == BREAK), default=0)
    end = next((i for i in range(at, len(words)) if words[i] == BREAK), len(words))
    return words[start:end]


def _claim(intakes: list[_Intake]) -> Claim | None:
    product = intakes[0].product
    if sum(i.milligrams for i in intakes) <= product.day_milligrams:
        return None
    spans = tuple(i.span for i in intakes)
    return Claim(f"dose_{product.counts_as}", Category.MEDICATION_HARM, product.tier, spans)


def _intake(
    words: Sequence[str], at: int, product: Product, numbers: Mapping[str, float]
) -> _Intake | None:
    before = [(i, numbers[words[i]]) for i in range(max(0, at - 4), at) if words[i] in numbers]
    before += [(i, float(words[i])) for i in range(max(0, at - 4), at) if _is_number(words[i])]
    after = [
        (i, float(words[i])) for i in range(at + 1, min(at + 3, len(words))) if _is_number(words[i])
    ]
    strength = product.milligrams
    start, end, count = at, at + 1, 0.0
    for i, value in sorted(before):
        follows_mg = words[i + 1 : i + 2] == ["mg"]
        if follows_mg and value > strength * 2:
            return _Intake(product, value, (i, at + 1))
        if follows_mg:
            strength = value
        elif value <= _MOST_TABLETS and set(words[i + 1 : at]) <= _UNITS | {"mg"} | set(numbers):
            start, count = i, value
    for i, value in after:
        if int(value) in _STRENGTHS:
            strength, end = value, i + 1
        elif not count and i == at + 1 and words[i + 1 : i + 2] == ["every"]:
            count, end = value, i + 1
    if not count:
        return None
    return _Intake(product, count * strength * _times_a_day(words, at, numbers), (start, end))


def _times_a_day(words: Sequence[str], at: int, numbers: Mapping[str, float]) -> float:
    for i in range(at, min(at + 6, len(words) - 1)):
        if words[i] == "every":
            value = numbers.get(words[i + 1], 0) or (
                float(words[i + 1]) if _is_number(words[i + 1]) else 0
            )
            if words[i + 1].startswith("hour"):
                return _WAKING_HOURS
            if value and words[i + 2 : i + 3] and words[i + 2].startswith("hour"):
                return (_WHOLE_DAY_HOURS if value >= 4 else _WAKING_HOURS) / value
        if words[i + 1] == "times":
            return numbers.get(words[i], 0) or (float(words[i]) if _is_number(words[i]) else 1)
        if words[i] == "hourly":
            return _WAKING_HOURS
    return 1


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()
