"""Reads the pattern notation of content/red_flags/*.yml into small trees; called by safety.grammar.

The notation is explained for clinicians in docs/clinical-safety/red-flags.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEXEME = re.compile(r"\)\??|\(|~\d+|\.\.\d*|[^\s()]+")


class NotationError(ValueError):
    """A pattern cannot be read; the message names the pattern and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Words:
    """Exactly one word out of several; an ending star stands for any ending."""

    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """Whatever the named group of words or concept may say."""

    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to this many words that do not matter."""

    size: int


@dataclass(frozen=True, slots=True)
class Maybe:
    """An item that may be left out."""

    item: Item


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    sequences: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """Fails where one of these words comes next; takes up no word itself."""

    words: Words


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or the last word of the message."""

    at_start: bool


Item = Words | Ref | Gap | Maybe | Choice | Unless | Edge
Sequence = tuple[Item, ...]


def read(pattern: str) -> tuple[Sequence, ...]:
    """Return the sequences a pattern stands for: two where it says "near", else one.

    Raises NotationError.
    """
    lexemes = _lexemes(pattern)
    near = [i for i, lexeme in enumerate(lexemes) if lexeme.startswith("~")]
    if len(near) > 1:
        raise NotationError(f"{pattern!r}: only one ~ in a pattern")
    if not near:
        return (_whole(lexemes, pattern),)
    left = _whole(lexemes[: near[0]], pattern)
    right = _whole(lexemes[near[0] + 1 :], pattern)
    gap = Gap(int(lexemes[near[0]][1:]))
    return ((*left, gap, *right), (*right, gap, *left))


def _lexemes(pattern: str) -> list[str]:
    # A bar binds single words outside brackets and whole sequences inside them.
    lexemes: list[str] = []
    depth = 0
    for lexeme in _LEXEME.findall(pattern):
        depth += (lexeme == "(") - lexeme.startswith(")")
        if depth and "|" in lexeme and not lexeme.startswith("!"):
            lexemes.extend(part for part in re.split(r"(\|)", lexeme) if part)
        else:
            lexemes.append(lexeme)
    return lexemes


def _whole(lexemes: list[str], pattern: str) -> Sequence:
    sequence, rest = _sequence(lexemes, pattern)
    if rest or not sequence:
        raise NotationError(f"{pattern!r}: a bracket or a side of ~ is missing")
    return sequence


def _sequence(lexemes: list[str], pattern: str) -> tuple[Sequence, list[str]]:
    items: list[Item] = []
    while lexemes and lexemes[0] not in {")", ")?", "|"}:
        head, lexemes = lexemes[0], lexemes[1:]
        if head == "(":
            item, lexemes = _group(lexemes, pattern)
            items.append(item)
        else:
            items.append(_single(head))
    return tuple(items), lexemes


def _group(lexemes: list[str], pattern: str) -> tuple[Item, list[str]]:
    sequences: list[Sequence] = []
    while True:
        sequence, lexemes = _sequence(lexemes, pattern)
        if not lexemes or not sequence:
            raise NotationError(f"{pattern!r}: a bracket is not closed or is empty")
        sequences.append(sequence)
        closing, lexemes = lexemes[0], lexemes[1:]
        if closing != "|":
            choice = Choice(tuple(sequences))
            return (Maybe(choice) if closing == ")?" else choice), lexemes


def _single(lexeme: str) -> Item:
    if lexeme in {"^", "$"}:
        return Edge(lexeme == "^")
    if lexeme.startswith(".."):
        return Gap(int(lexeme[2:] or 3))
    if lexeme.startswith("!"):
        return Unless(Words(tuple(lexeme[1:].split("|"))))
    if lexeme.endswith("?"):
        return Maybe(_single(lexeme[:-1]))
    return _words(lexeme)


def _words(lexeme: str) -> Item:
    parts = lexeme.split("|")
    plain = tuple(p for p in parts if not p.startswith("@"))
    refs = [Ref(p[1:]) for p in parts if p.startswith("@")]
    if not refs:
        return Words(plain)
    if not plain and len(refs) == 1:
        return refs[0]
    sequences = [(ref,) for ref in refs] + ([(Words(plain),)] if plain else [])
    return Choice(tuple(sequences))
