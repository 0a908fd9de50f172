"""Telling the clinicians on call that something waits. A page never says what or about whom."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import content
from coach import outbox
from models.accounts import Account
from models.enums import OutboundStatus, Purpose, Role, Tier
from models.escalations import Escalation, EscalationEvent
from models.messages import OutboundMessage

# Set once at start by `runtime.wiring`: where the console is found from a clinician's phone.
console_url = "http://127.0.0.1:8002"

# Only these tiers interrupt somebody; the rest waits in the queue.
PAGED = (Tier.EMERGENCY, Tier.SAME_DAY)


def page(session: Session, escalation: Escalation, *, now: datetime) -> None:
    """Queue a text to every clinician on call, and log each. Logs a gap when nobody is."""
    if escalation.tier not in PAGED:
        return
    on_call = session.scalars(
        select(Account).where(
            Account.on_call,
            Account.active,
            Account.number.is_not(None),
            Account.role == Role.CLINICIAN,
        )
    ).all()
    number = session.scalar(
        select(func.count()).where(EscalationEvent.escalation_id == escalation.id)
    )
    for account in on_call:
        outbox.queue(
            session,
            outbox.Draft(
                account_id=account.id,
                purpose=Purpose.PAGE,
                keys=["page.escalation"],
                body=content.render(
                    "page.escalation",
                    "sms",
                    {"tier": escalation.tier.replace("_", " "), "url": f"{console_url}/queue"},
                ),
                dedupe_key=f"page:{escalation.id}:{number}:{account.id}",
                expires_at=now + timedelta(hours=12),
            ),
            now=now,
        )
        _log(session, escalation, "paged", account.name, now)
    if not on_call:
        _log(session, escalation, "nobody_on_call", None, now)


def waiting(session: Session, escalation: Escalation) -> list[uuid.UUID]:
    """The pages for an escalation that have not been sent yet."""
    return list(
        session.scalars(
            select(OutboundMessage.id).where(
                OutboundMessage.dedupe_key.startswith(f"page:{escalation.id}:"),
                OutboundMessage.status == OutboundStatus.QUEUED,
            )
        )
    )


def _log(
    session: Session, escalation: Escalation, kind: str, detail: str | None, now: datetime
) -> None:
    session.add(
        EscalationEvent(
            escalation_id=escalation.id, at=now, kind=kind, channel="sms", detail=detail
        )
    )
