"""Texts from the clinic, through Twilio's real client."""

from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioRestException

ACCOUNT = "AC" + "0" * 32
CLINIC = "+441632960000"
ANA = "+447700900101"
STATUS = "https://coach.example.org/twilio/status?ob=7"


def send(twilio, body="How is your back?", **extra):
    return twilio.messages.create(**{"to": ANA, "from_": CLINIC, "body": body, **extra})


def refusal(twilio, **fields):
    with pytest.raises(TwilioRestException) as caught:
        send(twilio, **fields)
    return caught.value.status, caught.value.code


def test_created_message_is_queued_and_has_twilios_fields(twilio):
    message = send(twilio)

    assert (message.status, message.direction, message.num_segments, message.price) == (
        "queued",
        "outbound-api",
        "1",
        None,
    )
    assert message.uri == f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{message.sid}.json"


def test_created_message_reaches_the_phone(twilio, phones):
    send(twilio)
    phones.settle()

    assert phones.thread(ANA) == [("outbound-api", "How is your back?", "delivered")]


def test_message_of_a_messaging_service_is_accepted_first(twilio, phones):
    message = send(twilio, from_=None, messaging_service_sid="MG" + "1" * 32)
    phones.settle()

    assert (message.status, message.num_segments, message.from_) == ("accepted", "0", None)
    assert twilio.messages(message.sid).fetch().from_ == CLINIC


def test_fetched_message_has_its_final_status_and_dates(twilio, phones):
    sid = send(twilio).sid
    phones.settle()

    message = twilio.messages(sid).fetch()

    assert message.status == "delivered"
    assert abs(message.date_sent - datetime.now(UTC)) < timedelta(minutes=1)


def test_unknown_message_is_20404(twilio):
    with pytest.raises(TwilioRestException) as caught:
        twilio.messages("SM" + "f" * 32).fetch()

    assert (caught.value.status, caught.value.code) == (404, 20404)


def test_wrong_token_is_20003(connect):
    assert refusal(connect("wrong")) == (401, 20003)


def test_second_token_is_as_good_as_the_first(connect):
    assert send(connect("second-token")).status == "queued"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "07700900101"}, 21211),
        ({"to": "+266696687"}, 21211),
        ({"to": CLINIC}, 21266),
        ({"from_": "+441632960999"}, 21606),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
    ],
)
def test_bad_message_is_refused_with_twilios_code(twilio, fields, code):
    assert refusal(twilio, **fields) == (400, code)


def test_segments_follow_the_encoding(twilio):
    counts = [
        send(twilio, body="a" * 160).num_segments,
        send(twilio, body="a" * 161).num_segments,
        send(twilio, body="\u2019" * 71).num_segments,
        send(twilio, body="\u2019" * 71, smart_encoded=True).num_segments,
    ]

    assert counts == ["1", "2", "2", "1"]


def test_list_is_newest_first_and_filtered_by_number(twilio, phones):
    send(twilio, body="one")
    send(twilio, body="two")
    send(twilio, body="other", to="+447700900103")
    phones.text(ANA, "mine")

    assert [message.body for message in twilio.messages.list(to=ANA)] == ["two", "one"]
    assert [message.body for message in twilio.messages.list(to=CLINIC)] == ["mine"]


def test_list_follows_pages(twilio):
    for number in range(5):
        send(twilio, body=str(number))

    listed = twilio.messages.list(page_size=2)

    assert [message.body for message in listed] == ["4", "3", "2", "1", "0"]


def test_list_respects_the_time_window(twilio, phones):
    send(twilio)
    phones.settle()
    now = datetime.now(UTC)

    inside = twilio.messages.list(date_sent_after=now - timedelta(hours=1))
    later = twilio.messages.list(date_sent_after=now + timedelta(hours=1))
    earlier = twilio.messages.list(date_sent_before=now - timedelta(hours=1))

    assert [len(inside), len(later), len(earlier)] == [1, 0, 0]


def test_receipts_come_in_order_and_signed(twilio, phones, clinic):
    sid = send(twilio, status_callback=STATUS).sid
    phones.settle()

    receipts = clinic.forms("/twilio/status")

    assert [(form["MessageSid"], form["MessageStatus"]) for form in receipts] == [
        (sid, "sent"),
        (sid, "delivered"),
    ]
    assert all(hook.is_signed for hook in clinic.hooks)


def test_receipts_are_sent_only_when_asked_for(twilio, phones, clinic):
    send(twilio)
    phones.settle()

    assert clinic.hooks == []


def test_account_can_be_fetched(twilio):
    assert twilio.api.accounts(ACCOUNT).fetch().status == "active"
