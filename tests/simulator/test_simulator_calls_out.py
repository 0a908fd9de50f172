"""Calls that the clinic places, and one call that rings another phone."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.responses import Response
from twilio.base.exceptions import TwilioRestException

from tests.simulator.calling import ANA, DIAZ, MENU, VOICE, act, place, ring


def test_clinics_call_rings_and_is_listed(phones, twilio):
    call = ring(twilio)

    assert (call.status, call.direction) == ("queued", "outbound-api")
    assert [(listed["sid"], listed["status"]) for listed in phones.calls(DIAZ)] == [
        (call.sid, "ringing")
    ]


def test_answered_call_asks_its_url_and_is_heard(phones, twilio, clinic):
    clinic.will_answer("/twilio/page", "<Gather numDigits='1'><Say>Press 1</Say></Gather>")
    sid = ring(twilio, machine_detection="Enable").sid

    answered = phones.post(f"/calls/{sid}/answer", by="human")

    form = clinic.forms("/twilio/page")[0]
    assert (answered["said"], answered["status"]) == (["Press 1"], "in-progress")
    assert (form["AnsweredBy"], form["CallStatus"], form["To"]) == ("human", "in-progress", DIAZ)


def test_machine_stays_silent_until_the_coach_hangs_up(phones, twilio, clinic):
    clinic.will_answer("/twilio/page", "<Gather><Say>Press 1</Say></Gather><Say>Goodbye</Say>")
    sid = ring(twilio, machine_detection="DetectMessageEnd").sid

    answered = phones.post(f"/calls/{sid}/answer", by="machine")

    assert clinic.forms("/twilio/page")[0]["AnsweredBy"] == "machine_end_beep"
    assert (answered["said"], answered["status"]) == (["Press 1", "Goodbye"], "completed")


def test_inline_twiml_is_walked(phones, twilio):
    sid = ring(twilio, url=None, twiml="<Response><Say>Hello</Say></Response>").sid

    assert phones.post(f"/calls/{sid}/answer")["said"] == ["Hello"]


@pytest.mark.parametrize("reason", ["busy", "no-answer"])
def test_declined_call_ends_with_its_reason(phones, twilio, reason):
    sid = ring(twilio).sid

    phones.post(f"/calls/{sid}/decline", reason=reason)

    assert twilio.calls(sid).fetch().status == reason


def test_phone_that_rings_too_long_is_not_answered(phones, twilio, clinic):
    status = "https://coach.example.org/twilio/status"
    sid = ring(twilio, timeout=0, status_callback=status).sid
    phones.settle()

    assert twilio.calls(sid).fetch().status == "no-answer"
    assert [form["CallStatus"] for form in clinic.forms("/twilio/status")] == ["no-answer"]


def test_call_events_are_told_in_order(phones, twilio, clinic):
    events = ["initiated", "ringing", "answered", "completed"]
    status = "https://coach.example.org/twilio/status"
    sid = ring(twilio, status_callback=status, status_callback_event=events).sid
    phones.post(f"/calls/{sid}/answer")
    phones.settle()

    told = [(form["CallStatus"], form["SequenceNumber"]) for form in clinic.forms("/twilio/status")]

    assert told == [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")]


@pytest.mark.parametrize(("wish", "result"), [("completed", "canceled"), ("canceled", "canceled")])
def test_clinic_can_call_off_a_ringing_call(twilio, wish, result):
    sid = ring(twilio).sid

    assert twilio.calls(sid).update(status=wish).status == result


def test_clinic_can_end_a_call_in_progress_but_not_twice(phones, twilio, clinic):
    clinic.will_answer(VOICE, MENU)
    sid = place(phones)["sid"]

    assert twilio.calls(sid).update(status="completed").status == "completed"
    with pytest.raises(TwilioRestException) as caught:
        twilio.calls(sid).update(status="completed")
    assert caught.value.code == 21220


def test_clinic_can_send_a_call_elsewhere(phones, twilio, clinic):
    clinic.will_answer(VOICE, MENU)
    clinic.will_answer("/elsewhere", "<Say>We have an answer</Say><Gather/>")
    sid = place(phones)["sid"]

    twilio.calls(sid).update(url="https://coach.example.org/elsewhere")
    phones.settle()

    heard = phones.http.get(f"/calls/{sid}").json()["said"]
    assert heard == ["Press 1 for exercises", "We have an answer"]


def test_calls_are_listed_by_number_and_status(phones, twilio):
    sid = ring(twilio).sid
    place(phones)

    assert [call.sid for call in twilio.calls.list(to=DIAZ, status="ringing")] == [sid]
    assert len(twilio.calls.list()) == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"to": "12"}, 21211), ({"from_": DIAZ}, 21210), ({"url": "page"}, 21205)],
)
def test_bad_call_is_refused_with_twilios_code(twilio, fields, code):
    with pytest.raises(TwilioRestException) as caught:
        ring(twilio, **fields)

    assert caught.value.code == code


def dialled(phones, clinic):
    dial = f'<Dial action="/dialled" timeout="20">{DIAZ}</Dial><Say>unreached</Say>'
    clinic.will_answer(VOICE, dial)
    clinic.will_answer("/dialled", "<Say>Nobody is free</Say><Gather/>")
    call = place(phones)
    return call, phones.calls(DIAZ)[0]["sid"]


def test_dial_rings_the_other_phone(phones, clinic):
    call, _ = dialled(phones, clinic)

    assert (call["said"], call["listening_for"]) == ([f"[dialling {DIAZ}]"], None)
    assert [leg["status"] for leg in phones.calls(DIAZ)] == ["ringing"]


def test_declined_dial_is_told_to_the_action(phones, clinic):
    call, leg = dialled(phones, clinic)

    phones.post(f"/calls/{leg}/decline", reason="busy")

    assert clinic.forms("/dialled")[0]["DialCallStatus"] == "busy"
    assert phones.http.get(f"/calls/{call['sid']}").json()["said"][-1] == "Nobody is free"


def test_dial_ends_as_completed_when_the_other_side_hangs_up(phones, clinic):
    _, leg = dialled(phones, clinic)
    phones.post(f"/calls/{leg}/answer")

    phones.post(f"/calls/{leg}/hangup")

    assert clinic.forms("/dialled")[0]["DialCallStatus"] == "completed"


def test_hanging_up_ends_the_dialled_leg(phones, clinic):
    call, _ = dialled(phones, clinic)

    act(phones, call, "hangup")

    assert [leg["status"] for leg in phones.calls(DIAZ)] == ["canceled"]
    assert clinic.forms("/dialled") == []


def test_clinic_may_end_a_call_from_within_its_webhook(phones, clinic, twilio):
    taken = threading.Event()
    release = threading.Event()

    async def slow(scope, receive, send):
        taken.set()
        release.wait(5)
        await Response("<Response><Say>late</Say></Response>")(scope, receive, send)

    clinic.answers[VOICE].append(slow)
    with ThreadPoolExecutor() as pool:
        placing = pool.submit(place, phones)
        taken.wait(5)
        sid = phones.calls(ANA)[0]["sid"]
        twilio.calls(sid).update(status="completed")
        release.set()

    assert (placing.result()["status"], placing.result()["said"]) == ("canceled", [])
