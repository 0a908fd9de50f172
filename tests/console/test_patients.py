"""The list of patients and one patient's thread."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach import transcripts
from models.enums import Channel
from models.messages import InboundMessage, Turn
from models.people import Patient


def test_an_empty_list_says_so(diaz):
    assert "Nobody has joined yet" in diaz.get("/patients").text


def test_a_patient_is_found_by_number_written_in_any_way(diaz, escalation):
    page = diaz.submit("/patients", {"number": "07700 900101"}).text

    assert f"/patients/{escalation.patient_id}" in page


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("hello", 422, "Write the phone number like"),
        ("07700900199", 404, "Nobody with this number"),
    ],
)
def test_a_number_that_finds_nobody_says_why(diaz, number, status, words):
    answer = diaz.submit("/patients", {"number": number})

    assert answer.status_code == status
    assert words in answer.text


def test_a_thread_shows_both_sides_in_order(diaz, escalation):
    page = diaz.get(f"/patients/{escalation.patient_id}").text

    assert page.index("<mark>numb between my legs</mark>") < page.index("Go to A&amp;E now")


def test_a_long_thread_is_shown_in_parts(session, sessions, escalation, now):
    for number in range(1, 6):
        session.add(
            InboundMessage(
                provider_sid=f"SM-more-{number}", patient_id=escalation.patient_id,
                channel=Channel.SMS, body=f"text {number}",
                received_at=now + timedelta(minutes=number), screened_at=now,
            )
        )  # fmt: skip
    session.commit()

    newest = transcripts.thread(session, escalation.patient_id, limit=3)
    older = transcripts.thread(session, escalation.patient_id, before=newest.earlier, limit=3)

    assert [line.words for line in newest.lines] == ["text 3", "text 4", "text 5"]
    assert [line.words for line in older.lines][-2:] == ["text 1", "text 2"]


def test_the_coachs_side_of_a_call_is_shown_from_its_turns(session, escalation, now):
    heard = session.scalars(select(InboundMessage)).one()
    session.add(
        Turn(
            patient_id=escalation.patient_id, inbound_id=heard.id, channel=Channel.VOICE,
            intent="greet", confidence=0.9, content_keys=["talk.greet"], at=now + timedelta(minutes=1),
        )
    )  # fmt: skip
    session.commit()

    last = transcripts.thread(session, escalation.patient_id).lines[-1]

    assert (last.by_patient, last.channel, last.status) == (False, Channel.VOICE, "spoken")
    assert last.words == transcripts.wording("talk.greet", Channel.VOICE)


def test_opting_out_and_the_wrong_phone_are_shown(diaz, session, escalation, now):
    patient = session.get(Patient, escalation.patient_id)
    patient.sms_opted_out_at = patient.wrong_person_at = now
    session.commit()

    page = diaz.get(f"/patients/{patient.id}").text

    assert "Stopped our texts" in page
    assert "said on" in page


def test_a_wording_that_is_gone_is_named_by_its_key():
    assert transcripts.wording("no.such_key", Channel.SMS) == "[no.such_key]"
