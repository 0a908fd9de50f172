"""What the network does wrong on demand, and how a script waits for it to be still."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from starlette.responses import Response
from twilio.base.exceptions import TwilioRestException

CLINIC = "+441632960000"
ANA = "+447700900101"
SMS = "/twilio/sms"
STATUS = "https://coach.example.org/twilio/status"


def send(twilio):
    return twilio.messages.create(to=ANA, from_=CLINIC, body="hello", status_callback=STATUS)


def statuses(clinic):
    return [form["MessageStatus"] for form in clinic.forms("/twilio/status")]


def test_duplicates_repeat_the_text_with_the_same_sid_and_token(phones, clinic):
    phones.post("/faults", duplicates=2)

    sid = phones.text(ANA, "hello")

    assert [form["MessageSid"] for form in clinic.forms(SMS)] == [sid] * 3
    assert len({hook.idempotency_token for hook in clinic.hooks}) == 1


def test_reorder_delivers_the_last_text_first(phones, clinic):
    phones.post("/faults", reorder=True)
    for body in ("one", "two"):
        phones.post(f"/phones/{ANA}/texts", body=body)
    phones.settle()

    assert [form["Body"] for form in clinic.forms(SMS)] == ["two", "one"]


def test_dropped_webhook_never_arrives_and_is_logged(phones, clinic):
    phones.post("/faults", webhook_drop=1)

    sid = phones.text(ANA, "hello")

    assert clinic.hooks == []
    assert [error["sid"] for error in phones.http.get("/debug/webhooks").json()] == [sid]


def test_http_errors_are_used_up(phones, twilio):
    phones.post("/faults", http_errors=[{"status": 503, "times": 2, "path": "Messages"}])

    caught = []
    for _ in range(2):
        with pytest.raises(TwilioRestException) as error:
            send(twilio)
        caught.append(error.value.status)

    assert (caught, send(twilio).status) == ([503, 503], "queued")


def test_http_error_of_another_path_does_not_concern_messages(phones, twilio):
    phones.post("/faults", http_errors=[{"status": 503, "path": "Calls"}])

    assert send(twilio).status == "queued"


def test_carrier_error_fails_the_message_later(phones, clinic, twilio):
    phones.post("/faults", error_codes={ANA: 30003})

    sid = send(twilio).sid
    phones.settle()

    assert statuses(clinic) == ["sent", "undelivered"]
    assert clinic.forms("/twilio/status")[-1]["ErrorCode"] == "30003"
    assert twilio.messages(sid).fetch().error_code == 30003


def test_carrier_error_that_never_left_is_failed(phones, clinic, twilio):
    phones.post("/faults", error_codes={ANA: 30001})
    send(twilio)
    phones.settle()

    assert statuses(clinic) == ["failed"]


def test_early_error_code_refuses_the_message(phones, twilio):
    phones.post("/faults", error_codes={ANA: 21610})

    with pytest.raises(TwilioRestException) as caught:
        send(twilio)

    assert (caught.value.status, caught.value.code) == (400, 21610)


def test_rate_limit_answers_429(phones, twilio):
    phones.post("/faults", rate_limit=1)
    send(twilio)

    with pytest.raises(TwilioRestException) as caught:
        send(twilio)

    assert (caught.value.status, caught.value.code) == (429, 20429)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("in_order", ["sent", "delivered"]),
        ("out_of_order", ["delivered", "sent"]),
        ("duplicated", ["sent", "sent", "delivered", "delivered"]),
        ("none", []),
    ],
)
def test_receipts_come_as_ordered(phones, clinic, twilio, order, told):
    phones.post("/faults", receipts=order)

    sid = send(twilio).sid
    phones.settle()

    assert statuses(clinic) == told
    assert twilio.messages(sid).fetch().status == "delivered"


def test_lost_response_accepts_the_message_and_drops_the_connection(phones, twilio):
    phones.post("/faults", lost_responses=1)

    with pytest.raises(requests.exceptions.ConnectionError):
        send(twilio)
    phones.settle()

    assert phones.thread(ANA) == [("outbound-api", "hello", "delivered")]
    assert send(twilio).status == "queued"


def test_delay_counts_as_in_flight(phones, clinic):
    phones.post("/faults", delay_ms=150)

    phones.text(ANA, "hello")

    assert len(clinic.forms(SMS)) == 1


def test_faults_add_up_until_cleared(phones):
    phones.post("/faults", duplicates=1)
    both = phones.post("/faults", delay_ms=5)

    phones.http.delete("/faults")

    cleared = phones.http.get("/faults").json()
    assert (both["duplicates"], both["delay_ms"]) == (1, 5)
    assert (cleared["duplicates"], cleared["delay_ms"]) == (0, 0)


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        ({"colour": "red"}, "colour: unknown field; known are duplicates"),
        ({"webhook_drop": 2}, "webhook_drop"),
        ({"receipts": "late"}, "receipts"),
        ({"error_codes": {"07700900101": 30003}}, "error_codes"),
        ({"http_errors": [{"status": 200}]}, "http_errors.0.status"),
    ],
)
def test_bad_fault_is_refused_with_the_field_named(phones, plan, named):
    response = phones.http.post("/faults", json=plan)

    assert response.status_code == 400
    assert response.json()["error"].startswith(named)


def test_idle_waits_for_a_text_in_flight(phones):
    phones.post("/faults", delay_ms=5000)
    phones.post(f"/phones/{ANA}/texts", body="hello")

    response = phones.http.get("/idle?timeout=0.2")

    assert (response.status_code, response.json()["idle"]) == (408, False)


def test_idle_waits_for_the_answer_to_a_text(phones):
    phones.text(ANA, "hello")

    response = phones.http.get("/idle?timeout=0.2&settle_ms=1")

    assert response.status_code == 408


def test_idle_ends_with_the_answer(phones, twilio):
    phones.text(ANA, "hello")

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(phones.http.get, "/idle?timeout=4&settle_ms=50&answer_ms=60000")
        send(twilio)

    assert waiting.result().json() == {"idle": True}


def test_idle_does_not_wait_for_an_answer_to_stop(phones):
    phones.text(ANA, "STOP")

    assert phones.http.get("/idle?timeout=0.5&settle_ms=1").json() == {"idle": True}


def test_idle_does_not_wait_for_an_answer_to_a_failed_webhook(phones, clinic):
    clinic.answers[SMS].append(Response(status_code=500))
    phones.text(ANA, "hello")

    assert phones.http.get("/idle?timeout=0.5&settle_ms=1").json() == {"idle": True}


@pytest.mark.parametrize("query", ["timeout=soon", "settle_ms=-1"])
def test_bad_idle_query_is_refused(phones, query):
    response = phones.http.get(f"/idle?{query}")

    assert response.status_code == 400
    assert response.json()["error"].startswith(query.split("=")[0])
