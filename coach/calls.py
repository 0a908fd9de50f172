"""A call's life: its start, with a number or without one, and its end. The gateway calls it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from coach import escalations, inbox, people, prompts
from models.enums import Channel
from models.messages import Call

FINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
# What carriers give as the number of a caller who withholds it: the words ANONYMOUS, RESTRICTED,
# BLOCKED and UNAVAILABLE on a keypad. Some of them look like numbers that could exist.
_WITHHELD = {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"}


def caller(raw: str) -> str | None:
    """The caller's number in E.164 form; None when it is withheld or could not be anybody's."""
    if raw in _WITHHELD:
        return None
    try:
        return people.normal_number(raw)
    except people.BadNumber:
        return None


def start(session: Session, sid: str, number: str | None, *, now: datetime) -> Call:
    """The call with this sid, locked; made when it is new, with the dialogue's memory emptied.

    Without a number nothing about a person is stored. A number that nobody knew becomes a patient
    of unknown status, so that a red flag can be followed up.
    """
    call = _locked(session, sid)
    if call is not None:
        return call
    patient = people.by_number_or_new(session, number, now=now) if number else None
    made = session.scalar(
        insert(Call)
        .values(
            id=uuid.uuid4(),
            provider_sid=sid,
            patient_id=patient.id if patient else None,
            direction="inbound",
            status="in-progress",
            started_at=now,
            turn_number=0,
            strikes=0,
            said=[],
        )
        .on_conflict_do_nothing(index_elements=["provider_sid"])  # the same webhook twice at once
        .returning(Call.id)
    )
    if made and patient:
        talk = inbox.conversation(session, patient.id, Channel.VOICE, now=now)
        talk.state, talk.said, talk.updated_at = {}, [], now
    call = _locked(session, sid)
    assert call is not None
    return call


def ended(session: Session, sid: str, status: str, *, now: datetime) -> None:
    """Note that a call has ended. Steps on the way, repeats and calls of others are ignored.

    When the caller hung up on safety advice, the escalation says so: a clinician must know that it
    may not have been heard to the end.
    """
    call = _locked(session, sid)
    if call is None or call.ended_at is not None or status not in FINAL:
        return
    call.status, call.ended_at = status, now
    if call.patient_id is None or not any(prompt.advises for prompt in prompts.every(call)):
        return
    escalation = escalations.open_for(session, call.patient_id)
    if escalation is not None:
        escalations.log(session, escalation, "call_ended", channel=Channel.VOICE, now=now)


def _locked(session: Session, sid: str) -> Call | None:
    return session.scalars(
        select(Call)
        .where(Call.provider_sid == sid)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
