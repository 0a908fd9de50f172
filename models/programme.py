"""The programme's own nouns: goals, check-ins, flare-ups, observations, barriers, touchpoints."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import At, Base, Id, Word
from models.crypto import EncryptedText
from models.enums import GoalStatus, TouchpointKind, TouchpointStatus


class Goal(Base):
    """What a patient means to do this week. One active goal at most."""

    __tablename__ = "goal"
    __table_args__ = (
        Index(
            "uq_goal_active", "patient_id", unique=True,
            postgresql_where=text("status = 'active'"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    episode_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("episode.id"))
    activity: Mapped[str] = mapped_column(EncryptedText)
    amount: Mapped[str] = mapped_column(EncryptedText)  # "10 minutes", "5 lengths"
    days: Mapped[int]  # days in the week, 1 to 7
    confidence: Mapped[int | None]  # 0 to 10
    when: Mapped[str | None] = mapped_column(EncryptedText)
    week_start: Mapped[date]
    status: Mapped[GoalStatus] = mapped_column(default=GoalStatus.ACTIVE)
    created_at: Mapped[At]


class CheckIn(Base):
    """The weekly review of one goal."""

    __tablename__ = "check_in"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goal.id"), unique=True)
    days_done: Mapped[int]
    next_step: Mapped[Word | None]  # same, more, less
    channel: Mapped[Word]
    answered_at: Mapped[At]


class FlareUpPlan(Base):
    """What the patient will do in a bad spell. Versioned; the newest counts."""

    __tablename__ = "flare_up_plan"
    __table_args__ = (UniqueConstraint("patient_id", "version"),)

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    version: Mapped[int]
    steps: Mapped[list[str]] = mapped_column(JSONB)  # content keys
    helps: Mapped[str | None] = mapped_column(EncryptedText)  # in the patient's words
    created_at: Mapped[At]


class FlareUp(Base):
    """One bad spell."""

    __tablename__ = "flare_up"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("flare_up_plan.id"))
    started_at: Mapped[At]
    ended_at: Mapped[At | None]


class Observation(Base):
    """One dated answer to a measure, or a fact that the patient told us."""

    __tablename__ = "observation"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    measure: Mapped[Word]  # pain_0_to_10, education, appointment_outcome, improvement, no_change
    value: Mapped[float | None]
    words: Mapped[str | None] = mapped_column(EncryptedText)
    at: Mapped[At]


class Barrier(Base):
    """A reason that activity may not help this patient, in their own words."""

    __tablename__ = "barrier"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    kind: Mapped[Word]
    words: Mapped[str] = mapped_column(EncryptedText)
    at: Mapped[At]
    closed_at: Mapped[At | None]


class Touchpoint(Base):
    """Something that the programme owes a patient at a time."""

    __tablename__ = "touchpoint"
    __table_args__ = (
        UniqueConstraint("patient_id", "kind", "local_date"),
        Index("ix_touchpoint_due", "due_at", postgresql_where=text("status = 'due'")),
    )

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    kind: Mapped[TouchpointKind]
    local_date: Mapped[date]
    due_at: Mapped[At]
    status: Mapped[TouchpointStatus] = mapped_column(default=TouchpointStatus.DUE)
    outbound_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("outbound_message.id"))
    settled_at: Mapped[At | None]
