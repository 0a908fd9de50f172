"""Staff and clinician accounts, their sessions, and the record of what they did."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import At, Base, Id, Word
from models.crypto import EncryptedText
from models.enums import Role


class Account(Base):
    """Somebody who may sign in to the console; a clinician on call also has a telephone."""

    __tablename__ = "account"

    id: Mapped[Id]
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    role: Mapped[Role]
    password_hash: Mapped[str] = mapped_column(String(256))
    number: Mapped[str | None] = mapped_column(EncryptedText)
    on_call: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[At]
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[At | None]


class ConsoleSession(Base):
    """A signed-in browser. Only a hash of its token is stored."""

    __tablename__ = "console_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[At]
    last_seen_at: Mapped[At]


class AuditEvent(Base):
    """Who did or looked at what. Only ever added; never holds health data."""

    __tablename__ = "audit_event"

    id: Mapped[Id]
    at: Mapped[At]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[Word]
    subject: Mapped[str] = mapped_column(String(128))
    detail: Mapped[Any] = mapped_column(JSONB, default=dict)


class Heartbeat(Base):
    """When a process last said that it was alive; /readyz reads it."""

    __tablename__ = "heartbeat"

    component: Mapped[Word] = mapped_column(primary_key=True)
    at: Mapped[At]
