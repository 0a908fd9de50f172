"""Turns present signs into evidence by the rulebook's combination rules; called by safety.screening."""

from __future__ import annotations

from collections.abc import Mapping

from safety.claim import Claim
from safety.grammar import Span
from safety.rulebook import Concept, Rule


def claims(
    present: Mapping[str, list[Span]], concepts: Mapping[str, Concept], rules: tuple[Rule, ...]
) -> tuple[list[Claim], bool]:
    """Return every claim the present signs support, and whether a rule asks for a question."""
    found = [
        Claim(name, concepts[name].category, tier, tuple(spans))
        for name, spans in present.items()
        if (tier := concepts[name].tier) is not None
    ]
    asked = any(concepts[name].asks for name in present)
    for rule in rules:
        spans = _fires(rule, present)
        if spans and rule.tier is None:
            asked = True
        elif spans and rule.tier is not None:
            found.append(Claim(rule.id, rule.category, rule.tier, spans))
    return found, asked


def _fires(rule: Rule, present: Mapping[str, list[Span]]) -> tuple[Span, ...]:
    if any(name in present for name in rule.unless):
        return ()
    groups = [[s for name in names for s in present.get(name, ())] for names in rule.needs]
    if not all(groups):
        return ()
    spans = [span for hits in groups for span in hits]
    if rule.within is not None:
        spans = _close(groups, rule.within)
        if not spans:
            return ()
    count, several = rule.at_least
    hits_by_name = [present[name] for name in several if name in present]
    if len(hits_by_name) < count:
        return ()
    return tuple(spans + [span for hits in hits_by_name for span in hits])


def _close(groups: list[list[Span]], within: int) -> list[Span]:
    # The first sign is the anchor: all others must stand near it.
    first, *others = groups
    for anchor in first:
        near = [next((s for s in hits if _gap(anchor, s) <= within), None) for hits in others]
        found = [span for span in near if span is not None]
        if len(found) == len(others):
            return [anchor, *found]
    return []


def _gap(one: Span, other: Span) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])
