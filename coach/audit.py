"""The record of who looked at or did what in the console. Only ever added to; holds no health data."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from models.accounts import Account, AuditEvent


def record(
    session: Session,
    action: str,
    subject: uuid.UUID | str,
    *,
    by: Account | None,
    now: datetime,
) -> None:
    """Note an act or a look in the caller's transaction, so that neither happens unrecorded."""
    session.add(
        AuditEvent(
            at=now, actor_id=by.id if by else None, action=action, subject=str(subject), detail={}
        )
    )
