"""GET /escalations/{id} and the four POSTs below it: acknowledge, note, contact, close."""

from __future__ import annotations

import uuid
from collections.abc import Container
from typing import Any

from starlette.responses import Response

from coach import (
    audit,
    escalation_acts,
    escalation_views,
    escalations,
    people,
    summaries,
    transcripts,
)
from coach.escalation_acts import HeardSince, WordsMissing
from coach.transcripts import Line, Thread
from console import marks
from console.door import Visit, go
from models.enums import Disposition
from models.escalations import Escalation

# What a redirect may say was done; the words stand in the template.
DONE = ("acknowledged", "noted", "contacted", "closed", "theirs")
CONVERSATION = 30


def show(visit: Visit) -> Response:
    """Everything that a clinician needs to act on one escalation."""
    return _page(visit, done=visit.request.query_params.get("done"))


def acknowledge(visit: Visit) -> Response:
    """Take it; says so when somebody else was first."""
    escalation = _one(visit)
    holder = escalation_acts.acknowledge(visit.session, escalation.id, by=visit.by, now=visit.now)
    return _back(escalation, "acknowledged" if holder == visit.by.id else "theirs")


def note(visit: Visit) -> Response:
    """Add a note (field words)."""
    escalation, words = _one(visit), visit.words("words")
    try:
        escalation_acts.note(visit.session, escalation.id, by=visit.by, words=words, now=visit.now)
    except WordsMissing:
        return _again(visit, {"note": "no_note"})
    return _back(escalation, "noted")


def contact(visit: Visit) -> Response:
    """Record a talk with the patient (field words)."""
    escalation, words = _one(visit), visit.words("words")
    try:
        escalation_acts.record_contact(
            visit.session, escalation.id, by=visit.by, words=words, now=visit.now
        )
    except WordsMissing:
        return _again(visit, {"contact": "no_contact"})
    return _back(escalation, "contacted")


def close(visit: Visit) -> Response:
    """Close it (fields disposition, words, seen)."""
    escalation, words, seen = _one(visit), visit.words("words"), visit.words("seen", 20)
    chosen = visit.words("disposition", 32)
    if chosen not in list(Disposition):
        return _again(visit, {"disposition": "no_disposition"})
    try:
        escalation_acts.close(
            visit.session,
            escalation.id,
            by=visit.by,
            disposition=Disposition(chosen),
            words=words,
            seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
            now=visit.now,
        )
    except WordsMissing:
        return _again(visit, {"close": "no_reason"})
    except HeardSince:
        return _again(visit, {"close": "heard_since"}, status=409)
    return _back(escalation, "closed")


def _one(visit: Visit) -> Escalation:
    return escalation_views.get(visit.session, visit.request.path_params["id"])


def _back(escalation: Escalation, done: str) -> Response:
    return go(f"/escalations/{escalation.id}?done={done}")


def _again(visit: Visit, wrong: dict[str, str], *, status: int = 422) -> Response:
    """The page once more, with what is wrong and what was typed."""
    return _page(visit, status=status, wrong=wrong)


def _page(
    visit: Visit, *, status: int = 200, done: str | None = None, wrong: dict[str, str] | None = None
) -> Response:
    escalation = _one(visit)
    audit.record(visit.session, "view_escalation", escalation.id, by=visit.by, now=visit.now)
    return visit.page(
        "escalation.html",
        status=status,
        escalation=escalation,
        done=done if done in DONE else None,
        wrong=wrong or {},
        typed={"words": visit.words("words"), "disposition": visit.words("disposition", 32)},
        **_facts(visit, escalation),
    )


def _facts(visit: Visit, escalation: Escalation) -> dict[str, Any]:
    session = visit.session
    patient = people.get(session, escalation.patient_id)
    evidence = marks.by_message(escalation.evidence)
    thread = transcripts.thread(session, patient.id, limit=CONVERSATION)
    events = escalations.events(session, escalation.id)
    actors: set[uuid.UUID] = {e.actor_id for e in events if e.actor_id}
    return {
        "patient": patient,
        "evidence": evidence,
        "since": _since(escalation, evidence, thread),
        "said": transcripts.said(session, evidence),
        "told": escalation_views.advice(session, escalation),
        "thread": thread,
        "events": events,
        "names": escalation_views.names(session, actors),
        "contacted_at": escalation_views.contacted_at(session, escalation),
        "summary": summaries.of(session, patient, now=visit.now),
        "history": escalation_views.history(session, escalation),
        "seen": escalation_views.last_heard(session, patient.id),
    }


def _since(escalation: Escalation, evidence: Container[object], thread: Thread) -> list[Line]:
    """What the patient said after the flag that raised no other: it may change what is urgent."""
    return [
        line
        for line in thread.lines
        if line.by_patient
        and line.at > escalation.opened_at
        and line.inbound_id not in evidence
        and (escalation.closed_at is None or line.at <= escalation.closed_at)
    ]
