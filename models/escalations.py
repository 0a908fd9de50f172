"""Items in the clinician queue and everything that happened to them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import At, Base, Id, Word
from models.crypto import EncryptedJSON, EncryptedText
from models.enums import Disposition, EscalationStatus, Tier


class Escalation(Base):
    """Something a clinician must look at. A patient has at most one open; later reasons join it."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index(
            "uq_escalation_open", "patient_id", unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    tier: Mapped[Tier]
    category: Mapped[Word]  # of the most urgent reason
    categories: Mapped[list[str]] = mapped_column(JSONB)
    status: Mapped[EscalationStatus] = mapped_column(default=EscalationStatus.RAISED)
    evidence: Mapped[Any] = mapped_column(EncryptedJSON, default=list)  # [{inbound_id, text, ...}]
    blocks_coaching: Mapped[bool]
    opened_at: Mapped[At]
    acknowledge_by: Mapped[At]
    contact_by: Mapped[At]
    acknowledged_at: Mapped[At | None]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[At | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    disposition: Mapped[Disposition | None]


class EscalationEvent(Base):
    """One step in an escalation's life. Only ever added."""

    __tablename__ = "escalation_event"

    id: Mapped[Id]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    escalation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("escalation.id"), index=True)
    at: Mapped[At]
    kind: Mapped[Word]  # opened, reason_added, tier_raised, advised, paged, acknowledged, note, ...
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))  # none: the system
    channel: Mapped[Word | None]
    detail: Mapped[str | None] = mapped_column(EncryptedText)
