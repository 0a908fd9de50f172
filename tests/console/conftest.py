"""People at their browsers, on a real database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

import content
from coach import accounts, escalations, inbox, outbox, safety_messages
from console.app import create
from models.enums import Category, Channel, InboundStatus, Purpose, Role, Tier
from tests.factories import DR_DIAZ, make_patient

PASSWORD = "four quiet garden walls"
RED_FLAG = "numb between my legs and cant wee since this morning"


@dataclass
class Clock:
    """The programme's time, moved by hand."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **amount: float) -> None:
        self.at += timedelta(**amount)


class Browser(TestClient):
    """A browser that keeps cookies and sends forms as a person would: with the page's hidden fields."""

    def open(self, path: str):
        return self.get(path, follow_redirects=False)

    def submit(self, path: str, fields: dict[str, str] | None = None, **overrides):
        page = self.get("/your-account").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        data = {"csrf_token": token[1] if token else "", **(fields or {})}
        return self.post(path, data=data, follow_redirects=False, **overrides)

    def sign_in(self, username: str, password: str = PASSWORD, **more: str):
        page = self.get("/sign-in").text
        token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
        data = {"form_token": token, "username": username, "password": password, **more}
        return self.post("/sign-in", data=data, follow_redirects=False)


@pytest.fixture
def clock(now) -> Clock:
    return Clock(now)


@pytest.fixture
def app(sessions, clock):
    return create(sessions, clock)


@pytest.fixture
def people(sessions, now):
    """Dr Diaz is on call, Dr Evans is not, Sam is staff, Alex administers."""
    with sessions.begin() as session:
        for username, name, role, number in [
            ("diaz", "Dr Diaz", Role.CLINICIAN, DR_DIAZ),
            ("evans", "Dr Evans", Role.CLINICIAN, None),
            ("sam", "Sam Staff", Role.STAFF, None),
            ("alex", "Alex Admin", Role.ADMIN, None),
        ]:
            accounts.create(
                session, username=username, name=name, role=role, password=PASSWORD,
                number=number, on_call=number is not None, now=now,
            )  # fmt: skip


@pytest.fixture
def browser(app):
    """Makes browsers; give a username to have it signed in."""

    def made(username: str | None = None) -> Browser:
        one = Browser(app)
        if username:
            assert one.sign_in(username).status_code == 303
        return one

    return made


@pytest.fixture
def diaz(people, browser) -> Browser:
    return browser("diaz")


def heard(session, patient, body, *, sid, now):
    """A text from the patient, screened and settled."""
    message = inbox.store(
        session, patient, provider_sid=sid, channel=Channel.SMS, body=body, now=now
    )
    message.screened_at, message.status = now, InboundStatus.SETTLED
    return message


def flagged(
    sessions, now, *, number="+447700900101", body=RED_FLAG, sid="SM1", name=None,
    tier=Tier.EMERGENCY, category=Category.CAUDA_EQUINA,
):  # fmt: skip
    """A patient whose text raised an escalation over its first 20 letters, and was answered."""
    with sessions.begin() as session:
        patient = make_patient(session, now=now, number=number, preferred_name=name)
        message = heard(session, patient, body, sid=sid, now=now)
        message.tier = tier
        evidence = {"inbound_id": str(message.id), "start": 0, "end": 20, "text": body[:20]}
        escalation = escalations.raise_escalation(
            session, patient, tier=tier, category=category, evidence=[evidence],
            channel=Channel.SMS, now=now,
        )  # fmt: skip
        key = safety_messages.key(category, tier)
        outbox.queue(
            session,
            outbox.Draft(
                patient_id=patient.id, in_reply_to=message.id, purpose=Purpose.SAFETY,
                keys=[key], body=content.render(key, "sms"), dedupe_key=f"answer:{sid}",
            ),
            now=now,
        )  # fmt: skip
        return escalation


@pytest.fixture
def escalation(sessions, people, now):
    """Ana's text about numbness has raised an emergency."""
    return flagged(sessions, now, name="Ana")
