"""How denial, time, person and figures of speech change what a sign means."""

import pytest

from models.enums import Tier
from safety import screen

ABSENCE_IS_THE_SIGN = [
    "no feeling in my private parts",
    "cant feel anything between my legs",
    "not been able to wee since last night",
    "havent passed any water all day",
    "no control of my bowels",
    "never felt it come out when I went to the toilet",
    "nothing comes when I try to wee",
    "no warning, the wee just comes out",
]
DENIED = [
    "no numbness between my legs",
    "I haven't got any weakness in my legs",
    "no fever, no shivers",
    "not suicidal",
    "never had a seizure",
    "no problems with bladder or bowels",
    "I dont have chest pain",
    "not pregnant",
]
IDIOMS = [
    ("pissed myself laughing at the telly", "pissed myself on the way to the shop"),
    ("the price gave me a heart attack", "I think I'm having a heart attack"),
    ("could murder a curry", "I am going to kill him tonight with a knife"),
    ("lost the will to live in that meeting", "lost the will to live, going to end it all"),
    ("my legs were like jelly after the squats", "both legs feel like jelly since yesterday"),
    ("the tap is leaking", "leaking wee and I didn't know"),
    ("my bum went numb on the church pew", "my bum has gone numb and it wont come back"),
    ("overdosed on chocolate", "overdosed on tramadol"),
    ("I nearly died of embarrassment", "I want to die"),
    ("stroke of luck", "I think I've had a stroke"),
]


@pytest.mark.parametrize("text", ABSENCE_IS_THE_SIGN)
def test_words_of_absence_are_never_taken_for_a_denial(text):
    assert screen(text).tier is Tier.EMERGENCY


@pytest.mark.parametrize("text", DENIED)
def test_plain_denial_clears_the_sign(text):
    assert not screen(text).flag


@pytest.mark.parametrize(("figure", "meant"), IDIOMS)
def test_idiom_is_ignored_only_in_its_harmless_company(figure, meant):
    assert not screen(figure).flag
    assert screen(meant).flag


@pytest.mark.parametrize(
    "text",
    [
        "no back pain but I cant feel between my legs",
        "killing me this back and I can't feel my bum when I wipe",
        "my mum had cancer, and now I can't wee",
        "watched casualty last night. my chest is tight and my arm is heavy",
        "no fever today, just numb between my legs",
    ],
)
def test_harmless_part_of_a_message_does_not_clear_the_rest(text):
    assert screen(text).tier is Tier.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "my mum had breast cancer",
        "took an overdose when I was 17, well now",
        "broke my back in 1998 falling off a horse, long healed",
        "someone on casualty had a seizure",
        "what should I do if I get numbness down below",
        "can sciatica make you lose feeling in your legs",
    ],
)
def test_past_family_fiction_and_what_if_are_not_flagged(text):
    assert not screen(text).flag


@pytest.mark.parametrize(
    "text",
    [
        "is it normal that I can't feel when I wee",
        "probably the tablets but I can't wee",
        "silly question, my bits are numb lol",
        "my husband is numb between the legs and can't pee",
    ],
)
def test_politeness_humour_self_diagnosis_and_helpers_do_not_lower_the_tier(text):
    assert screen(text).tier is Tier.EMERGENCY


def test_assessed_sign_is_asked_about_instead_of_flagged():
    finding = screen("A&E scanned me for the numbness between my legs and it was all clear")

    assert (finding.flag, finding.clarify) == (False, True)


def test_assessed_sign_that_got_worse_is_flagged():
    finding = screen("A&E scanned me but the numbness between my legs is worse")

    assert finding.tier is Tier.EMERGENCY


def test_denied_intent_leaves_the_thoughts_standing():
    finding = screen("I wouldn't act on it but I think about ending my life")

    assert finding.tier.rank >= Tier.SAME_DAY.rank


@pytest.mark.parametrize(
    "text",
    [
        "no numbness in my feet, it's just between my legs",
        "No numbness in my legs no. But there is round my tail end",
        "toes no, legs no, between the legs yes",
        "not the legs, they're grand. it's the bum, numb since last night",
    ],
)
def test_denial_for_one_place_leaves_the_sign_in_another(text):
    assert screen(text).tier is Tier.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "if my legs go numb what do I do? They're fine, just planning",
        "nurse asked about numb bits, told her no",
        "your booklet says numb between the legs is serious",
        "in case my legs give way should I hold on to something",
    ],
)
def test_question_leaflet_or_plan_is_not_taken_for_a_sign(text):
    assert not screen(text).flag


def test_denied_pain_does_not_explain_a_leg_that_gives_way():
    assert screen("my knee folds on the stairs, no pain").tier is Tier.SAME_DAY


def test_wife_who_just_had_a_seizure_is_not_family_history():
    assert screen("my wife just had a seizure").tier is Tier.EMERGENCY


def test_leg_with_apostrophe_stays_one_leg():
    assert screen("my leg's gone weak").tier is Tier.SAME_DAY


def test_stutter_of_speech_changes_nothing():
    assert screen("numb numb in the the between between my legs").tier is Tier.EMERGENCY


def test_rule_wants_its_signs_close_together():
    apart = "bum sore from the chair. " + "did my walk and my stretches " * 3 + "foot fell asleep"

    assert not screen(apart).flag
