"""Opening, joining, acknowledging and closing what a clinician must look at.

A patient has at most one open escalation: a later flag joins it and can only raise its tier.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from coach import paging
from coach.errors import NotAllowed
from coach.rules.deadlines import deadlines
from models.accounts import Account, AuditEvent
from models.enums import Channel, Disposition, EscalationStatus, Tier
from models.escalations import Escalation, EscalationEvent
from models.messages import InboundMessage
from models.people import Patient

ASKS_FOR_HUMAN = "asks_for_human"
COACH_FAILED = "coach_failed"
UNSCREENED = "unscreened"


def raise_escalation(
    session: Session,
    patient: Patient,
    *,
    tier: Tier,
    category: str,
    evidence: Sequence[dict[str, object]],
    channel: Channel | str,
    blocks_coaching: bool = True,
    quiet: bool = False,
    now: datetime,
) -> Escalation:
    """Open an escalation, or join the patient's open one; pages when it is new or more urgent.

    `quiet` pages nobody: for a further reason in a message that has paged already.

    Joining never lowers the tier, never clears a block and never moves a deadline back. The caller
    commits, so that the escalation, its page and the safety message stand or fall together.
    """
    # Two messages at once must not open two: the patient's row is the lock.
    _lock_patient(session, patient.id)
    escalation = open_for(session, patient.id)
    if escalation is None:
        escalation = _open(session, patient, tier=tier, category=category, now=now)
        kind, page = "opened", True
    else:
        kind, page = _join(escalation, tier=tier, category=category, now=now)
    escalation.evidence = [*escalation.evidence, *evidence]
    escalation.blocks_coaching = escalation.blocks_coaching or blocks_coaching
    log(session, escalation, kind, channel=channel, detail=f"{category} {tier}", now=now)
    if page and not quiet:
        paging.page(session, escalation, now=now)
    return escalation


def _open(
    session: Session, patient: Patient, *, tier: Tier, category: str, now: datetime
) -> Escalation:
    acknowledge_by, contact_by = deadlines(tier, category, now)
    escalation = Escalation(
        patient_id=patient.id,
        tier=tier,
        category=category,
        categories=[category],
        status=EscalationStatus.RAISED,
        evidence=[],
        blocks_coaching=False,
        opened_at=now,
        acknowledge_by=acknowledge_by,
        contact_by=contact_by,
    )
    session.add(escalation)
    session.flush()
    return escalation


def _join(escalation: Escalation, *, tier: Tier, category: str, now: datetime) -> tuple[str, bool]:
    fresh = category not in escalation.categories
    if fresh:
        escalation.categories = [*escalation.categories, category]
    if tier.rank <= escalation.tier.rank:
        return ("reason_added" if fresh else "repeated"), fresh and tier is Tier.EMERGENCY
    acknowledge_by, contact_by = deadlines(tier, category, now)
    escalation.tier, escalation.category = tier, category
    escalation.acknowledge_by = min(escalation.acknowledge_by, acknowledge_by)
    escalation.contact_by = min(escalation.contact_by, contact_by)
    # What was acknowledged was less urgent than this: somebody must look again.
    escalation.status = EscalationStatus.RAISED
    escalation.acknowledged_at = escalation.acknowledged_by = None
    return "tier_raised", True


def open_for(session: Session, patient_id: uuid.UUID) -> Escalation | None:
    """The patient's open escalation, if any."""
    return session.scalars(
        select(Escalation)
        .where(Escalation.patient_id == patient_id, Escalation.closed_at.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def blocking(session: Session, patient_id: uuid.UUID) -> Escalation | None:
    """The patient's open escalation when it forbids coaching."""
    escalation = open_for(session, patient_id)
    return escalation if escalation is not None and escalation.blocks_coaching else None


def queue(session: Session) -> list[tuple[Escalation, Patient]]:
    """Open escalations, most urgent first, then by the nearest deadline."""
    urgency = case({tier: tier.rank for tier in Tier}, value=Escalation.tier)
    rows = session.execute(
        select(Escalation, Patient)
        .join(Patient, Patient.id == Escalation.patient_id)
        .where(Escalation.closed_at.is_(None))
        .order_by(urgency.desc(), Escalation.contact_by, Escalation.opened_at)
    )
    return [(escalation, patient) for escalation, patient in rows]


def acknowledge(
    session: Session, escalation_id: uuid.UUID, *, by: Account, channel: str, now: datetime
) -> Escalation:
    """A named human takes it. Pages stop; the patient's deadline for contact goes on running."""
    escalation = _locked(session, escalation_id)
    if escalation.acknowledged_at is None:
        escalation.status = EscalationStatus.ACKNOWLEDGED
        escalation.acknowledged_at, escalation.acknowledged_by = now, by.id
        log(session, escalation, "acknowledged", actor=by, channel=channel, now=now)
    return escalation


def note(
    session: Session, escalation_id: uuid.UUID, *, by: Account, words: str, now: datetime
) -> None:
    """Add a clinician's note to the log."""
    log(session, _locked(session, escalation_id), "note", actor=by, detail=words, now=now)


def record_contact(
    session: Session, escalation_id: uuid.UUID, *, by: Account, words: str, now: datetime
) -> None:
    """A clinician has spoken to the patient, outside the coach."""
    escalation = _locked(session, escalation_id)
    escalation.status = EscalationStatus.CONTACTED
    log(session, escalation, "contacted", actor=by, detail=words, now=now)


def close(
    session: Session,
    escalation_id: uuid.UUID,
    *,
    by: Account,
    disposition: Disposition,
    words: str,
    now: datetime,
) -> None:
    """End an escalation. Only a named human can, and only with a disposition; coaching resumes."""
    known = session.get(Escalation, escalation_id)
    if known is not None:
        # A flag that comes in at this moment must open a new escalation, not join this one.
        _lock_patient(session, known.patient_id)
    escalation = _locked(session, escalation_id)
    escalation.status = EscalationStatus.CLOSED
    escalation.closed_at, escalation.closed_by = now, by.id
    escalation.disposition = disposition
    # A message that the screen could not read has now been read by a person.
    session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.patient_id == escalation.patient_id,
            InboundMessage.screened_at.is_(None),
        )
        .values(screened_at=now)
    )
    detail = f"{disposition}: {words}" if words else str(disposition)
    log(session, escalation, "closed", actor=by, detail=detail, now=now)
    session.add(
        AuditEvent(at=now, actor_id=by.id, action="close_escalation", subject=str(escalation.id))
    )


def events(session: Session, escalation_id: uuid.UUID) -> list[EscalationEvent]:
    """Everything that happened, oldest first."""
    return list(
        session.scalars(
            select(EscalationEvent)
            .where(EscalationEvent.escalation_id == escalation_id)
            .order_by(EscalationEvent.seq)
        )
    )


def log(
    session: Session,
    escalation: Escalation,
    kind: str,
    *,
    now: datetime,
    actor: Account | None = None,
    channel: Channel | str | None = None,
    detail: str | None = None,
) -> None:
    """Add one step to an escalation's log."""
    session.add(
        EscalationEvent(
            escalation_id=escalation.id,
            at=now,
            kind=kind,
            actor_id=actor.id if actor else None,
            channel=str(channel) if channel else None,
            detail=detail,
        )
    )


def promise(escalation: Escalation, patient: Patient, *, now: datetime) -> str:
    """When somebody will have tried to reach the patient, in words: `5 pm today`, `10 am on Monday`."""
    zone = ZoneInfo(patient.timezone)
    # Rounded up, so that what is promised is kept when the deadline is.
    step = 5 if escalation.tier in (Tier.EMERGENCY, Tier.SAME_DAY) else 60
    minute = escalation.contact_by.replace(second=0, microsecond=0)
    rounded = minute + timedelta(minutes=-minute.minute % step)
    local, today = rounded.astimezone(zone), now.astimezone(zone).date()
    minutes = f".{local.minute:02d}" if local.minute else ""
    hour = f"{local.hour % 12 or 12}{minutes} {'am' if local.hour < 12 else 'pm'}"
    days = (local.date() - today).days
    if days <= 0:
        return f"{hour} today"
    if days == 1:
        return f"{hour} tomorrow"
    return f"{hour} on {local:%A}" if days < 7 else f"{hour} on {local.day} {local:%B}"


def _lock_patient(session: Session, patient_id: uuid.UUID) -> None:
    session.execute(select(Patient.id).where(Patient.id == patient_id).with_for_update())


def _locked(session: Session, escalation_id: uuid.UUID) -> Escalation:
    escalation = session.get(
        Escalation, escalation_id, with_for_update=True, populate_existing=True
    )
    if escalation is None:
        raise NotAllowed("no such escalation")
    if escalation.closed_at is not None:
        raise NotAllowed("this escalation is closed already")
    return escalation
