"""What came in, what goes out, and the talk between them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import At, Base, Id, Word
from models.crypto import EncryptedJSON, EncryptedText
from models.enums import Channel, FailureKind, InboundStatus, OutboundStatus, Purpose, Tier


class InboundMessage(Base):
    """One text, or one thing said or keyed on a call. Stored before anything acts on it."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        Index(
            "ix_inbound_message_waiting", "patient_id", "seq",
            postgresql_where=text("status = 'waiting'"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)  # order of arrival
    provider_sid: Mapped[str] = mapped_column(String(128), unique=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"), index=True)
    channel: Mapped[Channel]
    body: Mapped[str] = mapped_column(EncryptedText)
    media_count: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[At]
    screened_at: Mapped[At | None]
    tier: Mapped[Tier | None]
    status: Mapped[InboundStatus] = mapped_column(default=InboundStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[At | None]
    handled_at: Mapped[At | None]


class OutboundMessage(Base):
    """One text that we owe somebody, from queued to its final receipt."""

    __tablename__ = "outbound_message"
    __table_args__ = (
        Index(
            "ix_outbound_message_due", "due_at",
            postgresql_where=text("status IN ('queued', 'sending')"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    dedupe_key: Mapped[str] = mapped_column(String(128), unique=True)
    patient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patient.id"), index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))  # a page
    in_reply_to: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("inbound_message.id"))
    purpose: Mapped[Purpose]
    content_keys: Mapped[list[str]] = mapped_column(JSONB, default=list)
    body: Mapped[str] = mapped_column(EncryptedText)
    status: Mapped[OutboundStatus] = mapped_column(default=OutboundStatus.QUEUED)
    created_at: Mapped[At]
    due_at: Mapped[At]
    expires_at: Mapped[At | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claim_token: Mapped[uuid.UUID | None]
    lease_until: Mapped[At | None]
    claimed_at: Mapped[At | None]
    provider_sid: Mapped[str | None] = mapped_column(String(64), unique=True)
    sent_at: Mapped[At | None]
    status_at: Mapped[At | None]
    failure: Mapped[FailureKind | None]
    error_code: Mapped[str | None] = mapped_column(String(64))


class Call(Base):
    """One telephone call and where the caller is in it."""

    __tablename__ = "call"

    id: Mapped[Id]
    provider_sid: Mapped[str] = mapped_column(String(64), unique=True)
    patient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patient.id"), index=True)
    direction: Mapped[Word]  # inbound
    status: Mapped[Word]
    started_at: Mapped[At]
    ended_at: Mapped[At | None]
    turn_number: Mapped[int] = mapped_column(default=0)
    strikes: Mapped[int] = mapped_column(default=0)  # silences and no-matches in a row
    said: Mapped[Any] = mapped_column(EncryptedJSON, default=list)  # prompts, newest last


class Conversation(Base):
    """The dialogue model's memory of one patient in one channel, and whose turn it is to write it."""

    __tablename__ = "conversation"

    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(primary_key=True)
    state: Mapped[Any] = mapped_column(EncryptedJSON, default=list)
    said: Mapped[Any] = mapped_column(EncryptedJSON, default=list)  # the coach's last words
    updated_at: Mapped[At]
    lease_token: Mapped[uuid.UUID | None]
    lease_until: Mapped[At | None]


class Turn(Base):
    """One exchange: the patient's words in, the coach's words out."""

    __tablename__ = "turn"

    id: Mapped[Id]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    inbound_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inbound_message.id"), index=True)
    channel: Mapped[Channel]
    intent: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None]
    content_keys: Mapped[list[str]] = mapped_column(JSONB, default=list)
    at: Mapped[At]


class ActionRun(Base):
    """What a custom action answered in a turn, so that a repeated turn acts only once."""

    __tablename__ = "action_run"

    turn_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    action: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[Any] = mapped_column(EncryptedJSON)
    at: Mapped[At]
