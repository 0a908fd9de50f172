"""Matches compiled patterns on a list of words in time linear in its length; used by safety.rulebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safety.notation import (
    Choice,
    Edge,
    Gap,
    Item,
    Maybe,
    NotationError,
    Ref,
    Sequence,
    Unless,
    Words,
)
from safety.tokens import BREAK

Span = tuple[int, int]
NUMBER = "<num>"
_NO_ENDS: frozenset[int] = frozenset()
_CACHE_LIMIT = 50_000
_BLOCK = 8
_BLOCKS_AHEAD = 6
_LATEST = 8  # two lines of one sign may match the same words


@dataclass(frozen=True, slots=True)
class _Not:
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Either:
    words: frozenset[int]  # the alternatives of one word
    phrases: tuple[tuple[frozenset[int], _Steps], ...]  # the longer ones behind their first words


@dataclass(frozen=True, slots=True)
class _Option:
    step: _Step


# A set of term ids stands for one word.
_Step = frozenset[int] | Ref | Gap | Edge | _Not | _Either | _Option
_Steps = tuple[_Step, ...]


@dataclass(slots=True)
class View:
    """One message while it is being matched."""

    words: list[str]
    features: list[frozenset[int]]
    memo: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)

    def ahead(self) -> list[frozenset[int]]:
        """For each block of words, what it and the next few hold: a pattern reaches no further."""
        blocks = [
            frozenset().union(*self.features[i : i + _BLOCK])
            for i in range(0, len(self.features), _BLOCK)
        ]
        return [frozenset().union(*blocks[i : i + _BLOCKS_AHEAD]) for i in range(len(blocks))]


@dataclass(frozen=True, slots=True)
class _Pattern:
    owner: str
    steps: _Steps
    needs: tuple[frozenset[int], ...]


class Grammar:
    """All named groups of patterns, compiled together so that one pass over a message serves all.

    A word is first turned into the ids of the written alternatives it satisfies (cached); a pattern
    is tried only where its first word stands and all its other words occur in the message.
    """

    def __init__(
        self,
        groups: Mapping[str, Iterable[Sequence]],
        *,
        roots: Iterable[str],
        gap_stops: frozenset[str],
        number_words: frozenset[str],
    ) -> None:
        """Compile groups; only roots are searched for, the others serve as parts.

        Raises NotationError when a pattern names an unknown group or starts with a gap.
        """
        self._groups = {name: tuple(sequences) for name, sequences in groups.items()}
        self._gap_stops = gap_stops | {BREAK}
        self._numbers = number_words
        self._ids: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._features: dict[str, frozenset[int]] = {}
        self._starts: dict[str, tuple[_Pattern, ...]] = {}
        self._firsts: dict[str, frozenset[int]] = {}
        self._term_ids: dict[Words, frozenset[int]] = {}
        for name in self._groups:
            self._group_first(name, ())
        self._compiled = {
            name: tuple(self._compile(sequence) for sequence in sequences)
            for name, sequences in self._groups.items()
        }
        self._by_first: defaultdict[int, list[_Pattern]] = defaultdict(list)
        for name in roots:
            self._index(name)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every whole word that some pattern mentions."""
        return frozenset(self._ids) - {NUMBER}

    @property
    def stems(self) -> frozenset[str]:
        """Every beginning of a word that some pattern mentions."""
        return frozenset(self._stems)

    def knows(self, word: str) -> bool:
        """Whether any pattern has a place for this word."""
        return bool(self._feature(word))

    def search(self, words: list[str]) -> dict[str, list[Span]]:
        """Return where each root group was said, as spans of word positions, shortest end first."""
        view = View(words, [self._feature(w) for w in words])
        ahead = view.ahead()
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for position, word in enumerate(words):
            for pattern in self._starting(word):
                if any(ahead[position // _BLOCK].isdisjoint(need) for need in pattern.needs):
                    continue
                ends = self._ends(pattern.steps, view, position)
                span = (position, min(ends)) if ends else None
                if span is not None and span not in found[pattern.owner][-_LATEST:]:
                    found[pattern.owner].append(span)
        return {name: spans for name, spans in found.items() if spans}

    def _ends(self, steps: _Steps, view: View, start: int) -> frozenset[int]:
        current: set[int] | frozenset[int] = {start}
        for step in steps:
            if type(step) is frozenset:
                features, size = view.features, len(view.words)
                current = {
                    at + 1 for at in current if at < size and not features[at].isdisjoint(step)
                }
            else:
                current = {e for at in current for e in self._step(step, view, at)}
            if not current:
                return _NO_ENDS
        return frozenset(current)

    def _step(  # noqa: PLR0911 (one return for each kind of step)
        self, step: _Step, view: View, at: int
    ) -> Iterable[int]:
        match step:
            case frozenset():
                return self._ends((step,), view, at)
            case Ref(name):
                return self._ref(name, view, at)
            case Gap(size):
                return self._gap(view, at, size)
            case _Option(inner):
                return {at, *self._step(inner, view, at)}
            case _Either(words, phrases):
                return self._either(words, phrases, view=view, at=at)
            case _Not(ids):
                return () if self._ends((ids,), view, at) else (at,)
            case Edge(at_start):
                return (at,) if at == (0 if at_start else len(view.words)) else ()

    def _either(
        self,
        words: frozenset[int],
        phrases: tuple[tuple[frozenset[int], _Steps], ...],
        *,
        view: View,
        at: int,
    ) -> set[int]:
        here = view.features[at] if at < len(view.features) else _NO_ENDS
        ends = set() if here.isdisjoint(words) else {at + 1}
        for first, steps in phrases:
            if not first or not here.isdisjoint(first):
                ends |= self._ends(steps, view, at)
        return ends

    def _ref(self, name: str, view: View, at: int) -> frozenset[int]:
        if at >= len(view.words) or view.features[at].isdisjoint(self._firsts[name]):
            return _NO_ENDS
        key = (name, at)
        if key not in view.memo:
            ends = (self._ends(steps, view, at) for steps in self._compiled[name])
            view.memo[key] = frozenset().union(*ends)
        return view.memo[key]

    def _gap(self, view: View, at: int, size: int) -> list[int]:
        reached = [at]
        for position in range(at, min(at + size, len(view.words))):
            if view.words[position] in self._gap_stops:
                break
            reached.append(position + 1)
        return reached

    def _feature(self, word: str) -> frozenset[int]:
        if word in self._features:
            return self._features[word]
        ids = {self._ids[word]} if word in self._ids else set()
        ids |= {self._stems[word[:n]] for n in range(1, len(word) + 1) if word[:n] in self._stems}
        if NUMBER in self._ids and (word[0].isdigit() or word in self._numbers):
            ids.add(self._ids[NUMBER])
        if len(self._features) > _CACHE_LIMIT:
            self._features.clear()
        self._features[word] = frozenset(ids)
        return self._features[word]

    def _starting(self, word: str) -> tuple[_Pattern, ...]:
        if word not in self._starts:
            if len(self._starts) > _CACHE_LIMIT:
                self._starts.clear()
            patterns = {id(p): p for i in self._feature(word) for p in self._by_first[i]}
            self._starts[word] = tuple(patterns.values())
        return self._starts[word]

    def _index(self, name: str) -> None:
        for sequence, steps in zip(self._groups[name], self._compiled[name], strict=True):
            first, *needs = self._required(sequence)
            pattern = _Pattern(name, steps, tuple(sorted(set(needs), key=len)))
            for term in self._first(sequence, ()) or first:
                self._by_first[term].append(pattern)

    def _compile(self, sequence: Sequence) -> _Steps:
        return tuple(self._compile_item(item) for item in sequence)

    def _compile_item(self, item: Item) -> _Step:
        match item:
            case Words():
                return self._terms(item)
            case Unless(words):
                return _Not(self._terms(words))
            case Maybe(inner):
                return _Option(self._compile_item(inner))
            case Choice(sequences):
                return self._compile_choice(sequences)
            case Ref() | Gap() | Edge():
                return item

    def _compile_choice(self, sequences: tuple[Sequence, ...]) -> _Step:
        words: frozenset[int] = _NO_ENDS
        phrases: list[tuple[frozenset[int], _Steps]] = []
        for sequence in sequences:
            match sequence:
                case (Words() as alone,):
                    words |= self._terms(alone)
                case _:
                    solid = any(isinstance(i, Words | Ref | Choice) for i in sequence)
                    first = self._first(sequence, ()) if solid else _NO_ENDS
                    phrases.append((first, self._compile(sequence)))
        return _Either(words, tuple(phrases)) if phrases else words

    def _required(self, sequence: Sequence) -> list[frozenset[int]]:
        solid = [i for i in sequence if isinstance(i, Words | Ref | Choice)]
        return [self._first((item,), ()) for item in solid]

    def _group_first(self, name: str, trail: tuple[str, ...]) -> frozenset[int]:
        if name in trail:
            raise NotationError(f"@{name} refers to itself")
        if name not in self._groups:
            raise NotationError(f"@{name} is not defined (wanted by {trail[-1]})")
        if name not in self._firsts:
            inner = (*trail, name)
            firsts = [self._first(sequence, inner) for sequence in self._groups[name]]
            for sequence in self._groups[name]:
                self._register(sequence, inner)
            self._firsts[name] = frozenset().union(*firsts)
        return self._firsts[name]

    def _register(self, sequence: Sequence, trail: tuple[str, ...]) -> None:
        for item in sequence:
            match item:
                case Maybe(inner):
                    self._register((inner,), trail)
                case Choice(sequences):
                    for inner_sequence in sequences:
                        self._register(inner_sequence, trail)
                case Unless(words):
                    self._terms(words)
                case Gap() | Edge():
                    pass
                case _:
                    self._first((item,), trail)

    def _first(self, sequence: Sequence, trail: tuple[str, ...]) -> frozenset[int]:
        ids: frozenset[int] = frozenset()
        for item in sequence:
            match item:
                case Words():
                    return ids | self._terms(item)
                case Ref(name):
                    return ids | self._group_first(name, trail)
                case Choice(sequences):
                    return ids.union(*(self._first(s, trail) for s in sequences))
                case Maybe(inner):
                    ids |= self._first((inner,), trail)
                case Gap():
                    raise NotationError(f"a gap cannot come first (in {trail[-1:]})")
                case Unless() | Edge():
                    continue
        return ids

    def _terms(self, words: Words) -> frozenset[int]:
        if words not in self._term_ids:
            self._term_ids[words] = frozenset(self._term(w) for w in words.alternatives)
        return self._term_ids[words]

    def _term(self, written: str) -> int:
        if written.endswith("*"):
            return self._stems.setdefault(written[:-1], len(self._stems) * 2 + 1)
        return self._ids.setdefault(written, len(self._ids) * 2)
