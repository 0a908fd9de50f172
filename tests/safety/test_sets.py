"""Floors under the screen's figures on the development sets: somewhat below what was measured."""

import pytest

from models.enums import Tier
from safety import screen
from tests.safety.sets import Labelled, labelled

PARTS = ["dev", "kept", "2"]  # 2: cauda equina, nerves, fractures, vessels, other emergencies


def caught(messages: list[Labelled]) -> float:
    hits = [screen(m.text, channel=m.channel).tier.rank >= Tier(m.tier).rank for m in messages]
    return sum(hits) / len(hits)


def flagged(messages: list[Labelled]) -> float:
    return sum(screen(m.text, channel=m.channel).flag for m in messages) / len(messages)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("tier", "floor"), [("emergency", 0.975), ("same_day", 0.96), ("soon", 0.95), ("routine", 0.75)]
)
def test_screen_catches_its_development_messages_at_their_tier(part, tier, floor):
    messages = [m for m in labelled(f"flagged_{part}") if m.tier == tier]

    assert not messages or caught(messages) >= floor


@pytest.mark.parametrize("category", sorted({m.category for m in labelled("flagged_dev")}))
def test_screen_is_weak_in_no_category(category):
    both = labelled("flagged_dev") + labelled("flagged_2")
    messages = [m for m in both if m.category == category]

    assert caught(messages) >= 0.94


@pytest.mark.parametrize("part", PARTS)
def test_screen_seldom_flags_hard_negatives(part):
    assert flagged(labelled(f"hard_negative_{part}")) <= 0.04


@pytest.mark.parametrize("part", PARTS)
def test_screen_hardly_ever_flags_routine_messages(part):
    assert flagged(labelled(f"routine_{part}")) <= 0.012
