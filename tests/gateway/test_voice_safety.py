"""Red flags on a call: advice at once, a clinician told, no coaching until one has closed it."""

import pytest
from sqlalchemy import select

import content
from coach import escalations, goals
from models.accounts import Account
from models.enums import Category, Channel, Disposition, InboundStatus, Tier
from models.messages import InboundMessage, Turn
from models.people import Patient
from runtime import clock
from tests.factories import make_clinician
from tests.gateway.calling import Phone, gateway, spoken
from tests.gateway.rasa_stub import rasa_stub

RED_FLAG = "I am numb between my legs and I cannot pee since this morning"
ADVICE = "safety.cauda_equina.emergency"


@pytest.fixture
def rasa():
    with rasa_stub() as stub:
        yield stub


@pytest.fixture
def phone(sessions, rasa):
    return Phone(gateway(sessions, rasa.url))


def kinds(session, patient):
    escalation = escalations.open_for(session, patient.id)
    return [event.kind for event in escalations.events(session, escalation.id)]


def escalate(session, patient):
    escalations.raise_escalation(
        session,
        patient,
        tier=Tier.SAME_DAY,
        category="fracture",
        evidence=[],
        channel=Channel.SMS,
        now=clock.now(),
    )
    session.commit()


def test_a_red_flag_is_answered_at_once_and_cannot_be_cut_short(phone, rasa, ana):
    phone.dial().speak(RED_FLAG)

    assert phone.heard == f"{spoken(ADVICE)} {spoken('safety.voice_repeat')}"
    assert (phone.gather["bargeIn"], rasa.asked) == ("false", [])


def test_a_red_flag_opens_an_escalation_with_the_words_that_caused_it(phone, session, ana):
    phone.dial().speak(RED_FLAG)

    escalation = escalations.open_for(session, ana.id)
    (inbound,) = session.scalars(select(InboundMessage))
    assert (escalation.tier, escalation.category) == (Tier.EMERGENCY, Category.CAUDA_EQUINA)
    assert {e["inbound_id"] for e in escalation.evidence} == {str(inbound.id)}
    assert "advised" in kinds(session, ana)


def test_the_advice_stands_in_the_thread_that_a_clinician_reads(phone, session, ana):
    phone.dial().speak(RED_FLAG)

    (turn,) = session.scalars(select(Turn))
    assert turn.content_keys == [ADVICE, "safety.voice_repeat"]


@pytest.mark.parametrize("key", ["9", "1"])
def test_the_advice_can_be_heard_again(phone, ana, key):
    first = phone.dial().speak(RED_FLAG).heard

    assert phone.press(key).heard == first
    assert phone.gather["bargeIn"] == "false"


def test_silence_after_the_advice_says_it_again_without_an_apology(phone, ana):
    first = phone.dial().speak(RED_FLAG).heard

    assert phone.silence().heard == first


def test_a_person_can_be_asked_for_after_the_advice(phone, session, ana):
    phone.dial().speak(RED_FLAG).press("0")

    escalation = escalations.open_for(session, ana.id)
    by = escalations.promise(escalation, ana, now=clock.now())
    assert spoken("voice.person_requested", by=by) in phone.heard
    assert (escalation.tier, escalation.blocks_coaching) == (Tier.EMERGENCY, True)


def test_no_coaching_is_heard_after_the_advice(phone, rasa, ana):
    phone.dial().speak(RED_FLAG).speak("I want to set a goal")

    assert phone.heard == spoken("safety.still_open")
    assert rasa.asked == []


def test_going_back_from_the_advice_leads_to_no_coaching(phone, rasa, ana):
    rasa.says("walking", ("goal.ask_amount", {"activity": "walking"}))

    phone.dial().speak("walking").speak(RED_FLAG)
    heard = [phone.press("*").heard, phone.press("*").heard]

    assert heard == [spoken("safety.still_open")] * 2


def test_three_silences_after_the_advice_end_the_call_without_another_promise(phone, session, ana):
    phone.dial().speak(RED_FLAG).silence().silence().silence()

    assert (phone.heard, phone.gather) == (spoken("safety.still_open"), None)


def test_a_second_red_flag_gets_its_own_advice(phone, ana):
    phone.dial().speak("I have a fever and shivers and feel very unwell").speak(RED_FLAG)

    assert spoken(ADVICE) in phone.heard


def test_a_call_during_an_open_escalation_hears_no_goal(phone, session, ana):
    goals.set_goal(session, ana, activity="walking", amount="10 minutes", days=3, now=clock.now())
    escalate(session, ana)

    phone.dial()

    greeting = spoken("voice.greeting_known_no_goal")
    assert phone.heard == f"{greeting} {spoken('safety.still_open')}"


def test_an_escalation_that_opens_while_the_coach_thinks_stops_its_answer(
    phone, rasa, sessions, session, ana
):
    rasa.says("walking", "goal.ask_activity")
    phone.dial()
    escalate(session, ana)

    phone.speak("walking")

    assert phone.heard == spoken("safety.still_open")


def test_coaching_is_heard_again_once_a_clinician_has_closed_it(phone, rasa, session, ana, now):
    escalate(session, ana)
    doctor: Account = make_clinician(session, now=now)
    escalations.close(
        session,
        escalations.open_for(session, ana.id).id,
        by=doctor,
        disposition=Disposition.FALSE_ALARM,
        words="",
        now=now,
    )
    session.commit()

    phone.dial()

    assert spoken("voice.menu") in phone.heard


def test_an_unknown_caller_with_a_red_flag_gets_the_advice_and_an_escalation(phone, session):
    phone.dial().speak(RED_FLAG)

    (patient,) = session.scalars(select(Patient))
    assert spoken(ADVICE) in phone.heard
    assert escalations.open_for(session, patient.id).tier is Tier.EMERGENCY


def test_every_understanding_of_the_speech_is_screened(phone, session, ana):
    phone.dial().speak("I am numb between my eggs", UnstableSpeechResult=RED_FLAG)

    assert spoken(ADVICE) in phone.heard


def test_an_unclear_sign_is_asked_after_before_anything_else(phone, rasa, ana):
    rasa.says("no", "flare.ask_unwell")

    phone.dial().speak("I think I have a fever").press("2")

    assert phone.heard == spoken("flare.ask_unwell")
    assert rasa.asked[0]["state"] == {"form": "red_flag_form", "slot": "flare_cord"}


def test_a_red_flag_that_the_coach_found_by_asking_is_safety_advice_too(phone, rasa, ana):
    rasa.says("yes", ADVICE)

    phone.dial().speak("yes")

    assert phone.heard == f"{spoken(ADVICE)} {spoken('safety.voice_repeat')}"
    assert phone.gather["bargeIn"] == "false"


def test_hanging_up_on_the_advice_is_noted_and_the_escalation_stands(phone, session, ana):
    phone.dial().speak(RED_FLAG).hang_up()

    assert kinds(session, ana)[-1] == "call_ended"
    assert escalations.open_for(session, ana.id).closed_at is None


def test_an_ordinary_hang_up_says_nothing_about_an_escalation(phone, session, ana):
    escalate(session, ana)

    phone.dial().press("0").hang_up()

    assert "call_ended" not in kinds(session, ana)


def test_every_safety_message_can_be_said_on_a_call():
    keys = [key for key in content.keys() if key.startswith("safety.")]  # noqa: SIM118

    assert [key for key in keys if not spoken(key)] == []


def test_a_stored_turn_is_settled(phone, session, ana):
    phone.dial().speak(RED_FLAG)

    (inbound,) = session.scalars(select(InboundMessage))
    assert (inbound.status, inbound.tier) == (InboundStatus.SETTLED, Tier.EMERGENCY)
