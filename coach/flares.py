"""Flare-ups and the plan for them. Called by actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach import touchpoints
from coach.rules.goals import follow_up_due
from models.enums import TouchpointKind
from models.people import Patient
from models.programme import FlareUp, FlareUpPlan

FOLLOW_UP_DAYS = 2
STEPS = ["flare.plan"]


def running(session: Session, patient: Patient) -> FlareUp | None:
    """The flare-up that has not ended, if any."""
    return session.scalars(
        select(FlareUp)
        .where(FlareUp.patient_id == patient.id, FlareUp.ended_at.is_(None))
        .order_by(FlareUp.started_at.desc())
    ).first()


def start(session: Session, patient: Patient, *, now: datetime) -> FlareUp:
    """Record a bad spell; told again while it runs, it is the same one."""
    flare = running(session, patient)
    if flare is None:
        flare = FlareUp(patient_id=patient.id, started_at=now)
        session.add(flare)
    return flare


def end(session: Session, patient: Patient, *, now: datetime) -> None:
    """Record that the bad spell is over, if one runs."""
    flare = running(session, patient)
    if flare is not None:
        flare.ended_at = now


def plan(session: Session, patient: Patient) -> FlareUpPlan | None:
    """The newest flare-up plan, if any."""
    return session.scalars(
        select(FlareUpPlan)
        .where(FlareUpPlan.patient_id == patient.id)
        .order_by(FlareUpPlan.version.desc())
        .limit(1)
    ).one_or_none()


def save_plan(
    session: Session, patient: Patient, *, helps: str | None, now: datetime
) -> FlareUpPlan:
    """Keep a new version of the plan, with what the patient says has helped before."""
    versions = select(func.max(FlareUpPlan.version)).where(FlareUpPlan.patient_id == patient.id)
    fresh = FlareUpPlan(
        patient_id=patient.id,
        version=(session.scalar(versions) or 0) + 1,
        steps=STEPS,
        helps=helps,
        created_at=now,
    )
    session.add(fresh)
    session.flush()
    return fresh


def settle(session: Session, patient: Patient, *, helps: str | None, now: datetime) -> FlareUpPlan:
    """End the talk about a flare-up: the plan is kept (a new version when it changed), and a follow-up owed."""
    current = plan(session, patient)
    if current is None or current.helps != helps:
        current = save_plan(session, patient, helps=helps, now=now)
    start(session, patient, now=now).plan_id = current.id
    touchpoints.schedule(
        session,
        patient,
        kind=TouchpointKind.FLARE_FOLLOW_UP,
        due_at=follow_up_due(
            now, zone=patient.timezone, contact_time=patient.contact_time, days=FOLLOW_UP_DAYS
        ),
    )
    return current
