"""Who may open what."""

import pytest
from sqlalchemy import select

from models.accounts import AuditEvent

CLINICIANS_ONLY = ["/escalations/{escalation}", "/patients/{patient}"]


@pytest.mark.parametrize("path", CLINICIANS_ONLY)
@pytest.mark.parametrize("username", ["sam", "alex"])
def test_only_clinicians_read_what_patients_said(browser, escalation, username, path):
    path = path.format(escalation=escalation.id, patient=escalation.patient_id)

    answer = browser(username).get(path)

    assert answer.status_code == 403
    assert "numb" not in answer.text


@pytest.mark.parametrize(
    ("username", "path", "status"),
    [
        ("sam", "/queue", 403),
        ("sam", "/accounts", 403),
        ("sam", "/patients", 200),
        ("sam", "/system", 200),
        ("diaz", "/accounts", 403),
        ("diaz", "/patients", 200),
        ("alex", "/queue", 200),
        ("alex", "/accounts", 200),
        ("alex", "/patients", 403),
    ],
)
def test_a_role_opens_its_own_pages(people, browser, username, path, status):
    assert browser(username).get(path).status_code == status


@pytest.mark.parametrize("act", ["acknowledge", "note", "contact", "close"])
@pytest.mark.parametrize("username", ["sam", "alex"])
def test_only_clinicians_act_on_escalations(browser, escalation, username, act):
    answer = browser(username).submit(f"/escalations/{escalation.id}/{act}", {"words": "hello"})

    assert answer.status_code == 403


def test_staff_see_patients_by_pseudonym_and_masked_number(browser, escalation):
    page = browser("sam").get("/patients").text

    assert escalation.patient_id.hex[:8] in page
    assert "0101" in page
    assert "Ana" not in page
    assert "+447700900101" not in page


def test_administrators_see_the_queue_without_names_or_links(browser, escalation):
    page = browser("alex").get("/queue").text

    assert "Possible cauda equina syndrome" in page
    assert "Ana" not in page
    assert f"/escalations/{escalation.id}" not in page


def test_looking_at_a_patients_words_is_audited(session, browser, escalation):
    diaz = browser("diaz")
    diaz.get(f"/escalations/{escalation.id}")
    diaz.get(f"/patients/{escalation.patient_id}")

    looks = session.execute(
        select(AuditEvent.action, AuditEvent.subject).where(AuditEvent.action.like("view%"))
    )

    assert sorted(map(tuple, looks)) == [
        ("view_escalation", str(escalation.id)),
        ("view_transcript", str(escalation.patient_id)),
    ]
