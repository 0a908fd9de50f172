"""GET and POST /patients: the list. GET /patients/{id}: one patient's thread, for clinicians."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from coach import audit, escalations, patient_lists, people, summaries, transcripts
from coach.people import BadNumber
from console import marks
from console.door import Visit


def show(visit: Visit) -> Response:
    """A page of the list (query: page)."""
    number = visit.request.query_params.get("page", "1")
    return _list(visit, page=int(number) if number.isascii() and number.isdigit() else 1)


def find(visit: Visit) -> Response:
    """The patient with a phone number (field number), which so never stands in an address or a log."""
    raw = visit.words("number", 40)
    try:
        patient = people.by_number(visit.session, people.normal_number(raw))
    except BadNumber:
        return _list(visit, status=422, sought=raw, wrong="bad_number")
    if patient is None:
        return _list(visit, status=404, sought=raw, wrong="nobody")
    rows = patient_lists.patients(visit.session, only=patient.id, now=visit.now)
    return visit.page("patients.html", rows=rows, total=1, page=1, pages=1, sought=raw, wrong=None)


def _list(
    visit: Visit, *, page: int = 1, status: int = 200, sought: str = "", wrong: str | None = None
) -> Response:
    total = patient_lists.how_many(visit.session)
    pages = max(1, -(-total // patient_lists.PAGE))
    page = min(max(page, 1), pages)
    return visit.page(
        "patients.html",
        status=status,
        rows=patient_lists.patients(visit.session, page=page, now=visit.now),
        total=total,
        page=page,
        pages=pages,
        sought=sought,
        wrong=wrong,
    )


def transcript(visit: Visit) -> Response:
    """Everything that was said (query: before, a time, for older lines)."""
    patient = people.get(visit.session, visit.request.path_params["id"])
    audit.record(visit.session, "view_transcript", patient.id, by=visit.by, now=visit.now)
    current = escalations.open_for(visit.session, patient.id)
    before = _moment(visit.request.query_params.get("before", ""))
    return visit.page(
        "patient.html",
        patient=patient,
        escalation=current,
        evidence=marks.by_message(current.evidence if current else []),
        thread=transcripts.thread(visit.session, patient.id, before=before),
        summary=summaries.of(visit.session, patient, now=visit.now),
        before=before,
    )


def _moment(words: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return None
    return at if at.tzinfo else None
