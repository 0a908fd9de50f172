"""Floors on messages that avoid the textbook words; pregnancy, crisis, organs, infection, cancer, harm."""

import pytest

from models.enums import Tier
from safety import screen
from tests.safety.sets import labelled

FLAGGED = labelled("flagged_3")


@pytest.mark.parametrize(
    ("tier", "floor"), [("emergency", 0.96), ("same_day", 0.95), ("soon", 0.9)]
)
def test_screen_catches_unusual_wordings_at_their_tier(tier, floor):
    messages = [m for m in FLAGGED if m.tier == tier]

    hits = [screen(m.text, channel=m.channel).tier.rank >= Tier(tier).rank for m in messages]

    assert sum(hits) / len(messages) >= floor


@pytest.mark.parametrize(("name", "ceiling"), [("hard_negative_3", 0.04), ("routine_3", 0.01)])
def test_screen_seldom_flags_harmless_neighbours_of_these_wordings(name, ceiling):
    messages = labelled(name)

    flagged = [m.text for m in messages if screen(m.text, channel=m.channel).flag]

    assert len(flagged) / len(messages) <= ceiling


@pytest.mark.parametrize(
    "text",
    [
        "everyone's better off if I'm gone",
        "feel like ending it",
        "I've found a home for the cat and my affairs are in order",
        "he keeps saying he wants to kill himself",
    ],
)
def test_wish_to_be_gone_is_heard_in_any_person_and_order(text):
    assert screen(text).tier.rank >= Tier.SAME_DAY.rank


@pytest.mark.parametrize(
    "text",
    [
        "walked 5 kms today",
        "I'm going to end it today, the gym membership I mean",
        "thanks for everything, pain's gone, no need to text anymore",
        "my wife's 20 weeks pregnant and all well",
    ],
)
def test_trivial_object_or_recovered_leaver_is_not_a_crisis(text):
    assert not screen(text).flag
