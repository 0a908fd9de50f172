"""A call while something is broken: whatever it is, the caller hears words and nothing happens twice."""

import threading

import psycopg
import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import NullPool

from coach import escalations, flares, goals
from gateway.voice import LAST_WORDS
from models.enums import InboundStatus, Tier
from models.messages import InboundMessage
from runtime import clock, database
from tests.gateway.calling import Phone, gateway, spoken
from tests.gateway.rasa_stub import rasa_stub
from tests.servers import free_port

GOAL = {"activity": "walking", "amount": "10 minutes", "days": 3}
RED_FLAG = "I am numb between my legs and I cannot pee since this morning"
STATIC = " ".join(LAST_WORDS.split())


@pytest.fixture
def rasa():
    with rasa_stub() as stub:
        yield stub


@pytest.fixture
def phone(sessions):
    """A telephone at a gateway whose Rasa is down."""
    return Phone(gateway(sessions, f"http://127.0.0.1:{free_port()}"))


@pytest.fixture
def no_database():
    """Sessions on a database that nobody serves."""
    return sessionmaker(create_engine(f"postgresql+psycopg://x@127.0.0.1:{free_port()}/x"))


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_without_rasa_the_caller_hears_the_safe_menu(phone, session, ana):
    phone.dial().speak("Tell me about sleep.")

    (inbound,) = session.scalars(select(InboundMessage))
    assert phone.heard == spoken("voice.coach_slow")
    assert inbound.status is InboundStatus.SETTLED


def test_an_answer_past_the_deadline_counts_as_none(sessions, rasa, ana):
    rasa.gate.clear()
    phone = Phone(gateway(sessions, rasa.url, deadline=0.05))

    phone.dial().speak("Tell me about sleep.")

    assert phone.heard == spoken("voice.coach_slow")


@pytest.mark.parametrize("key", ["1", "4"])
def test_the_menu_answers_goal_and_plan_without_rasa(phone, session, ana, key):
    goals.set_goal(session, ana, **GOAL, now=clock.now())
    session.commit()

    phone.dial().press(key)

    answer = spoken("goal.show", **GOAL) if key == "1" else spoken("flare.plan")
    assert phone.heard == f"{answer} {spoken('voice.anything_else')}"


def test_the_safe_menu_answers_goal_and_plan_without_rasa(phone, session, ana):
    flares.save_plan(session, ana, helps="a warm bath", now=clock.now())
    session.commit()

    phone.dial().speak("Tell me about sleep.").press("2")

    assert spoken("flare.plan_with_helps", helps="a warm bath") in phone.heard


def test_the_goal_is_heard_without_rasa_when_asked_for_in_speech(phone, ana):
    phone.dial().speak("What is my goal?")

    assert phone.heard == spoken("goal.none_yet")


def test_a_person_can_be_asked_for_without_rasa(phone, session, ana):
    phone.dial().speak("Tell me about sleep.").press("0")

    assert escalations.open_for(session, ana.id).category == escalations.ASKS_FOR_HUMAN


def test_a_red_flag_needs_no_rasa(phone, session, ana):
    phone.dial().speak(RED_FLAG)

    assert spoken("safety.cauda_equina.emergency") in phone.heard


def test_a_caller_who_gets_no_answer_three_times_is_handed_to_a_person(phone, session, ana):
    for words in ("Tell me about sleep.", "Are you there?", "Hello?"):
        phone = phone if phone.gather else phone.dial()
        phone.speak(words)

    assert phone.gather is None
    assert escalations.open_for(session, ana.id).category == escalations.ASKS_FOR_HUMAN


@pytest.mark.parametrize(
    ("words", "tier"), [("yes", Tier.EMERGENCY), ("I am not sure", Tier.EMERGENCY), ("No.", None)]
)
def test_an_answer_about_a_warning_sign_that_rasa_never_read_counts(
    phone, session, ana, words, tier
):
    phone.dial().speak("I think I have a fever").speak(words)

    escalation = escalations.open_for(session, ana.id)
    assert (escalation.tier if escalation else None) == tier


def test_an_answer_in_words_that_do_not_exist_is_not_said(sessions, rasa, ana):
    rasa.says("walking", "goal.no_such_key", ("goal.recorded", {"activity": "walking"}))
    phone = Phone(gateway(sessions, rasa.url))

    phone.dial().speak("walking")

    assert phone.heard == spoken("voice.coach_slow")


def test_a_repeated_webhook_is_answered_the_same_and_acts_once(sessions, rasa, session, ana):
    rasa.says("walking", "goal.ask_activity")
    phone = Phone(gateway(sessions, rasa.url)).dial()
    action = phone.action

    answers = {phone.post(action, {"SpeechResult": "walking"}).text for _ in range(3)}

    assert len(answers) == 1
    assert (len(rasa.asked), count(session, InboundMessage)) == (1, 1)


def test_a_repeated_first_webhook_starts_one_call(phone, ana):
    first = phone.dial().twiml

    assert phone.dial().twiml == first


def test_a_repeated_red_flag_escalates_once(phone, session, ana):
    action = phone.dial().action
    for _ in range(2):
        phone.post(action, {"SpeechResult": RED_FLAG})

    escalation = escalations.open_for(session, ana.id)
    kinds = [event.kind for event in escalations.events(session, escalation.id)]
    assert kinds.count("advised") == 1


def test_a_webhook_repeated_while_the_coach_thinks_gets_the_same_answer(
    sessions, rasa, session, ana
):
    rasa.says("walking", "goal.ask_activity")
    rasa.gate.clear()
    phone = Phone(gateway(sessions, rasa.url, deadline=20)).dial()
    action, answers = phone.action, []
    threads = [
        threading.Thread(
            target=lambda: answers.append(phone.post(action, {"SpeechResult": "walking"}).text)
        )
        for _ in range(2)
    ]

    for thread in threads:
        thread.start()
    rasa.gate.set()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1
    assert {asked["turn_id"] for asked in rasa.asked} == {
        str(session.scalars(select(InboundMessage.id)).one())
    }


def test_without_a_database_the_caller_hears_where_to_turn(no_database):
    phone = Phone(gateway(no_database)).dial()

    assert (phone.heard, phone.gather) == (STATIC, None)


def test_a_red_flag_while_the_database_is_away_gets_its_advice_and_is_stored_later(
    sessions, session, ana
):
    phone = Phone(gateway(sessions)).dial()
    phone.client.app.state.sessions = away_at_first(times=3)

    phone.speak(RED_FLAG)

    assert phone.heard == f"{spoken('safety.cauda_equina.emergency')} {STATIC}"
    assert escalations.open_for(session, ana.id).tier is Tier.EMERGENCY


def away_at_first(*, times):
    """Sessions on the real database, which refuses the first connections."""
    refused = iter(range(times))
    address = database.engine().url.set(drivername="postgresql").render_as_string(False)

    def connect():
        if next(refused, None) is not None:
            raise psycopg.OperationalError("connection refused")
        return psycopg.connect(address)

    refusing = create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    return sessionmaker(refusing, expire_on_commit=False)


def test_a_webhook_without_a_call_is_refused(phone):
    answer = phone.post("/twilio/voice", {"CallSid": ""})

    assert answer.status_code == 400


@pytest.mark.parametrize("turn", ["x", "-1", "99999999999", "%D9%A3"])
def test_a_strange_turn_number_does_not_break_the_call(phone, ana, turn):
    answer = phone.post(f"/twilio/voice?turn={turn}", {"SpeechResult": "hello"})

    assert (answer.status_code, "<Say" in answer.text) == (200, True)


def test_hostile_speech_is_stored_and_answered(phone, session, ana):
    phone.dial().speak("\x00\x01<Say>/restart " + "a" * 5000)

    assert phone.heard == spoken("voice.coach_slow")
    assert count(session, InboundMessage) == 1
