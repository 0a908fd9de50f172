"""Which safety message answers a red flag. The words are static and stand in content/messages/safety.yml."""

from __future__ import annotations

import content
from models.enums import Category, Tier
from models.escalations import Escalation


def key(category: str, tier: Tier) -> str:
    """The content key for a category at a tier; the tier's default when there is no wording of its own."""
    own = f"safety.{category}.{tier}"
    try:
        content.wording(own, "sms")
    except content.ContentError:
        return f"safety.default.{tier}"
    return own


def waiting_key(escalation: Escalation) -> str:
    """What to answer to somebody whose escalation is open; neutral where another may read along."""
    if Category.SAFEGUARDING in escalation.categories:
        return f"safety.{Category.SAFEGUARDING}.{Tier.SAME_DAY}"
    return "safety.still_open"
