"""The queue: its order, its clocks, and how many queries it takes."""

import re

import pytest
from sqlalchemy import event

from console.pages import environment
from models.enums import (
    Category,
    Disposition,
    EscalationStatus,
    InboundStatus,
    OutboundStatus,
    PatientStatus,
    Role,
    Tier,
    TouchpointKind,
)
from tests.console.conftest import flagged


@pytest.fixture
def statements(engine):
    """How many statements have been sent to the database."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_an_empty_queue_says_what_that_means(diaz):
    page = diaz.get("/queue").text

    assert "Nothing waits" in page
    assert "does not prove that messages come in" in page


def test_the_most_urgent_escalation_stands_first(diaz, sessions, now):
    flagged(sessions, now, number="+447700900102", sid="SM2", tier=Tier.SOON)
    flagged(sessions, now, sid="SM1")

    order = re.findall(r'class="item edge-(\w+)"', diaz.get("/").text)

    assert order == ["emergency", "soon"]


def test_a_row_shows_tier_reason_patient_and_the_clocks(diaz, escalation):
    page = " ".join(diaz.get("/queue").text.split())

    for words in (
        "Emergency</strong>",
        "Possible cauda equina syndrome",
        "Ana",
        "number ending 0101",
    ):
        assert words in page
    assert "Acknowledge: 5 minutes left" in page
    assert "Contact: 10 minutes left" in page


def test_a_deadline_that_has_passed_is_shown_as_overdue(diaz, escalation, clock):
    clock.forward(minutes=8)

    page = diaz.get("/queue").text

    assert "Acknowledge: overdue by 3 minutes" in page
    assert "Contact: 2 minutes left" in page


def test_an_acknowledged_row_names_who_has_it(diaz, escalation):
    diaz.submit(f"/escalations/{escalation.id}/acknowledge")

    page = diaz.get("/queue").text

    assert "Dr Diaz has it" in page
    assert "Acknowledge:" not in page


def test_a_closed_escalation_moves_to_the_recently_closed(diaz, escalation):
    page = diaz.get(f"/escalations/{escalation.id}").text
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    diaz.submit(f"/escalations/{escalation.id}/close", {"disposition": "sent_to_ae", "seen": seen})

    page = diaz.get("/queue").text

    assert "Nothing waits" in page
    assert "Sent to A&amp;E" in page


def test_the_queue_takes_as_many_queries_for_three_rows_as_for_one(diaz, sessions, now, statements):
    flagged(sessions, now, number="+447700900101", sid="SM1")
    statements.clear()
    diaz.get("/queue")
    for_one = len(statements)
    flagged(sessions, now, number="+447700900102", sid="SM2")
    flagged(sessions, now, number="+447700900103", sid="SM3")

    statements.clear()
    diaz.get("/queue")

    assert len(statements) == for_one


def test_the_queue_warns_when_nobody_is_on_call(browser, people):
    alex = browser("alex")
    before = alex.get("/queue").text
    link = re.search(r'href="(/accounts/[^"]+)">Dr Diaz', alex.get("/accounts").text)[1]

    alex.submit(f"{link}/on-call")

    assert "On call: Dr Diaz." in before
    assert "Nobody is on call." in alex.get("/queue").text


def test_the_queue_reloads_itself_unless_asked_not_to(diaz):
    assert 'http-equiv="refresh"' in diaz.get("/queue").text
    assert 'http-equiv="refresh"' not in diaz.get("/queue?refresh=off").text


@pytest.mark.parametrize(
    ("table", "members"),
    [
        ("TIERS", Tier),
        ("TIER_MEANS", Tier),
        ("CATEGORIES", Category),
        ("STATUSES", EscalationStatus),
        ("DISPOSITION_WORDS", Disposition),
        ("OUTBOUND", OutboundStatus),
        ("INBOUND", InboundStatus),
        ("PATIENTS", PatientStatus),
        ("ROLE_WORDS", Role),
        ("TOUCHPOINTS", TouchpointKind),
    ],
)
def test_every_member_of_a_vocabulary_has_words_on_the_screen(table, members):
    words = getattr(environment().get_template("words.html").module, table)

    assert set(members) <= set(words)
