"""A call in which all goes well: greeting, menu, the coach's questions, the keys that always work."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach import calls, escalations, goals
from models.enums import Channel, InboundStatus, PatientStatus, Tier
from models.messages import Call, Conversation, InboundMessage, Turn
from models.people import Patient
from runtime import clock
from tests.factories import BEN, make_patient
from tests.gateway.calling import Phone, gateway, spoken
from tests.gateway.rasa_stub import rasa_stub

GOAL = {"activity": "walking", "amount": "10 minutes", "days": 3}


@pytest.fixture
def rasa():
    with rasa_stub() as stub:
        yield stub


@pytest.fixture
def phone(sessions, rasa):
    return Phone(gateway(sessions, rasa.url))


@pytest.fixture
def ana_with_goal(session, ana):
    goals.set_goal(session, ana, **GOAL, now=clock.now())
    session.commit()
    return ana


def bodies(session):
    return [m.body for m in session.scalars(select(InboundMessage).order_by("seq"))]


def test_a_patient_hears_the_goal_and_the_menu(phone, ana_with_goal):
    phone.dial()

    assert phone.heard == f"{spoken('voice.greeting_known', **GOAL)} {spoken('voice.menu')}"
    assert (phone.gather["bargeIn"], phone.gather["timeout"]) == ("true", "8")


def test_a_patient_without_a_goal_hears_the_menu(phone, ana):
    phone.dial()

    assert phone.heard == f"{spoken('voice.greeting_known_no_goal')} {spoken('voice.menu')}"


def test_a_patient_who_stopped_texts_may_still_call(phone, session, ana):
    ana.sms_opted_out_at = clock.now()
    session.commit()

    phone.dial()

    assert spoken("voice.menu") in phone.heard


def test_a_number_that_is_somebody_elses_hears_nothing_personal(phone, session, ana_with_goal):
    ana_with_goal.wrong_person_at = clock.now()
    session.commit()

    phone.dial()

    assert phone.heard == spoken("voice.greeting_unknown")


@pytest.mark.parametrize("status", [PatientStatus.JOINING, PatientStatus.DISCHARGED])
def test_a_caller_who_is_not_enrolled_hears_nothing_personal(phone, session, now, status):
    patient = make_patient(session, now=now, enrolled=False)
    patient.status = status
    session.commit()

    phone.dial().speak("what is my goal")

    assert phone.heard == spoken("voice.greeting_unknown")


def test_an_unknown_caller_is_not_handed_to_the_dialogue_model(phone, rasa, session):
    phone.dial().speak("hello is anybody there")

    assert phone.heard == spoken("voice.greeting_unknown")
    assert (rasa.asked, bodies(session)) == ([], ["hello is anybody there"])


@pytest.mark.parametrize(
    "number",
    ["anonymous", "Restricted", "", "+266696687", "+7378742833", "+2562533", "+8656696",
     "+86282452253", "sip:somebody@example.org", "+44123"],
)  # fmt: skip
def test_a_caller_without_a_number_is_told_so_and_not_stored(sessions, session, number):
    phone = Phone(gateway(sessions), number=number).dial()

    assert (phone.heard, phone.gather) == (spoken("voice.withheld"), None)
    assert session.scalars(select(Patient)).all() == []


def test_a_menu_key_goes_to_the_coach_as_its_words(phone, rasa, session, ana):
    rasa.says("I want to set a goal", "goal.ask_activity")

    phone.dial().press("3")

    assert phone.heard == spoken("goal.ask_activity")
    assert [(a["text"], a["channel"]) for a in rasa.asked] == [("I want to set a goal", "voice")]


def test_speech_goes_to_the_coach_under_the_pseudonym(phone, rasa, ana):
    rasa.says("Tell me about sleep.", "education.sleep")

    phone.dial().speak("Tell me about sleep.")

    (asked,) = rasa.asked
    assert (asked["sender"], asked["text"], asked["state"]) == (
        str(ana.id),
        "Tell me about sleep.",
        {},
    )


def test_a_statement_is_followed_by_an_offer_and_a_question_is_not(phone, rasa, ana):
    rasa.says("what is my goal", ("goal.show", GOAL))

    phone.dial().press("1")

    assert phone.heard == f"{spoken('goal.show', **GOAL)} {spoken('voice.anything_else')}"


def test_silence_after_the_offer_ends_the_call_kindly(phone, rasa, session, ana):
    rasa.says("what is my goal", ("goal.show", GOAL))

    phone.dial().press("1").silence()

    assert (phone.heard, phone.gather) == (spoken("voice.goodbye"), None)
    assert escalations.open_for(session, ana.id) is None


def test_a_no_to_the_offer_ends_the_call_kindly(phone, rasa, session, ana):
    rasa.says("what is my goal", ("goal.show", GOAL))
    rasa.says("no thank you", "talk.deny_without_question")

    phone.dial().press("1").speak("no thank you")

    assert (phone.heard, phone.gather) == (spoken("voice.goodbye"), None)


def test_the_dialogues_state_travels_with_the_call(phone, rasa, ana):
    rasa.says("I want to set a goal", "goal.ask_activity")
    rasa.says("walking", ("goal.ask_amount", {"activity": "walking"}))

    phone.dial().press("3").speak("walking")

    assert rasa.asked[1]["state"] == {"heard": ["I want to set a goal"]}


def test_a_new_call_starts_a_new_talk(phone, rasa, sessions, ana):
    rasa.says("walking", "goal.ask_activity")
    phone.dial().speak("walking")

    Phone(phone.client, sid="CA2").dial().speak("walking")

    assert [asked["state"] for asked in rasa.asked] == [{}, {}]


def test_a_digit_answers_where_a_digit_is_expected(phone, rasa, ana):
    rasa.says("walking", ("goal.ask_days", {}))
    rasa.says("3", "pain_score.ask")

    phone.dial().speak("walking").press("3")

    assert phone.heard == spoken("pain_score.ask")
    assert (phone.gather.get("finishOnKey"), phone.gather.get("numDigits")) == ("#", None)


def test_several_keys_answer_where_a_number_is_expected(phone, rasa, ana):
    rasa.says("walking", "pain_score.ask")
    rasa.says("10", ("goal.ask_when", {"activity": "walking"}))

    phone.dial().speak("walking").press("10")

    assert phone.heard == spoken("goal.ask_when")


def test_nine_says_it_again_without_asking_the_coach(phone, rasa, ana):
    rasa.says("walking", ("goal.ask_confidence", GOAL))
    first = phone.dial().speak("walking").heard

    again = phone.press("9").heard

    assert again == first
    assert len(rasa.asked) == 1


def test_star_goes_back_to_the_question_before_and_its_place_in_the_talk(phone, rasa, ana):
    rasa.says("walking", ("goal.ask_amount", {"activity": "walking"}))
    rasa.says("an hour", "goal.ask_days")

    phone.dial().speak("walking").speak("an hour").press("*").speak("ten minutes")

    assert [asked["text"] for asked in rasa.asked] == ["walking", "an hour", "ten minutes"]
    assert rasa.asked[2]["state"] == {"heard": ["walking"]}


def test_star_goes_back_as_far_as_the_menu(phone, rasa, ana):
    rasa.says("walking", ("goal.ask_amount", {"activity": "walking"}))
    rasa.says("an hour", "goal.ask_days")
    phone.dial().speak("walking").speak("an hour")

    heard = [phone.press("*").heard for _ in range(3)]

    question = spoken("goal.ask_amount", activity="walking")
    assert heard == [question, spoken("voice.menu"), spoken("voice.menu")]


def test_zero_asks_for_a_person_and_says_by_when(phone, session, ana):
    phone.dial().press("0")

    escalation = escalations.open_for(session, ana.id)
    by = escalations.promise(escalation, ana, now=clock.now())
    offer = spoken("voice.anything_else")
    assert phone.heard == f"{spoken('voice.person_requested', by=by)} {offer}"
    assert (escalation.tier, escalation.category) == (Tier.SOON, escalations.ASKS_FOR_HUMAN)
    assert not escalation.blocks_coaching


def test_zero_and_nine_keep_their_meaning_on_a_number_prompt(phone, rasa, session, ana):
    rasa.says("walking", ("goal.ask_confidence", GOAL))
    phone.dial().speak("walking")

    nine, zero = phone.press("9").heard, phone.press("0").heard

    assert nine == spoken("goal.ask_confidence", **GOAL)
    assert spoken("voice.anything_else") in zero


def test_the_coachs_goodbye_ends_the_call(phone, rasa, ana):
    rasa.says("bye", "talk.goodbye")

    phone.dial().speak("bye")

    assert (phone.heard, phone.gather) == (spoken("talk.goodbye"), None)


def test_a_turn_is_kept_for_the_clinician_and_marked_handled(phone, rasa, session, ana):
    rasa.says("walking", "goal.ask_activity")

    phone.dial().speak("walking")

    (inbound,) = session.scalars(select(InboundMessage))
    assert (inbound.channel, inbound.status) == (Channel.VOICE, InboundStatus.HANDLED)
    assert [t.content_keys for t in session.scalars(select(Turn))] == [["goal.ask_activity"]]


def test_silence_is_met_kindly_and_the_question_comes_again(phone, ana):
    phone.dial().silence()

    assert phone.heard == f"{spoken('voice.no_input')} {spoken('voice.menu')}"
    assert phone.gather["timeout"] == "10"


def test_a_key_that_means_nothing_is_met_kindly(phone, ana):
    phone.dial().press("8")

    assert phone.heard == f"{spoken('voice.no_match')} {spoken('voice.menu')}"


def test_three_strikes_in_a_row_bring_a_person_and_end_the_call(phone, session, ana):
    phone.dial().silence().press("8").speak("mumble mumble")

    escalation = escalations.open_for(session, ana.id)
    by = escalations.promise(escalation, ana, now=clock.now())
    assert (phone.heard, phone.gather) == (spoken("voice.three_strikes", by=by), None)
    assert escalation.category == escalations.ASKS_FOR_HUMAN


def test_what_is_understood_clears_the_strikes(phone, rasa, session, ana):
    rasa.says("walking", "goal.ask_activity")

    phone.dial().silence().silence().speak("walking").silence().silence()

    assert spoken("goal.ask_activity") in phone.heard
    assert escalations.open_for(session, ana.id) is None


def test_a_fallback_asks_the_same_question_again_with_its_keys(phone, rasa, ana):
    rasa.says("I want to set a goal", "goal.ask_activity")

    phone.dial().speak("mumble").press("3")

    assert phone.heard == spoken("goal.ask_activity")


def test_a_fallback_after_the_offer_waits_for_other_words(phone, rasa, ana):
    rasa.says("what is my goal", ("goal.show", GOAL))

    first = phone.dial().press("1").speak("mumble").heard
    second = phone.silence().heard

    assert first == spoken("fallback.rephrase")
    assert second == f"{spoken('voice.no_input')} {spoken('fallback.rephrase')}"


def test_the_second_fallback_in_a_row_leaves_the_question(phone, rasa, ana):
    rasa.says("mumble", "fallback.human")

    phone.dial().speak("mumble")

    assert phone.heard == f"{spoken('fallback.human')} {spoken('voice.anything_else')}"


def test_an_unknown_caller_who_stays_silent_costs_no_clinician(phone, session):
    phone.dial().silence().silence().silence()

    assert (phone.heard, phone.gather) == (spoken("voice.goodbye"), None)
    assert escalations.queue(session) == []


def test_a_long_call_keeps_only_its_last_prompts(phone, session, ana):
    phone.dial()
    for _ in range(20):
        phone.press("9")

    (call,) = session.scalars(select(Call))
    assert (len(call.said), call.turn_number) == (12, 20)


def test_a_call_that_ends_is_noted_once(phone, session, ana):
    phone.dial().hang_up()
    (call,) = session.scalars(select(Call))
    first = call.ended_at

    calls.ended(session, "CA1", "failed", now=first + timedelta(minutes=1))

    assert (call.status, call.ended_at) == ("completed", first)


def test_the_end_of_a_call_that_nobody_knows_is_ignored(phone, session):
    answer = phone.post("/twilio/status", {"CallSid": "CAunknown", "CallStatus": "completed"})

    assert answer.status_code == 204


def test_two_callers_do_not_hear_each_other(phone, rasa, session, ana_with_goal, now):
    make_patient(session, now=now, number=BEN)
    session.commit()
    other = Phone(phone.client, number=BEN, sid="CA2")

    phone.dial()
    other.dial()

    assert GOAL["activity"] in phone.heard
    assert GOAL["activity"] not in other.heard
    assert len(session.scalars(select(Conversation)).all()) == 2
