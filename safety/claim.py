"""What one rule says about a message; made by safety.combine and safety.doses."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import Category, Tier
from safety.grammar import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A rule that fired, with the word positions that made it fire."""

    rule: str
    category: Category
    tier: Tier
    spans: tuple[Span, ...]
