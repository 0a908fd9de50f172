"""What a clinician should know of a patient beside what raised the escalation, on one screen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from coach import transcripts
from models.enums import Channel, GoalStatus, InboundStatus, TouchpointStatus
from models.messages import InboundMessage
from models.people import Episode, Patient
from models.programme import Barrier, CheckIn, FlareUp, FlareUpPlan, Goal, Observation, Touchpoint


@dataclass(frozen=True)
class Summary:
    """A patient's place in the programme."""

    week: int | None  # of the running episode; none: not coached
    goal: Goal | None
    check_ins: Sequence[CheckIn]  # newest first
    plan: FlareUpPlan | None
    plan_steps: list[str]  # in words
    flare_up: FlareUp | None  # going on now
    observations: Sequence[Observation]  # newest first
    barriers: Sequence[Barrier]  # still open
    next_touchpoint: Touchpoint | None
    waiting: int  # messages to which the coach owes an answer


def of(session: Session, patient: Patient, *, now: datetime) -> Summary:
    """The summary of one patient at this moment."""
    mine = patient.id
    plan = _first(session, _of(FlareUpPlan, mine).order_by(FlareUpPlan.version.desc()))
    return Summary(
        week=_week(session, mine, now),
        goal=_first(session, _of(Goal, mine).where(Goal.status == GoalStatus.ACTIVE)),
        check_ins=_some(session, _of(CheckIn, mine).order_by(CheckIn.answered_at.desc()), 4),
        plan=plan,
        plan_steps=[transcripts.wording(step, Channel.SMS) for step in plan.steps] if plan else [],
        flare_up=_first(
            session,
            _of(FlareUp, mine)
            .where(FlareUp.ended_at.is_(None))
            .order_by(FlareUp.started_at.desc()),
        ),
        observations=_some(session, _of(Observation, mine).order_by(Observation.at.desc()), 8),
        barriers=_some(
            session, _of(Barrier, mine).where(Barrier.closed_at.is_(None)).order_by(Barrier.at), 10
        ),
        next_touchpoint=_first(
            session,
            _of(Touchpoint, mine)
            .where(Touchpoint.status == TouchpointStatus.DUE)
            .order_by(Touchpoint.due_at),
        ),
        waiting=_waiting(session, mine),
    )


def _of(kind: Any, patient_id: uuid.UUID) -> Select[Any]:
    return select(kind).where(kind.patient_id == patient_id)


def _first(session: Session, query: Select[Any]) -> Any:
    return session.scalars(query.limit(1)).one_or_none()


def _some(session: Session, query: Select[Any], most: int) -> Sequence[Any]:
    return session.scalars(query.limit(most)).all()


def _week(session: Session, patient_id: uuid.UUID, now: datetime) -> int | None:
    running = _first(session, _of(Episode, patient_id).where(Episode.ended_at.is_(None)))
    return None if running is None else (now - running.started_at).days // 7 + 1


def _waiting(session: Session, patient_id: uuid.UUID) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(InboundMessage)
            .where(
                InboundMessage.patient_id == patient_id,
                InboundMessage.status == InboundStatus.WAITING,
            )
        )
        or 0
    )
