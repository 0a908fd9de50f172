"""What becomes of a text before any model sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach import escalations, inbox
from coach.intake import take_in_text
from models.enums import Channel, InboundStatus, PatientStatus, Purpose, Tier
from models.messages import Conversation, InboundMessage, OutboundMessage
from tests.factories import ANA, BEN, make_clinician, make_patient

RED_FLAG = "numb between my legs and cant wee since this morning"


def text(session, now, body, *, number=ANA, sid="SM1", media=0):
    taken = take_in_text(
        session, provider_sid=sid, number=number, body=body, media_count=media, now=now
    )
    session.commit()
    return taken


def said(session):
    return [m.content_keys for m in session.scalars(select(OutboundMessage).order_by("seq"))]


def test_a_repeated_delivery_is_stored_once(session, ana, now):
    text(session, now, "hello", sid="SM1")
    again = text(session, now, "hello", sid="SM1")

    assert again.inbound is None
    assert [m.body for m in session.scalars(select(InboundMessage))] == ["hello"]


def test_an_ordinary_text_waits_for_the_coach(session, ana, now):
    taken = text(session, now, "I walked twice this week")

    assert taken.inbound.status is InboundStatus.WAITING
    assert inbox.claim(session, now=now).body == "I walked twice this week"


def test_a_red_flag_opens_an_escalation_and_queues_the_safety_message_first(session, ana, now):
    make_clinician(session, now=now)

    taken = text(session, now, RED_FLAG)

    open_now = escalations.open_for(session, ana.id)
    assert (open_now.tier, open_now.category) == (Tier.EMERGENCY, "cauda_equina")
    assert said(session) == [["page.escalation"], ["safety.cauda_equina.emergency"]]
    assert taken.inbound.status is InboundStatus.SETTLED
    assert len(taken.send_now) == 2


def test_a_second_flag_joins_the_open_escalation(session, ana, now):
    text(session, now, RED_FLAG, sid="SM1")
    text(session, now + timedelta(minutes=1), "and now a fever and shaking", sid="SM2")

    assert [e.tier for e, _ in escalations.queue(session)] == [Tier.EMERGENCY]


def test_a_red_flag_from_an_unknown_number_is_escalated_too(session, now):
    text(session, now, RED_FLAG, number=BEN)

    assert [e.category for e, _ in escalations.queue(session)] == ["cauda_equina"]


def test_a_text_during_an_open_escalation_is_not_coached(session, ana, now):
    text(session, now, RED_FLAG, sid="SM1")
    later = text(session, now, "anyway how do I do my stretches", sid="SM2")

    assert later.inbound.status is InboundStatus.SETTLED
    assert said(session)[-1] == ["safety.still_open"]


def test_nothing_telling_is_texted_while_a_safeguarding_escalation_is_open(session, ana, now):
    escalations.raise_escalation(
        session,
        ana,
        tier=Tier.SAME_DAY,
        category="safeguarding",
        evidence=[],
        channel="sms",
        now=now,
    )

    text(session, now, "thanks, I will wait")

    assert said(session)[-1] == ["safety.safeguarding.same_day"]


@pytest.mark.parametrize("word", ["STOP", "stop", " Stop. ", "STOPALL", "unsubscribe"])
def test_a_carrier_stop_word_stops_the_texts_and_is_not_answered(session, ana, now, word):
    text(session, now, word)

    session.refresh(ana)
    assert ana.sms_opted_out_at == now
    assert said(session) == []


@pytest.mark.parametrize(
    "words", ["please stop texting me", "dont text me anymore", "I don't want these messages"]
)
def test_a_wish_to_stop_in_words_stops_the_texts_and_is_confirmed(session, ana, now, words):
    text(session, now, words)

    session.refresh(ana)
    assert ana.sms_opted_out_at == now
    assert said(session) == [["optout.confirmed"]]


def test_stop_does_not_end_an_open_escalation(session, ana, now):
    text(session, now, RED_FLAG, sid="SM1")
    text(session, now, "STOP", sid="SM2")

    assert escalations.blocking(session, ana.id) is not None


def test_a_red_flag_after_stop_is_still_escalated_and_answered(session, ana, now):
    text(session, now, "STOP", sid="SM1")
    text(session, now, RED_FLAG, sid="SM2")

    assert escalations.blocking(session, ana.id) is not None
    assert said(session)[-1] == ["safety.cauda_equina.emergency"]


def test_start_resumes_the_texts(session, ana, now):
    text(session, now, "STOP", sid="SM1")
    text(session, now, "START", sid="SM2")

    session.refresh(ana)
    assert ana.sms_opted_out_at is None
    assert said(session) == [["optout.resumed"]]


def test_help_is_answered_without_a_model(session, ana, now):
    text(session, now, "HELP")

    assert said(session) == [["optout.help"]]


def test_join_from_a_new_number_asks_for_consent(session, now):
    text(session, now, "join", number=BEN)

    (talk,) = session.scalars(select(Conversation))
    assert talk.state == {"form": "join_form", "slot": "consent"}
    assert said(session) == [["join.ask_consent"]]


def test_an_unknown_number_is_invited_once_in_a_while(session, now):
    text(session, now, "hi who is this", number=BEN, sid="SM1")
    text(session, now, "hello?", number=BEN, sid="SM2")

    assert said(session) == [["join.invite_unknown"]]


@pytest.mark.parametrize(
    ("body", "media", "key"),
    [
        ("", 0, "inbound.empty"),
        ("   ", 0, "inbound.empty"),
        ("", 2, "inbound.media"),
        ("\U0001f600\U0001f44d", 0, "inbound.unreadable"),
        ("\x00\x01\x02 a\x00", 0, "inbound.unreadable"),
        ("walk " * 400, 0, "inbound.too_long"),
    ],
)
def test_what_cannot_be_read_is_answered(session, ana, now, body, media, key):
    text(session, now, body, media=media)

    assert said(session) == [[key]]


def test_safety_messages_are_queued_as_such(session, ana, now):
    text(session, now, RED_FLAG)

    (message,) = session.scalars(select(OutboundMessage))
    assert (message.purpose, message.patient_id) == (Purpose.SAFETY, ana.id)


def test_a_lapsed_joining_talk_starts_again_from_its_question(session, now):
    make_patient(session, now=now, number=BEN, enrolled=False)
    text(session, now, "join", number=BEN, sid="SM1")
    text(session, now + timedelta(days=2), "what was it again", number=BEN, sid="SM2")

    talk = session.scalars(select(Conversation)).one()
    assert talk.channel is Channel.SMS
    assert said(session) == [["join.ask_consent"], ["join.ask_consent"]]


def test_a_declined_number_stays_unknown(session, now):
    patient = make_patient(session, now=now, number=BEN, enrolled=False)

    assert patient.status is PatientStatus.UNKNOWN
