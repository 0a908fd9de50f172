"""The words we ship: complete, fit to publish, quick to load, sound in the places that matter."""

import time
from pathlib import Path

import pytest

import content
from content import Library
from content.checks import read_parameters
from content.checks.sms import segments
from content.placeholders import placeholders

SHIPPED = Path(content.__file__).parent
GOAL = "activity amount days"

# What the dialogue, the coach and the gateway say, with the parameters that they hand over.
KEYS = {
    "reflection": "noted",
    "talk": "greet goodbye thank affirm_without_question deny_without_question what_you_can_do "
    "who_you_are privacy number_without_question out_of_scope repeat_nothing wrong_person",
    "fallback": "rephrase human coach_unavailable",
    "join": "invite_unknown ask_consent declined ask_red_flag_now welcome ask_first_goal "
    "already_enrolled",
    "goal": "ask_activity ask_amount ask_days ask_confidence offer_smaller ask_when noted recorded "
    "recorded_with_when show show_progress none_yet lowered raised invalid_days "
    "invalid_confidence missed",
    "checkin": "ask_days reached beyond partly none invalid_days ask_next_step next_goal reminder",
    "flare": "validate ask_cord ask_unwell ask_helps ask_smaller plan plan_with_helps goal_smaller "
    "goal_kept follow_up_promised follow_up no_plan_yet plan_saved",
    "red_flag": "all_clear",
    "education": "why_pain scan surgery other_treatment medicines pain_relief rest_or_move pacing "
    "relaxation sleep mood work daily_living prognosis sciatica resources exercise",
    "reassure": "fear_of_movement structural_belief past_treatment_failure not_believed hopeless "
    "distrust_of_automation activity_pain improvement no_change",
    "barrier": "ask_own_idea",
    "pain_score": "noted ask invalid",
    "handover": "promised already_waiting",
    "contact": "ask_time changed invalid_time",
    "programme": "paused resumed not_paused",
    "appointment": "prepare outcome_noted",
    "letter": "requested",
    "optout": "confirmed resumed help ask_start",
    "inbound": "empty media unreadable too_long",
    "safety": "still_open voice_repeat",
    "safety.default": "emergency same_day soon routine",
    "safety.cauda_equina": "emergency same_day",
    "safety.neuro_deficit": "emergency same_day",
    "safety.fracture": "emergency same_day soon",
    "safety.malignancy": "emergency same_day soon",
    "safety.infection": "emergency same_day soon",
    "safety.inflammatory": "same_day routine",
    "safety.vascular": "emergency same_day soon",
    "safety.visceral": "emergency same_day soon",
    "safety.pregnancy": "emergency same_day soon",
    "safety.under_16": "emergency same_day soon",
    "safety.medication_harm": "emergency same_day",
    "safety.mental_health_crisis": "emergency same_day",
    "safety.safeguarding": "emergency same_day",
    "safety.other_emergency": "emergency",
    "page": "escalation call call_acknowledged call_not_acknowledged",
    "voice": "greeting_known greeting_known_no_goal menu greeting_unknown withheld no_input "
    "no_match three_strikes coach_slow goodbye person_requested anything_else "
    "unavailable",
}
PARAMETERS = {
    "goal.ask_amount": "activity",
    "goal.ask_days": "activity amount",
    "goal.ask_confidence": GOAL,
    "goal.offer_smaller": GOAL,
    "goal.ask_when": "activity",
    "goal.noted": GOAL,
    "goal.recorded": GOAL,
    "goal.recorded_with_when": f"{GOAL} goal_when",
    "goal.show": GOAL,
    "goal.show_progress": f"{GOAL} days_done",
    "goal.lowered": GOAL,
    "goal.raised": GOAL,
    "checkin.ask_days": GOAL,
    "checkin.reached": "days_done days",
    "checkin.beyond": "days_done days",
    "checkin.partly": "days_done days",
    "checkin.none": "days",
    "checkin.invalid_days": "days",
    "checkin.next_goal": GOAL,
    "flare.ask_smaller": GOAL,
    "flare.plan_with_helps": "helps",
    "flare.goal_smaller": GOAL,
    "pain_score.noted": "score",
    "handover.promised": "by",
    "handover.already_waiting": "by",
    "contact.changed": "contact_time",
    "programme.paused": "until",
    "letter.requested": "by",
    "page.escalation": "tier url",
    "page.call": "tier",
    "voice.greeting_known": GOAL,
    "voice.three_strikes": "by",
    "voice.person_requested": "by",
}
ALL_KEYS = [f"{topic}.{name}" for topic, names in KEYS.items() for name in names.split()]
LIBRARY = Library(SHIPPED)


def texts(key: str) -> list[str]:
    entry = LIBRARY.entries()[key]
    return [text for text in (entry.sms, entry.voice) if text]


def test_shipped_content_passes_every_check():
    assert [str(problem) for problem in content.check()] == []


def test_every_key_of_the_dialogue_has_words_and_no_words_lie_idle():
    assert sorted(LIBRARY.entries()) == sorted(ALL_KEYS)


@pytest.mark.parametrize("key", ALL_KEYS)
def test_wording_asks_only_for_parameters_that_are_handed_over(key):
    asked = set().union(*(placeholders(text) for text in texts(key)))

    assert asked <= set(PARAMETERS.get(key, "").split())


@pytest.mark.parametrize("key", sorted(PARAMETERS))
def test_wording_with_its_longest_parameters_is_three_segments_at_most(key):
    entry = LIBRARY.entries()[key]
    parameters, _ = read_parameters(LIBRARY)
    longest = {name: parameter.longest for name, parameter in parameters.items()}

    assert entry.sms is None or segments(LIBRARY.render(key, "sms", longest)) <= 3


@pytest.mark.parametrize("topic", KEYS["education"].split())
def test_education_tells_where_to_reach_a_person_on_both_channels(topic):
    entry = LIBRARY.entries()[f"education.{topic}"]

    assert "PERSON" in entry.sms
    assert "press 0" in entry.voice


@pytest.mark.parametrize(
    ("done", "days", "said"),
    [(2, 3, "You did 2 of 3 days,"), (1.0, 2.0, "You did 1 of 2 days,")],
)
def test_partly_reached_goal_reads_well(done, days, said):
    text = content.render("checkin.partly", "sms", {"days_done": done, "days": days})

    assert text.startswith(said)


@pytest.mark.parametrize("key", ["flare.ask_cord", "flare.ask_unwell", "join.ask_red_flag_now"])
def test_safety_questions_offer_yes_no_and_not_sure_on_the_keypad(key):
    wording = content.wording(key, "voice")

    assert wording.keys == {"1": "yes", "2": "no", "3": "not sure"}


def test_consent_names_what_is_kept_who_reads_it_and_the_way_out():
    text = content.render("join.ask_consent", "sms")

    facts = ("automatic", "not an emergency", "keep your messages", "clinic team", "STOP", "YES")
    assert [fact for fact in facts if fact not in text] == []


def test_safeguarding_sounds_like_any_other_receipt_whatever_the_tier():
    said = {
        content.render(f"safety.safeguarding.{tier}", "sms") for tier in ("emergency", "same_day")
    }

    assert len(said) == 1


@pytest.mark.parametrize(
    "key", ["voice.greeting_unknown", "voice.withheld", "talk.wrong_person", "page.escalation"]
)
def test_words_that_a_stranger_may_meet_do_not_mention_a_back(key):
    assert [text for text in texts(key) if "back pain" in text.lower()] == []


def test_whole_library_loads_in_under_half_a_second():
    started = time.perf_counter()
    Library(SHIPPED).entries()

    assert time.perf_counter() - started < 0.5
