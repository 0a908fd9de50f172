"""What the programme owes patients, in rows: scheduled here, turned into messages when due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, sessionmaker

import content
from coach import inbox, outbox
from coach.rules import sending
from models.enums import Channel, GoalStatus, Purpose, TouchpointKind, TouchpointStatus
from models.messages import Conversation
from models.people import Patient
from models.programme import CheckIn, Goal, Touchpoint

log = structlog.get_logger()

# A question that comes later than this is no longer kind.
STALE_AFTER = {
    TouchpointKind.CHECK_IN: timedelta(days=3),
    TouchpointKind.CHECK_IN_REMINDER: timedelta(days=1),
    TouchpointKind.FLARE_FOLLOW_UP: timedelta(days=2),
}
REMIND_AFTER_DAYS = 2
WEEK_DAYS = 7
# Do not break into a talk that is going on.
TALKING = timedelta(minutes=30)


def schedule(
    session: Session, patient: Patient, *, kind: TouchpointKind, due_at: datetime
) -> Touchpoint:
    """Owe the patient something at a time; one of a kind for each local date. Replaces any that waits."""
    local_date = due_at.astimezone(ZoneInfo(patient.timezone)).date()
    session.execute(
        update(Touchpoint)
        .where(
            Touchpoint.patient_id == patient.id,
            Touchpoint.kind == kind,
            Touchpoint.status == TouchpointStatus.DUE,
            Touchpoint.local_date != local_date,
        )
        .values(status=TouchpointStatus.CANCELLED)
    )
    return session.scalars(
        insert(Touchpoint)
        .values(
            patient_id=patient.id,
            kind=kind,
            local_date=local_date,
            due_at=due_at,
            status=TouchpointStatus.DUE,
        )
        .on_conflict_do_update(
            index_elements=["patient_id", "kind", "local_date"],
            set_={"due_at": due_at, "status": TouchpointStatus.DUE},
            where=Touchpoint.status != TouchpointStatus.QUEUED,  # already asked today
        )
        .returning(Touchpoint)
        .execution_options(populate_existing=True)
    ).one_or_none() or _todays(session, patient, kind, local_date)


def _todays(session: Session, patient: Patient, kind: TouchpointKind, day: object) -> Touchpoint:
    return session.scalars(
        select(Touchpoint).where(
            Touchpoint.patient_id == patient.id,
            Touchpoint.kind == kind,
            Touchpoint.local_date == day,
        )
    ).one()


def cancel(session: Session, patient: Patient, kind: TouchpointKind, *, now: datetime) -> None:
    """Owe the patient no more of a kind."""
    session.execute(
        update(Touchpoint)
        .where(
            Touchpoint.patient_id == patient.id,
            Touchpoint.kind == kind,
            Touchpoint.status == TouchpointStatus.DUE,
        )
        .values(status=TouchpointStatus.CANCELLED, settled_at=now)
    )


def run_due(sessions: sessionmaker[Session], *, now: datetime) -> int:
    """Turn every due touchpoint into a message. Two schedulers at once share the work."""
    done = 0
    while _run_one(sessions, now=now):
        done += 1
    return done


def _run_one(sessions: sessionmaker[Session], *, now: datetime) -> bool:
    with sessions.begin() as session:
        touchpoint = session.scalars(
            select(Touchpoint)
            .where(Touchpoint.status == TouchpointStatus.DUE, Touchpoint.due_at <= now)
            .order_by(Touchpoint.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if touchpoint is None:
            return False
        _settle(session, touchpoint, now=now)
        return True


def _settle(session: Session, touchpoint: Touchpoint, *, now: datetime) -> None:
    """Queue a touchpoint's message, put it off, or drop it, by the rules that hold at this moment."""
    patient = session.get_one(Patient, touchpoint.patient_id)
    expires_at = _expiry(touchpoint, patient)
    facts = outbox.facts(session, patient, Purpose.COACHING, expires_at=expires_at, now=now)
    match sending.decide(facts):
        case sending.Hold(until) if until < expires_at:
            touchpoint.due_at = until
        case sending.Cancel("escalation_open"):
            touchpoint.due_at = now + timedelta(hours=1)
        case sending.Cancel("stale") | sending.Hold():
            _end(session, touchpoint, patient, TouchpointStatus.EXPIRED, now=now)
        case sending.Cancel():
            touchpoint.status, touchpoint.settled_at = TouchpointStatus.CANCELLED, now
        case _ if _talking(session, patient, now):
            touchpoint.due_at = now + TALKING
        case _:
            _queue(session, touchpoint, patient, expires_at, now=now)


def _expiry(touchpoint: Touchpoint, patient: Patient) -> datetime:
    """Counted from the day on which it was owed first, however often it was put off since."""
    return _local(touchpoint.local_date, patient) + STALE_AFTER[touchpoint.kind]


def _local(day: date, patient: Patient) -> datetime:
    """The patient's contact time on a date of their own calendar, in UTC."""
    return datetime.combine(day, patient.contact_time, ZoneInfo(patient.timezone)).astimezone(UTC)


def _end(
    session: Session,
    touchpoint: Touchpoint,
    patient: Patient,
    status: TouchpointStatus,
    *,
    now: datetime,
) -> None:
    """Settle a touchpoint, and owe what follows from it: the week goes on, answered or not."""
    touchpoint.status, touchpoint.settled_at = status, now
    if touchpoint.kind is not TouchpointKind.CHECK_IN:
        return
    session.flush()  # the settled one must not be taken for one that waits
    today = now.astimezone(ZoneInfo(patient.timezone)).date()
    owed = {TouchpointKind.CHECK_IN: WEEK_DAYS}
    if status is TouchpointStatus.QUEUED:
        owed[TouchpointKind.CHECK_IN_REMINDER] = REMIND_AFTER_DAYS
    for kind, days in owed.items():
        due_at = _local(today + timedelta(days=days), patient)
        schedule(session, patient, kind=kind, due_at=due_at)


def _talking(session: Session, patient: Patient, now: datetime) -> bool:
    talk = session.get(Conversation, (patient.id, Channel.SMS))
    return talk is not None and now - talk.updated_at < TALKING


def _queue(
    session: Session,
    touchpoint: Touchpoint,
    patient: Patient,
    expires_at: datetime,
    *,
    now: datetime,
) -> None:
    said = _words(session, touchpoint, patient, now=now)
    if said is None:
        touchpoint.status, touchpoint.settled_at = TouchpointStatus.CANCELLED, now
        return
    key, params = said
    touchpoint.outbound_id = outbox.queue(
        session,
        outbox.Draft(
            patient_id=patient.id,
            purpose=Purpose.COACHING,
            keys=[key],
            body=content.render(key, "sms", params),
            dedupe_key=f"touchpoint:{touchpoint.id}",
            expires_at=expires_at,
        ),
        now=now,
    )
    _end(session, touchpoint, patient, TouchpointStatus.QUEUED, now=now)


def _words(
    session: Session, touchpoint: Touchpoint, patient: Patient, *, now: datetime
) -> tuple[str, dict[str, object]] | None:
    """What a touchpoint says, and the question that the dialogue model then waits on."""
    if touchpoint.kind is TouchpointKind.FLARE_FOLLOW_UP:
        return "flare.follow_up", {}
    goal = session.scalars(
        select(Goal).where(Goal.patient_id == patient.id, Goal.status == GoalStatus.ACTIVE)
    ).one_or_none()
    if goal is None:
        return None
    answered = session.scalar(select(CheckIn.id).where(CheckIn.goal_id == goal.id)) is not None
    if answered and touchpoint.kind is TouchpointKind.CHECK_IN_REMINDER:
        return None
    # The days may be known and the next step not: then that is the question that is open.
    slot = "next_step" if answered else "days_done"
    inbox.seed_form(session, patient.id, Channel.SMS, form="review_form", slot=slot, now=now)
    if answered:
        return "checkin.ask_next_step", {}
    if touchpoint.kind is TouchpointKind.CHECK_IN_REMINDER:
        return "checkin.reminder", {}
    return "checkin.ask_days", {
        "activity": goal.activity,
        "amount": goal.amount,
        "days": goal.days,
    }
