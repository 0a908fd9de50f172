"""TwiML as Twilio must be able to read it."""

from xml.etree import ElementTree as ET

from telephony import twiml


def asked(*said, action="/twilio/voice?turn=3", several_digits=False, barge_in=True, timeout=8):
    document = twiml.ask(
        said, action=action, several_digits=several_digits, barge_in=barge_in, timeout=timeout
    )
    return ET.fromstring(document)


def test_a_prompt_waits_for_one_key_or_speech():
    gather = asked("How are you?").find("Gather")

    assert gather.attrib == {
        "input": "dtmf speech",
        "action": "/twilio/voice?turn=3",
        "method": "POST",
        "language": "en-GB",
        "timeout": "8",
        "speechTimeout": "auto",
        "profanityFilter": "false",
        "actionOnEmptyResult": "true",
        "bargeIn": "true",
        "numDigits": "1",
    }


def test_a_number_prompt_takes_several_keys_up_to_hash():
    gather = asked("From zero to ten?", several_digits=True).find("Gather")

    assert (gather.get("finishOnKey"), gather.get("numDigits")) == ("#", None)


def test_a_safety_statement_cannot_be_cut_short():
    gather = asked("Please call 9 9 9 now.", barge_in=False).find("Gather")

    assert gather.get("bargeIn") == "false"


def test_blank_lines_and_further_words_are_set_apart_by_pauses():
    gather = asked("One.\nStill one.\n\nTwo.", "Three.").find("Gather")

    heard = [part.text if part.tag == "Say" else part.tag for part in gather]
    assert heard == ["One. Still one.", "Pause", "Two.", "Pause", "Three."]


def test_everything_is_said_by_the_same_british_voice():
    says = list(asked("One.\n\nTwo.").iter("Say"))

    assert {(s.get("voice"), s.get("language")) for s in says} == {("Polly.Amy-Neural", "en-GB")}


def test_words_that_xml_cannot_carry_do_not_break_the_call():
    said = asked("walk \x00\x0b<b>&\ud83d the dog").find("Gather").findtext("Say")

    assert said == "walk <b>& the dog"


def test_a_farewell_ends_the_call():
    response = ET.fromstring(twiml.hang_up(["Goodbye."]))

    assert [part.tag for part in response] == ["Say", "Hangup"]
