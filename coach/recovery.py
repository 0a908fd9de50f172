"""Settling claims whose process died between the carrier's answer and our record of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from coach import outbox
from models.enums import OutboundStatus
from models.messages import OutboundMessage
from models.people import Patient
from telephony import Carrier, DeliveryError


def settle_lost_claims(sessions: sessionmaker[Session], carrier: Carrier, *, now: datetime) -> int:
    """Ask the carrier about each message whose lease ran out; queue again only what it never took.

    Returns how many were settled. When the carrier cannot be asked, the message waits: late is
    better than twice.
    """
    settled = 0
    while _settle_one(sessions, carrier, now=now):
        settled += 1
    return settled


def _settle_one(sessions: sessionmaker[Session], carrier: Carrier, *, now: datetime) -> bool:
    with sessions.begin() as session:
        row = session.scalars(
            select(OutboundMessage)
            .where(
                OutboundMessage.status == OutboundStatus.SENDING,
                OutboundMessage.lease_until < func.clock_timestamp(),
            )
            .order_by(OutboundMessage.seq)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return False
        if row.provider_sid is not None:
            row.status, row.status_at, row.lease_until = OutboundStatus.SENT, now, None
            return True
        # Keep others away while the carrier is asked.
        row.lease_until = func.clock_timestamp() + outbox.LEASE
        number = (
            session.get_one(Patient, row.patient_id).number
            if row.patient_id
            else outbox.account_number(session, row)
        )
        message_id, body, claimed_at = row.id, row.body, row.claimed_at
    assert claimed_at is not None
    try:
        found = carrier.sent_since(to=number, body=body, since=claimed_at - timedelta(minutes=1))
    except DeliveryError:
        return False
    with sessions.begin() as session:
        _record(session, message_id, found, now=now)
    return True


def _record(session: Session, message_id: object, found: list[str], *, now: datetime) -> None:
    row = session.get_one(OutboundMessage, message_id, with_for_update=True)
    if row.status is not OutboundStatus.SENDING or row.provider_sid is not None:
        return
    taken = set(
        session.scalars(
            select(OutboundMessage.provider_sid).where(OutboundMessage.provider_sid.in_(found))
        )
    )
    fresh = [sid for sid in found if sid not in taken]
    row.lease_until = None
    if fresh:
        row.provider_sid, row.status, row.sent_at, row.status_at = (
            fresh[0], OutboundStatus.SENT, now, now,
        )  # fmt: skip
    else:
        row.status = OutboundStatus.QUEUED
        session.execute(select(func.pg_notify(outbox.WAKE_CHANNEL, "")))
