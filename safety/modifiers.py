"""Decides whether a sign that was mentioned is present, cleared or unsure; called by safety.screening.

A modifier may weaken a sign, never the message: every other sign keeps its own judgement.
Source: docs/clinical-safety/red-flags.md#modifiers
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from models.enums import Tier
from safety.grammar import Span
from safety.rulebook import Concept
from safety.tokens import BREAK

_NEGATION_REACH = 7
_NEAR = 14
_CLOSE = 8
_REPORTING = frozenset({"if", "whether", "when", "about", "asked", "watched", "watching", "read"})
_ONGOING = frozenset({"has", "just"})
_FIRST_PERSON = frozenset({"i", "my", "me", "mine", "myself"})


class Verdict(StrEnum):
    """What is left of a sign once its surroundings are read."""

    PRESENT = "present"
    UNSURE = "unsure"  # worth one question
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Scene:
    """A message's words with everything the grammar found in them."""

    words: list[str]
    spans: dict[str, list[Span]]
    lists: dict[str, frozenset[str]]
    absent: frozenset[int]  # positions inside a sign that is itself an absence ("cannot wee")

    def cue(self, name: str) -> list[Span]:
        """Where the cue was said."""
        return self.spans.get(f"cue_{name}", [])

    def near(self, name: str, span: Span, *, reach: int = _NEAR) -> bool:
        """Whether the cue was said within reach words of the span, on either side."""
        return any(s - span[1] <= reach and span[0] - e <= reach for s, e in self.cue(name))

    def beside(self, cue: Span, span: Span, *, reach: int = _NEAR) -> bool:
        """Whether the cue stands in the span's sentence, within reach words of it."""
        close = cue[0] - span[1] <= reach and span[0] - cue[1] <= reach
        return close and self.same_sentence(cue, span)

    def denied(self, cue: Span) -> bool:
        """Whether the word just before says that the cue is not so ("no pain")."""
        return cue[0] > 0 and self.words[cue[0] - 1] in self.lists["negators"]

    def same_sentence(self, one: Span, other: Span) -> bool:
        """Whether no full stop lies between two spans."""
        low, high = min(one[1], other[1]), max(one[0], other[0])
        return BREAK not in self.words[low:high]


def judge(concept: Concept, span: Span, scene: Scene) -> Verdict:
    """Return the weakest verdict that any modifier not ruled out by the concept allows."""
    worst = Verdict.PRESENT
    for name, check in _CHECKS:
        verdict = Verdict.PRESENT if name in concept.keeps else check(concept, span, scene)
        if verdict is Verdict.CLEARED:
            return verdict
        if verdict is Verdict.UNSURE:
            worst = verdict
    return worst


def _idiom(concept: Concept, span: Span, scene: Scene) -> Verdict:
    first, last = span[0], span[1] - 1
    overlaps = any(s <= first < e or s <= last < e for s, e in scene.cue("idiom"))
    overlaps |= any(
        s < span[1] and span[0] < e for s, e in scene.spans.get(f"{concept.name} not", [])
    )
    benign = scene.spans.get(f"{concept.name} unless", [])
    near = any(scene.beside(cue, span) for cue in benign)
    return Verdict.CLEARED if overlaps or near else Verdict.PRESENT


def _ask_if(concept: Concept, span: Span, scene: Scene) -> Verdict:
    cues = scene.spans.get(f"{concept.name} ask_if", [])
    near = any(scene.beside(cue, span) and not scene.denied(cue) for cue in cues)
    return Verdict.UNSURE if near else Verdict.PRESENT


def _negated(_concept: Concept, span: Span, scene: Scene) -> Verdict:
    if any(s <= span[0] and span[0] - e <= 3 for s, e in scene.cue("hedged")):
        return Verdict.UNSURE
    if not scene.lists["absence"].isdisjoint(scene.words[span[0] : span[1]]):
        return Verdict.PRESENT
    if any(0 <= s - span[1] <= 1 for s, _ in scene.cue("denied_after")):
        return Verdict.CLEARED
    return Verdict.CLEARED if _governed(span[0], scene) else Verdict.PRESENT


def _governed(start: int, scene: Scene) -> bool:
    words, lists = scene.words, scene.lists
    for at in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        word = words[at]
        if word in lists["negators"]:
            return not any(s <= at < e for s, e in scene.cue("pseudo_negation"))
        if word == "my" and at and words[at - 1] in lists["carriers"]:
            continue
        if word in lists["negation_stops"] or at in scene.absent:
            return False
        if word == "and" and at + 1 != start and words[at + 1] != "any":
            return False
    return False


def _past(_concept: Concept, span: Span, scene: Scene) -> Verdict:
    if scene.near("again", span) or _in_present_tense(span, scene):
        return Verdict.PRESENT
    attached = any(
        scene.beside(cue, span) and not _contrast_between(cue, span, scene)
        for cue in scene.cue("past")
    )
    return Verdict.CLEARED if attached else Verdict.PRESENT


def _in_present_tense(span: Span, scene: Scene) -> bool:
    window = scene.words[max(0, span[0] - 1) : span[1]]
    return not scene.lists["present_verbs"].isdisjoint(window)


def _contrast_between(one: Span, other: Span, scene: Scene) -> bool:
    between = scene.words[min(one[1], other[1]) : max(one[0], other[0])]
    turned = not scene.lists["contrast"].isdisjoint(between)
    return turned or ("i", "have") in pairwise(between)


def _resolved(concept: Concept, span: Span, scene: Scene) -> Verdict:
    after = [cue for cue in scene.cue("resolved") if 0 <= cue[0] - span[1] <= _NEAR]
    if not after or scene.near("again", span):
        return Verdict.PRESENT
    return Verdict.CLEARED if concept.tier is not Tier.EMERGENCY else Verdict.UNSURE


def _family(concept: Concept, span: Span, scene: Scene) -> Verdict:
    for cue in scene.cue("family"):
        if not (cue[1] - 1 <= span[0] <= cue[1] + _NEAR and scene.same_sentence(cue, span)):
            continue
        between = scene.words[cue[1] : span[0]]
        if not _FIRST_PERSON.isdisjoint(between):
            continue
        if "self_only" in concept.keeps or scene.near("past", span) or _told(span, between, scene):
            return Verdict.CLEARED
    return Verdict.PRESENT


def _told(span: Span, between: list[str], scene: Scene) -> bool:
    # "my gran had a stroke" is history; "my wife has had a fit" is now.
    if (
        not _ONGOING.isdisjoint(between)
        or _in_present_tense(span, scene)
        or scene.near("onset", span)
    ):
        return False
    return not {"had", "died", "ended"}.isdisjoint([*between, scene.words[span[0]]])


def _framed(cue_name: str) -> Callable[[Concept, Span, Scene], Verdict]:
    def check(_concept: Concept, span: Span, scene: Scene) -> Verdict:
        for cue in scene.cue(cue_name):
            ahead = cue[0] <= span[0] and span[0] - cue[1] <= _NEAR
            before = ahead and scene.same_sentence(cue, span)
            between = scene.words[cue[0] : span[0]]
            own = cue_name == "fiction" and _speaks_of_self(between, scene.lists["contrast"])
            if before and not own and not scene.near("onset", span, reach=6):
                return Verdict.CLEARED
        return Verdict.PRESENT

    return check


def _speaks_of_self(words: list[str], contrast: frozenset[str]) -> bool:
    # "the leaflet says to ring, I cannot wee" against "the nurse asked if I was numb".
    reported = not _REPORTING.isdisjoint(words) and contrast.isdisjoint(words)
    return not _FIRST_PERSON.isdisjoint(words[1:]) and not reported


def _usual(concept: Concept, span: Span, scene: Scene) -> Verdict:
    near = any(scene.beside(cue, span, reach=_CLOSE) for cue in scene.cue("usual"))
    if not near or scene.cue("worse"):
        return Verdict.PRESENT
    return Verdict.UNSURE if concept.tier is Tier.EMERGENCY else Verdict.CLEARED


def _assessed(_concept: Concept, _span: Span, scene: Scene) -> Verdict:
    if not scene.cue("assessed") or scene.cue("worse") or scene.cue("not_assessed"):
        return Verdict.PRESENT
    return Verdict.UNSURE


_CHECKS: tuple[tuple[str, Callable[[Concept, Span, Scene], Verdict]], ...] = (
    ("idiom", _idiom),
    ("ask_if", _ask_if),
    ("negated", _negated),
    ("past", _past),
    ("resolved", _resolved),
    ("family", _family),
    ("fiction", _framed("fiction")),
    ("hypothetical", _framed("hypothetical")),
    ("usual", _usual),
    ("assessed", _assessed),
)
CHECK_NAMES = frozenset(name for name, _ in _CHECKS) | {"self_only"}
