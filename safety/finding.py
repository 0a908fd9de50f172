"""What the screen says about a message; made by safety.screening, read by coach, gateway and cli."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import Category, Tier


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that caused a finding; start and end count characters of the original text."""

    text: str
    start: int
    end: int
    category: Category
    tier: Tier
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The screen's answer for one message. `clarify` asks one question first and never flags."""

    flag: bool
    tier: Tier
    category: Category | None
    categories: tuple[Category, ...]
    evidence: tuple[Evidence, ...]
    clarify: bool

    @classmethod
    def of(cls, evidence: tuple[Evidence, ...], *, clarify: bool) -> Finding:
        """Sum up the evidence, worst first; without evidence, say whether a question is due."""
        if not evidence:
            return cls(False, Tier.NONE, None, (), (), clarify)
        ranked = tuple(sorted(evidence, key=_worst_first))
        categories = tuple(dict.fromkeys(e.category for e in ranked))
        return cls(True, ranked[0].tier, ranked[0].category, categories, ranked, False)


def _worst_first(evidence: Evidence) -> tuple[int, bool, int, str]:
    # Within a tier cauda equina leads: of all emergencies here it is the easiest to lose among others.
    other = evidence.category is not Category.CAUDA_EQUINA
    return (-evidence.tier.rank, other, evidence.start, evidence.rule)
