"""Loads content/red_flags.yml and what it lists into the compiled rulebook; used by safety.screening.

Also holds the words of the notation's blocks: one pattern a line, '#' starts a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from models.enums import Category, Tier
from safety.doses import Product
from safety.grammar import NUMBER, Grammar
from safety.normalise import Normaliser, Variants
from safety.notation import NotationError, Sequence, read
from safety.spelling import Speller

RED_FLAGS = Path(__file__).resolve().parents[1] / "content" / "red_flags.yml"
_REAL_WORDS = Path(__file__).with_name("real_words.txt")
# Builds strings only: safe, and "no" and "off" stay words.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LISTS = (
    "absence",
    "negators",
    "negation_stops",
    "carriers",
    "gap_stops",
    "present_verbs",
    "contrast",
)


class RulebookError(ValueError):
    """The red-flag files cannot be used; the message says which entry and why."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A clinical sign as people say it. Without a tier it only counts in combinations."""

    name: str
    category: Category
    tier: Tier | None
    keeps: frozenset[str]  # the modifiers that never weaken it
    asks: bool  # alone it is worth one question


@dataclass(frozen=True, slots=True)
class Rule:
    """A combination of concepts that calls for a tier; tier None asks one question."""

    id: str
    category: Category
    tier: Tier | None
    needs: tuple[tuple[str, ...], ...]
    at_least: tuple[int, tuple[str, ...]]
    unless: tuple[str, ...]
    within: int | None  # how many words may lie between the signs that it needs


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the screen knows, compiled."""

    normalise: Normaliser
    grammar: Grammar
    concepts: dict[str, Concept]
    rules: tuple[Rule, ...]
    lists: dict[str, frozenset[str]]
    products: dict[str, Product]
    numbers: dict[str, float]
    questions: dict[str, str]
    answers: dict[str, frozenset[str]]


@cache
def rulebook(path: Path = RED_FLAGS) -> Rulebook:
    """Return the compiled rulebook, read once per process. Raises RulebookError."""
    data = _merged(path)
    groups = _groups(data)
    lists = {name: frozenset(str(data["lists"][name]).split()) for name in _LISTS}
    numbers = frozenset(str(data["lists"]["numbers"]).split())
    parts = set(data["words"])
    try:
        grammar = Grammar(
            groups,
            roots=[name for name in groups if name not in parts],
            gap_stops=lists["gap_stops"],
            number_words=numbers,
        )
    except NotationError as error:
        raise RulebookError(str(error)) from error
    return Rulebook(
        normalise=_normaliser(data, grammar, known=frozenset().union(numbers, *lists.values())),
        grammar=grammar,
        concepts={name: _concept(name, entry) for name, entry in data["concepts"].items()},
        rules=tuple(_rule(name, entry, data["concepts"]) for name, entry in data["rules"].items()),
        lists=lists,
        products={name: _product(name, entry) for name, entry in data["products"].items()},
        numbers={word: float(value) for word, value in data["number_values"].items()},
        questions=data["questions"],
        answers={
            answer: frozenset(said.strip() for said in block.split(","))
            for answer, block in data["answers"].items()
        },
    )


def _merged(path: Path) -> dict[str, Any]:
    index = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506
    merged: dict[str, Any] = dict.fromkeys(
        (
            "words",
            "cues",
            "concepts",
            "rules",
            "lists",
            "spelling",
            "products",
            "questions",
            "answers",
            "number_values",
        )
    )
    for section in merged:
        merged[section] = {}
    for name in index["files"]:
        part = yaml.load((path.parent / name).read_text("utf-8"), _Loader)  # noqa: S506
        for section, entries in part.items():
            if section not in merged:
                continue
            twice = merged[section].keys() & entries.keys()
            if twice:
                raise RulebookError(f"{name}: {sorted(twice)} stands in two files; keep one")
            merged[section].update(entries)
    return merged


def _groups(data: dict[str, Any]) -> dict[str, list[Sequence]]:
    blocks = {**data["words"], **data["cues"]}
    for name, entry in data["concepts"].items():
        blocks[name] = entry["patterns"]
        for extra in ("unless", "ask_if", "not"):
            if extra in entry:
                blocks[f"{name} {extra}"] = entry[extra]
    return {name: _block(name, str(block)) for name, block in blocks.items()}


def _block(name: str, block: str) -> list[Sequence]:
    lines = [line.split("#")[0].strip() for line in block.splitlines()]
    try:
        return [sequence for line in lines if line for sequence in read(line)]
    except NotationError as error:
        raise RulebookError(f"{name}: {error}") from error


def _concept(name: str, entry: dict[str, Any]) -> Concept:
    try:
        tier = entry.get("tier")
        return Concept(
            name=name,
            category=Category(entry["category"]),
            tier=Tier(tier) if tier and tier != "ask" else None,
            keeps=frozenset(str(entry.get("keeps", "")).split()),
            asks=tier == "ask",
        )
    except (KeyError, ValueError) as error:
        raise RulebookError(f"concept {name}: {error}") from error


def _rule(name: str, entry: dict[str, Any], concepts: dict[str, Any]) -> Rule:
    needs = tuple(tuple(str(one).split("|")) for one in entry.get("all", ()))
    several = tuple(entry.get("of", ()))
    unless = tuple(entry.get("unless", ()))
    unknown = {c for group in (*needs, several, unless) for c in group} - concepts.keys()
    if unknown:
        raise RulebookError(f"rule {name}: unknown concepts {sorted(unknown)}")
    tier = None if entry["tier"] == "ask" else Tier(entry["tier"])
    at_least = (int(entry.get("at_least", 0)), several)
    within = int(entry["within"]) if "within" in entry else None
    return Rule(name, Category(entry["category"]), tier, needs, at_least, unless, within)


def _product(name: str, entry: dict[str, Any]) -> Product:
    try:
        milligrams, day_milligrams = float(entry["mg"]), float(entry["day_mg"])
        return Product(milligrams, day_milligrams, Tier(entry["tier"]), entry["counts_as"])
    except (KeyError, ValueError) as error:
        raise RulebookError(f"product {name}: {error}") from error


def _normaliser(data: dict[str, Any], grammar: Grammar, *, known: frozenset[str]) -> Normaliser:
    pairs = [
        (written.strip(), meant)
        for meant, block in data["spelling"].items()
        for written in str(block).split(",")
    ]
    pairs = [(written, "" if meant == "fillers" else meant) for written, meant in pairs if written]
    single = Variants.of(p for p in pairs if " " not in p[0])
    several = Variants.of(p for p in pairs if " " in p[0])
    vocabulary = (grammar.vocabulary | single.by_first.keys() | known) - {NUMBER}
    lines = _REAL_WORDS.read_text("utf-8").splitlines()
    real = [word for line in lines if not line.startswith("#") for word in line.split()]
    speller = Speller(vocabulary, real_words=real)
    return Normaliser(single, several, speller, lambda word: grammar.knows(word) or word in known)
