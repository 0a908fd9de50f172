"""Texts from a phone to the clinic: the webhook, keywords, replies."""

import pytest
from twilio.base.exceptions import TwilioRestException

CLINIC = "+441632960000"
ANA = "+447700900101"
SMS = "/twilio/sms"


def test_text_reaches_the_webhook_signed_with_twilios_fields(phones, clinic):
    sid = phones.text(ANA, "my back hurts \u2013 7 & \u2019worse\u2019")

    form = clinic.forms(SMS)[0]
    assert clinic.hooks[0].is_signed
    assert {name: form[name] for name in ("MessageSid", "SmsSid", "From", "To", "Body")} == {
        "MessageSid": sid,
        "SmsSid": sid,
        "From": ANA,
        "To": CLINIC,
        "Body": "my back hurts \u2013 7 & \u2019worse\u2019",
    }


def test_text_webhook_carries_blank_fields(phones, clinic):
    phones.text(ANA, "hello")

    form = clinic.forms(SMS)[0]
    assert (form["FromCity"], form["NumMedia"], "OptOutType" in form) == ("", "0", False)


def test_text_with_media_names_it(phones, clinic):
    phones.post(f"/phones/{ANA}/texts", body="", media=1)
    phones.settle()

    form = clinic.forms(SMS)[0]
    assert (form["NumMedia"], form["MediaContentType0"]) == ("1", "image/jpeg")


def test_texts_of_one_phone_arrive_in_the_order_of_sending(phones, clinic):
    for number in range(20):
        phones.post(f"/phones/{ANA}/texts", body=str(number))
    phones.settle()

    assert [form["Body"] for form in clinic.forms(SMS)] == [str(number) for number in range(20)]


def test_twiml_message_is_sent_as_a_reply(phones, clinic):
    clinic.will_answer(SMS, "<Message>Thank you</Message>")

    phones.text(ANA, "hello")

    assert phones.thread(ANA) == [
        ("inbound", "hello", "received"),
        ("outbound-reply", "Thank you", "delivered"),
    ]


def test_twiml_error_in_answer_to_text_is_logged(phones, clinic):
    clinic.will_answer(SMS, "<Mesage>typo</Mesage>")

    sid = phones.text(ANA, "hello")

    errors = phones.http.get("/debug/webhooks").json()
    assert [(error["code"], error["sid"]) for error in errors] == [(12200, sid)]


def test_failed_webhook_is_logged_and_the_text_stays_in_the_log(phones, clinic, twilio):
    clinic.will_answer(SMS, "", status=503)

    sid = phones.text(ANA, "hello")

    errors = phones.http.get("/debug/webhooks").json()
    assert [(error["code"], error["reason"]) for error in errors] == [(11200, "answered 503")]
    assert [message.sid for message in twilio.messages.list(to=CLINIC)] == [sid]


@pytest.mark.parametrize("word", ["STOP", "stop ", "StopAll", "unsubscribe", "OPTOUT", "revoke"])
def test_stop_word_blocks_the_phone_and_still_reaches_the_clinic(phones, clinic, twilio, word):
    phones.text(ANA, word)

    with pytest.raises(TwilioRestException) as caught:
        twilio.messages.create(to=ANA, from_=CLINIC, body="hello")
    assert (caught.value.code, clinic.forms(SMS)[0]["OptOutType"]) == (21610, "STOP")


@pytest.mark.parametrize("words", ["stop texting me", "cancel", "end", "quit", "no"])
def test_other_words_do_not_block_the_phone(phones, clinic, twilio, words):
    phones.text(ANA, words)

    assert twilio.messages.create(to=ANA, from_=CLINIC, body="hello").status == "queued"
    assert "OptOutType" not in clinic.forms(SMS)[0]


def test_carrier_confirms_stop_once_and_outside_the_message_log(phones, twilio):
    phones.text(ANA, "STOP")
    phones.text(ANA, "STOP")

    assert [text[0] for text in phones.thread(ANA)] == ["inbound", "outbound-reply", "inbound"]
    assert twilio.messages.list(to=ANA) == []


@pytest.mark.parametrize("word", ["START", "unstop"])
def test_start_word_lifts_the_block(phones, clinic, twilio, word):
    phones.text(ANA, "STOP")

    phones.text(ANA, word)

    assert clinic.forms(SMS)[1]["OptOutType"] == "START"
    assert twilio.messages.create(to=ANA, from_=CLINIC, body="hello").status == "queued"


def test_yes_does_not_lift_the_block(phones, twilio):
    phones.text(ANA, "STOP")
    phones.text(ANA, "YES")

    with pytest.raises(TwilioRestException):
        twilio.messages.create(to=ANA, from_=CLINIC, body="hello")


def test_help_is_named_to_the_clinic_and_not_answered_by_the_carrier(phones, clinic):
    phones.text(ANA, "help")

    assert clinic.forms(SMS)[0]["OptOutType"] == "HELP"
    assert len(phones.thread(ANA)) == 1


def test_reply_to_a_phone_that_opted_out_is_not_sent(phones, clinic):
    clinic.will_answer(SMS, "<Message>Goodbye</Message>")

    phones.text(ANA, "STOP")

    assert "Goodbye" not in [body for _, body, _ in phones.thread(ANA)]
    assert [error["code"] for error in phones.http.get("/debug/webhooks").json()] == [21610]


@pytest.mark.parametrize(
    ("phone", "body", "named"),
    [
        ("07700900101", {"body": "hello"}, "e164"),
        ("anonymous", {"body": "hello"}, "e164"),
        (CLINIC, {"body": "hello"}, "e164"),
        (ANA, {"body": ""}, "body"),
        (ANA, {"text": "hello"}, "body"),
        (ANA, {"body": "x" * 1601}, "body"),
        (ANA, {"body": "hello", "colour": "red"}, "colour"),
    ],
)
def test_bad_text_is_refused_with_the_field_named(phones, phone, body, named):
    response = phones.http.post(f"/phones/{phone}/texts", json=body)

    assert response.status_code == 400
    assert response.json()["error"].startswith(named)


def test_body_that_is_not_json_is_refused(phones):
    response = phones.http.post(f"/phones/{ANA}/texts", content="hello")

    assert (response.status_code, "not JSON" in response.json()["error"]) == (400, True)
