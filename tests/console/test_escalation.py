"""One escalation: what the clinician sees, and what they do about it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coach import escalations, goals, people
from models.accounts import Account, AuditEvent
from models.enums import Disposition, EscalationStatus, OutboundStatus
from models.escalations import Escalation
from models.messages import OutboundMessage
from models.people import Patient
from tests.console.conftest import flagged, heard


@pytest.fixture
def path(escalation):
    return f"/escalations/{escalation.id}"


def seen(browser, path):
    return re.search(r'name="seen" value="(\d+)"', browser.get(path).text)[1]


def close(browser, path, **fields):
    return browser.submit(f"{path}/close", {"seen": seen(browser, path), **fields})


def stored(session, escalation):
    return session.get(Escalation, escalation.id, populate_existing=True)


def test_the_words_that_raised_it_are_marked(diaz, path):
    page = diaz.get(path).text

    assert "<mark>numb between my legs</mark> and cant wee" in page


def test_hostile_words_of_a_patient_are_escaped(diaz, sessions, now):
    body = 'numb between my legs and cant wee <script>alert("x")</script>'
    escalation = flagged(sessions, now, body=body)

    page = diaz.get(f"/escalations/{escalation.id}").text

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_shows_what_the_patient_was_told_and_that_it_was_delivered(
    diaz, session, path, now
):
    told = session.scalars(select(OutboundMessage).where(OutboundMessage.purpose == "safety")).one()
    told.status, told.status_at = OutboundStatus.DELIVERED, now + timedelta(minutes=1)
    session.commit()

    page = " ".join(diaz.get(path).text.split())

    assert "Go to A&amp;E now" in page
    assert re.search(r"Delivered <time [^>]+>today at 9:31am</time>", page)


def test_advice_that_did_not_arrive_stands_out(diaz, session, path, now):
    told = session.scalars(select(OutboundMessage).where(OutboundMessage.purpose == "safety")).one()
    told.status, told.status_at, told.error_code = OutboundStatus.UNDELIVERED, now, "30003"
    session.commit()

    page = diaz.get(path).text

    assert '<strong class="late">Not delivered</strong> (carrier' in page


def test_the_page_shows_the_programme_beside_the_talk(diaz, session, escalation, path, now):
    patient = session.get(Patient, escalation.patient_id)
    goals.set_goal(session, patient, activity="swim", amount="5 lengths", days=2, now=now)
    session.commit()

    page = " ".join(diaz.get(path).text.split())

    assert "swim, 5 lengths, on 2 days a week" in page


def test_what_the_patient_said_since_stands_beside_the_evidence(
    diaz, sessions, escalation, path, now
):
    with sessions.begin() as writing:
        patient = people.get(writing, escalation.patient_id)
        heard(writing, patient, "its getting worse", sid="SM9", now=now + timedelta(minutes=1))

    page = diaz.get(path).text

    assert page.index("And since then") < page.index("its getting worse")
    assert page.index("its getting worse") < page.index("What we told the patient")


def test_the_phone_number_can_be_rung_from_the_page(diaz, path):
    assert '<a class="call" href="tel:+447700900101">Call 07700 900101</a>' in diaz.get(path).text


def test_acknowledging_takes_it(diaz, session, escalation, path):
    answer = diaz.submit(f"{path}/acknowledge")

    assert answer.headers["Location"] == f"{path}?done=acknowledged"
    assert stored(session, escalation).status is EscalationStatus.ACKNOWLEDGED


def test_acknowledging_second_says_who_was_first(diaz, browser, session, escalation, path):
    diaz.submit(f"{path}/acknowledge")

    page = browser("evans").submit(f"{path}/acknowledge").headers["Location"]

    assert "Dr Diaz acknowledged this" in diaz.get(page).text
    holder = session.get(Account, stored(session, escalation).acknowledged_by)
    assert holder.name == "Dr Diaz"


def test_a_note_stands_in_the_log_under_its_writers_name(diaz, path):
    diaz.submit(f"{path}/note", {"words": "no answer, <tried> at 10:15"})

    page = " ".join(diaz.get(path).text.split())

    assert "no answer, &lt;tried&gt; at 10:15" in page
    assert "<strong>Note</strong> by Dr Diaz" in page


def test_recording_a_contact_takes_what_nobody_had(diaz, session, escalation, path):
    diaz.submit(f"{path}/contact", {"words": "husband drives her to A&E"})

    now_stored = stored(session, escalation)
    assert now_stored.status is EscalationStatus.CONTACTED
    assert now_stored.acknowledged_at is not None


@pytest.mark.parametrize(
    ("act", "fields", "error"),
    [
        ("note", {}, "Write the note before you save it."),
        ("contact", {}, "Say in a few words what was agreed"),
        ("close", {"words": "seen"}, "Choose how this ended."),
        ("close", {"disposition": "nonsense"}, "Choose how this ended."),
        (
            "close",
            {"disposition": "false_alarm", "words": "  "},
            "this way of closing needs a reason",
        ),
    ],
)
def test_a_form_with_something_missing_says_what(
    diaz, session, escalation, path, act, fields, error
):
    answer = diaz.submit(f"{path}/{act}", fields)

    assert (answer.status_code, stored(session, escalation).closed_at) == (422, None)
    assert error in answer.text


def test_what_was_typed_is_kept_when_something_is_missing(diaz, path):
    answer = diaz.submit(f"{path}/close", {"words": "spoke to her son"})

    assert "spoke to her son</textarea>" in answer.text


def test_closing_records_who_how_and_why(diaz, session, escalation, path):
    close(diaz, path, disposition="false_alarm", words="asked about her dog")

    closed = stored(session, escalation)
    assert (closed.status, closed.disposition) == (EscalationStatus.CLOSED, Disposition.FALSE_ALARM)
    assert escalations.events(session, closed.id)[-1].detail == "false_alarm: asked about her dog"


def test_closing_is_refused_when_the_patient_has_written_since(
    diaz, sessions, session, escalation, path, now
):
    read = seen(diaz, path)
    with sessions.begin() as writing:
        patient = people.get(writing, escalation.patient_id)
        heard(writing, patient, "now my legs give way", sid="SM9", now=now)

    answer = diaz.submit(f"{path}/close", {"seen": read, "disposition": "advice_given"})

    assert (answer.status_code, stored(session, escalation).closed_at) == (409, None)
    assert "The patient has written again" in answer.text


@pytest.mark.parametrize("act", ["acknowledge", "note", "contact", "close"])
def test_acting_on_a_closed_escalation_gets_a_friendly_page_and_the_words_back(diaz, path, act):
    read = seen(diaz, path)
    close(diaz, path, disposition="sent_to_ae")

    answer = diaz.submit(
        f"{path}/{act}", {"seen": read, "disposition": "nhs_111", "words": "I rang her"}
    )

    assert answer.status_code == 409
    assert "Somebody has closed this already" in answer.text
    assert "I rang her" in answer.text


def test_an_unknown_escalation_is_not_found(diaz):
    assert diaz.get("/escalations/4b1f8f60-5c3e-4f57-9f5e-0d6a3d2f9a11").status_code == 404


def test_every_act_is_audited(diaz, session, escalation, path):
    diaz.submit(f"{path}/acknowledge")
    diaz.submit(f"{path}/note", {"words": "a"})
    diaz.submit(f"{path}/contact", {"words": "b"})
    close(diaz, path, disposition="sent_to_ae")

    audited = session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject == str(escalation.id))
    )

    assert {a for a in audited if not a.startswith("view")} == {
        "acknowledge_escalation", "note_escalation", "contact_patient", "close_escalation",
    }  # fmt: skip


def test_a_closed_escalation_can_still_be_read_and_no_longer_acted_on(diaz, path):
    close(diaz, path, disposition="sent_to_ae", words="her son drove her")

    page = diaz.get(path).text

    assert "<strong>Closed: Sent to A&amp;E.</strong>" in page
    assert "her son drove her" in page
    assert f'action="{path}/' not in page


def test_advice_that_was_said_on_a_call_is_shown(diaz, sessions, escalation, path, now):
    key = "safety.cauda_equina.emergency"
    with sessions.begin() as calling:
        escalations.log(calling, escalation, "advised", channel="voice", detail=key, now=now)

    assert "Please go to A and E now" in diaz.get(path).text
