"""Turns a message into the plain words the rulebook is written in; called by safety.screening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from safety.spelling import Speller
from safety.tokens import Token, tokenise

_Entry = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Variants:
    """Other ways to write or hear things: what is written, in words, to what is meant, in words."""

    by_first: Mapping[str, tuple[_Entry, ...]]

    @classmethod
    def of(cls, meant_for: Iterable[tuple[str, str]]) -> Variants:
        """Index (written, meant) pairs by their first written word, longest first."""
        index: defaultdict[str, list[_Entry]] = defaultdict(list)
        for written, meant in meant_for:
            words = tuple(written.split())
            index[words[0]].append((words, tuple(meant.split())))
        return cls({w: tuple(sorted(e, key=lambda x: -len(x[0]))) for w, e in index.items()})

    def apply(self, tokens: list[Token]) -> list[Token]:
        """Replace every written form by what is meant, keeping the original place."""
        result: list[Token] = []
        at = 0
        while at < len(tokens):
            entry = self._entry_at(tokens, at)
            if entry is None:
                result.append(tokens[at])
                at += 1
                continue
            written, meant = entry
            start, end = tokens[at].start, tokens[at + len(written) - 1].end
            result.extend(Token(word, start, end) for word in meant)
            at += len(written)
        return result

    def _entry_at(self, tokens: list[Token], at: int) -> _Entry | None:
        for entry in self.by_first.get(tokens[at].text, ()):
            written = entry[0]
            if all(
                at + i < len(tokens) and tokens[at + i].text == w for i, w in enumerate(written)
            ):
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Normaliser:
    """Spelling, text-speak, dialect, mishearings, emoji and fillers, in that order."""

    single: Variants
    several: Variants
    speller: Speller
    knows: Callable[[str], bool]

    def __call__(self, text: str) -> list[Token]:
        """Return the words meant; offsets point into the text as it came."""
        spelt = [self._spelt(token) for token in tokenise(text)]
        meant = self.several.apply(self.single.apply(self.several.apply(spelt)))
        return [t for at, t in enumerate(meant) if not at or _adds(t, meant[at - 1])]

    def _spelt(self, token: Token) -> Token:
        word = token.text
        if word in self.single.by_first or word in self.several.by_first or self.knows(word):
            return token
        if word.endswith("in") and self.knows(word + "g"):
            return Token(word + "g", token.start, token.end)
        return Token(self.speller.correct(word), token.start, token.end)


def _adds(token: Token, before: Token) -> bool:
    # Spoken words stutter ("the the"); a number said twice is two numbers.
    return token.text != before.text or token.text[0].isdigit()
