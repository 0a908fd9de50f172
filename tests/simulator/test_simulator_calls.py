"""Calls in both directions and their walk through TwiML."""

import pytest
from starlette.responses import Response

from tests.simulator.calling import ANA, MENU, VOICE, act, place


def test_call_is_answered_signed_and_heard(phones, clinic):
    clinic.will_answer(VOICE, f'<Say>Hello.</Say><Pause length="1"/>{MENU}')

    call = place(phones)

    assert call == {
        "sid": call["sid"],
        "status": "in-progress",
        "said": ["Hello.", "Press 1 for exercises"],
        "listening_for": ["dtmf", "speech"],
    }
    form = clinic.forms(VOICE)[0]
    assert clinic.hooks[0].is_signed
    assert (form["From"], form["CallStatus"], form["Direction"]) == (ANA, "ringing", "inbound")


def test_withheld_caller_has_twilios_number_for_it(phones, clinic):
    place(phones, "anonymous")

    assert clinic.forms(VOICE)[0]["From"] == "+266696687"


def test_pressed_key_goes_to_the_action(phones, clinic):
    clinic.will_answer(VOICE, MENU)
    clinic.will_answer("/twilio/voice/menu", "<Say>Exercises</Say><Hangup/>")
    call = place(phones)

    after = act(phones, call, "press", digits="1")

    assert (after["status"], after["said"], after["listening_for"]) == (
        "completed",
        ["Exercises"],
        None,
    )
    form = clinic.forms("/twilio/voice/menu")[0]
    assert (form["Digits"], form["CallStatus"]) == ("1", "in-progress")


def test_spoken_words_go_to_the_action(phones, clinic):
    clinic.will_answer(VOICE, MENU)
    call = place(phones)

    act(phones, call, "speak", speech="my back hurts", confidence=0.5)

    form = clinic.forms("/twilio/voice/menu")[0]
    assert (form["SpeechResult"], form["Confidence"]) == ("my back hurts", "0.5")


@pytest.mark.parametrize(
    ("attributes", "pressed", "taken"),
    [
        ("", "1234#99", "1234"),
        ('numDigits="2"', "123", "12"),
        ('finishOnKey="*"', "12#3*4", "12#3"),
        ('finishOnKey=""', "#", "#"),
        ("", "#7#", "7"),
    ],
)
def test_keys_are_taken_as_gather_says(phones, clinic, attributes, pressed, taken):
    clinic.will_answer(VOICE, f'<Gather action="/got" {attributes}/>')
    call = place(phones)

    act(phones, call, "press", digits=pressed)

    assert clinic.forms("/got")[0]["Digits"] == taken


def test_silence_takes_the_next_verb(phones, clinic):
    clinic.will_answer(VOICE, "<Gather><Say>Well?</Say></Gather><Say>Goodbye</Say>")
    call = place(phones)

    after = act(phones, call, "silence")

    assert (after["status"], after["said"]) == ("completed", ["Goodbye"])


def test_silence_goes_to_the_action_when_empty_results_do(phones, clinic):
    clinic.will_answer(VOICE, MENU)
    call = place(phones)

    act(phones, call, "silence")

    form = clinic.forms("/twilio/voice/menu")[0]
    assert (form["Digits"], form["SpeechResult"]) == ("", "")


def test_finish_key_alone_is_silence(phones, clinic):
    clinic.will_answer(VOICE, '<Gather action="/got"/><Say>Nothing heard</Say>')
    call = place(phones)

    assert act(phones, call, "press", digits="#")["said"] == ["Nothing heard"]


def test_gather_without_action_asks_the_same_url(phones, clinic):
    clinic.will_answer(VOICE, "<Gather/>", "<Say>Again</Say>")
    call = place(phones)

    assert act(phones, call, "press", digits="5")["said"] == ["Again"]


def test_said_holds_only_what_is_new(phones, clinic):
    clinic.will_answer(VOICE, MENU)
    clinic.will_answer("/twilio/voice/menu", f"<Say>Again.</Say>{MENU}")
    call = place(phones)

    assert act(phones, call, "press", digits="9")["said"] == ["Again.", "Press 1 for exercises"]


def test_redirect_and_relative_actions_are_followed(phones, clinic):
    clinic.will_answer(VOICE, "<Say>One moment</Say><Redirect>voice/next?turn=2</Redirect>")
    clinic.will_answer("/twilio/voice/next", '<Say>Here</Say><Gather action="answer"/>')
    call = place(phones)

    act(phones, call, "press", digits="1")

    assert call["said"] == ["One moment", "Here"]
    assert [hook.path for hook in clinic.hooks if hook.is_signed][-1] == "/twilio/voice/answer"


def test_get_action_is_signed_with_its_query(phones, clinic):
    clinic.will_answer(VOICE, '<Gather action="/got?turn=1" method="GET"/>')
    call = place(phones)

    act(phones, call, "press", digits="3")

    assert (clinic.hooks[1].form["Digits"], clinic.hooks[1].is_signed) == ("3", True)


def test_ssml_is_flattened(phones, clinic):
    clinic.will_answer(
        VOICE,
        '<Say>Take<break time="1s"/>it <prosody rate="slow">slowly</prosody>, please.</Say>'
        "<Play>https://coach.example.org/chime.mp3</Play>",
    )

    assert place(phones)["said"] == [
        "Take it slowly, please.",
        "[audio https://coach.example.org/chime.mp3]",
    ]


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "failed")])
def test_rejected_call_says_nothing(phones, clinic, reason, status):
    clinic.will_answer(VOICE, f'<Reject reason="{reason}"/>')

    call = place(phones)

    assert (call["status"], call["said"]) == (status, [])


@pytest.mark.parametrize(
    "document",
    ["<Say>broken", "<Sey>typo</Sey>", '<Gather numDigits="few"/>', "<Message>no</Message>"],
)
def test_twiml_error_is_heard_as_application_error(phones, clinic, document):
    clinic.answers[VOICE].append(Response(f"<Response>{document}</Response>"))

    call = place(phones)

    assert "an application error has occurred" in call["said"][-1]
    assert [error["sid"] for error in phones.http.get("/debug/webhooks").json()] == [call["sid"]]


def test_failed_webhook_is_heard_as_application_error(phones, clinic):
    clinic.will_answer(VOICE, "", status=500)

    call = place(phones)

    assert (call["status"], len(call["said"])) == ("completed", 1)


def test_endless_redirect_is_cut(phones, clinic):
    clinic.will_answer(VOICE, *["<Redirect/>"] * 10)

    call = place(phones)

    assert "application error" in call["said"][-1]
    assert len(clinic.forms(VOICE)) == 4


def test_hung_up_call_is_over(phones, clinic):
    clinic.will_answer(VOICE, MENU)
    call = place(phones)

    assert act(phones, call, "hangup")["status"] == "completed"
    assert phones.http.post(f"/calls/{call['sid']}/press", json={"digits": "1"}).status_code == 409


def test_key_in_a_call_that_listens_for_speech_is_refused(phones, clinic):
    clinic.will_answer(VOICE, '<Gather input="speech"/>')
    call = place(phones)

    response = phones.http.post(f"/calls/{call['sid']}/press", json={"digits": "1"})

    assert (response.status_code, "speech only" in response.json()["error"]) == (409, True)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/calls/CA0/press", {"digits": "1"}, 404),
        ("/calls/{sid}/press", {"digits": "one"}, 400),
        ("/calls/{sid}/speak", {"speech": ""}, 400),
        ("/calls/{sid}/answer", {"by": "dog"}, 400),
        ("/calls/{sid}/answer", {"by": "human"}, 409),
        ("/phones/12/calls", {}, 400),
    ],
)
def test_bad_act_is_refused_with_an_error(phones, clinic, path, body, status):
    clinic.will_answer(VOICE, MENU)
    sid = place(phones)["sid"]

    response = phones.http.post(path.format(sid=sid), json=body)

    assert (response.status_code, "error" in response.json()) == (status, True)
