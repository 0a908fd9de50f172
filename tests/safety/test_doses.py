"""Amounts of medicine."""

import pytest

from models.enums import Category, Tier
from safety import screen


@pytest.mark.parametrize(
    "text",
    [
        "took 16 paracetamol today",
        "had ten co-codamol since this morning",
        "2 cocodamol every hour all day, been taking them since 8",
        "I've had 6 paracetamol and 4 cocodamol today",
        "been on 12 paracetamol a day",
        "took a dozen codydramol",
    ],
)
def test_more_paracetamol_than_a_day_allows_is_an_emergency(text):
    finding = screen(text)

    assert (finding.tier, finding.category) == (Tier.EMERGENCY, Category.MEDICATION_HARM)


def test_too_much_ibuprofen_is_for_today():
    assert screen("took 8 ibuprofen 400mg today").tier is Tier.SAME_DAY


@pytest.mark.parametrize(
    "text",
    [
        "took two paracetamol before bed",
        "had 8 paracetamol today",
        "took 400mg ibuprofen",
        "2 cocodamol 30/500 four times a day",
        "how many paracetamol can I take, is 10 too many",
        "picked up 100 paracetamol on prescription",
        "walked 16 minutes then took my paracetamol",
    ],
)
def test_amounts_within_the_label_and_questions_are_not_flagged(text):
    assert not screen(text).flag
