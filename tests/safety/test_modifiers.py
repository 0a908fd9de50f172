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
