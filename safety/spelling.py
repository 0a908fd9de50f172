"""Guesses which word of the rulebook a misspelt word stands for; used by safety.normalise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

_SHORTEST = 4
_LONG = 8
_CACHE_LIMIT = 50_000


class Speller:
    """Finds a rulebook word one slip away (two for long words) from a word that is no English word."""

    def __init__(self, vocabulary: Iterable[str], *, real_words: Iterable[str]) -> None:
        """Index the vocabulary by its spellings with letters left out."""
        self._vocabulary = frozenset(w for w in vocabulary if len(w) >= _SHORTEST and w.isalpha())
        self._real = frozenset(real_words) | self._vocabulary
        self._shortened: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._vocabulary):
            for short in _deletions(word):
                self._shortened[short].append(word)
        self._cache: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """Return the rulebook word meant, or the word itself where none is near."""
        if len(word) < _SHORTEST or word in self._real or not word.isalpha():
            return word
        if word not in self._cache:
            if len(self._cache) > _CACHE_LIMIT:
                self._cache.clear()
            self._cache[word] = self._nearest(word)
        return self._cache[word]

    def _nearest(self, word: str) -> str:
        if len(word) > 2 * _LONG + _SHORTEST:
            return word
        near = {v for short in _deletions(word) for v in self._shortened.get(short, ())}
        scored = [(OSA.distance(word, v), v[0] != word[0], v) for v in near]
        allowed = [
            s for s in scored if s[0] <= _slips(min(len(word), len(s[2]))) and not _hollow(s)
        ]
        return min(allowed)[2] if allowed else word


def _hollow(scored: tuple[int, bool, str]) -> bool:
    distance, other_first_letter, word = scored
    return other_first_letter and (distance > 1 or len(word) <= _SHORTEST)


def _slips(length: int) -> int:
    return 2 if length >= _LONG else 1


def _deletions(word: str) -> set[str]:
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) < _LONG - 1:
        return {word, *once}
    return {word, *once, *(w[:i] + w[i + 1 :] for w in once for i in range(len(w)))}
