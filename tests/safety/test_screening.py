"""What the screen says about single messages, category by category."""

import pytest

from models.enums import Category, Tier
from safety import screen

EMERGENCIES = [
    ("cauda_equina", "numb between my legs and cant wee since this morning"),
    ("cauda_equina", "I've lost feeling down below"),
    ("cauda_equina", "I wet myself and didn't know"),
    ("cauda_equina", "can't feel when I wipe"),
    ("cauda_equina", "both legs have gone weak"),
    ("cauda_equina", "nubm betwen my legs"),
    ("cauda_equina", "incontinant since tuesday"),
    ("neuro_deficit", "dropping cups and my balance has gone"),
    ("fracture", "had a fall and can't get up"),
    ("fracture", "came off my motorbike, back is agony"),
    ("malignancy", "I have prostate cancer and my legs are weak"),
    ("infection", "fever, shivering and confused, back is agony"),
    ("vascular", "something is pulsing in my belly and my back hurts"),
    ("visceral", "chest feels tight and my arm is heavy"),
    ("pregnancy", "I'm 31 weeks pregnant and bleeding"),
    ("under_16", "I'm 13 and I want to kill myself"),
    ("medication_harm", "took 20 cocodamol"),
    ("mental_health_crisis", "I'm going to end it tonight, got the tablets ready"),
    ("safeguarding", "he put his hands round my throat"),
    ("other_emergency", "my mouth has drooped and my words are slurred"),
    ("other_emergency", "HELP"),
]
TODAY = [
    ("neuro_deficit", "my foot keeps dragging, can't lift my toes"),
    ("fracture", "I've got osteoporosis and a sudden bad pain in my spine after a sneeze"),
    ("malignancy", "had breast cancer, now a new pain in my spine at night"),
    ("infection", "fever and shaking and back is agony"),
    ("visceral", "calf is swollen, red and hot"),
    ("medication_harm", "ran out of tramadol, sweating and shaking"),
    ("mental_health_crisis", "I don't want to be here any more"),
    ("mental_health_crisis", "suisidal"),
    ("safeguarding", "my husband hits me"),
    ("inflammatory", "my eye is red and painful and the light hurts"),
]
LATER = [
    ("malignancy", "soon", "lost two stone without trying"),
    ("vascular", "soon", "my calf cramps when I walk up the hill and eases when I stop"),
    ("pregnancy", "soon", "I'm 20 weeks pregnant, can I do the programme"),
    ("under_16", "soon", "im in year 8 and my back hurts"),
    ("inflammatory", "routine", "stiff for two hours every morning, better once I move"),
]


@pytest.mark.parametrize(("category", "text"), EMERGENCIES)
def test_screen_calls_an_emergency_in_every_category(category, text):
    finding = screen(text)

    assert (finding.flag, finding.tier) == (True, Tier.EMERGENCY)
    assert Category(category) in finding.categories


@pytest.mark.parametrize(("category", "text"), TODAY)
def test_screen_asks_for_a_clinician_at_least_today(category, text):
    finding = screen(text)

    assert finding.tier.rank >= Tier.SAME_DAY.rank
    assert Category(category) in finding.categories


@pytest.mark.parametrize(("category", "tier", "text"), LATER)
def test_screen_keeps_slower_signs_at_their_own_tier(category, tier, text):
    finding = screen(text)

    assert (finding.category, finding.tier) == (Category(category), Tier(tier))


@pytest.mark.parametrize(
    "text",
    [
        "walked 20 minutes today, felt good",
        "my back has gone again, can hardly move",
        "do I need a scan",
        "2 cocodamol four times a day like the doctor said",
        "tired and fed up but not suicidal",
        "pins and needles down one leg as usual",
    ],
)
def test_screen_lets_ordinary_messages_pass(text):
    finding = screen(text)

    assert (finding.flag, finding.tier, finding.category, finding.evidence) == (
        False,
        Tier.NONE,
        None,
        (),
    )


def test_finding_names_the_category_of_its_highest_tier_first():
    finding = screen("my husband hits me. I have crushing chest pain")

    assert finding.category is Category.VISCERAL
    assert finding.categories[0] is Category.VISCERAL
    assert Category.SAFEGUARDING in finding.categories


def test_cauda_equina_leads_among_emergencies():
    finding = screen("numb between my legs and cant wee since this morning")

    assert (finding.category, finding.clarify) == (Category.CAUDA_EQUINA, False)


def test_bare_yes_counts_as_the_sign_that_was_asked_about():
    finding = screen("yes", asked="saddle_numb")

    assert (finding.category, finding.tier) == (Category.CAUDA_EQUINA, Tier.EMERGENCY)


def test_not_sure_counts_as_yes():
    assert screen("not sure", asked="cauda_equina").flag


def test_bare_no_clears_the_sign_that_was_asked_about():
    finding = screen("No.", asked="cauda_equina")

    assert (finding.flag, finding.clarify) == (False, False)


def test_other_answer_to_a_safety_question_is_asked_again():
    finding = screen("what do you mean", asked="cauda_equina")

    assert (finding.flag, finding.clarify) == (False, True)


def test_bare_yes_without_a_question_means_nothing():
    assert not screen("yes").flag


@pytest.mark.parametrize("asked", ["goal.ask_days", "", "no such question"])
def test_unknown_question_changes_nothing(asked):
    assert not screen("yes", asked=asked).flag
