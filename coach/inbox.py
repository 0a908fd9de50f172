"""Storing what comes in once, and handing each patient's waiting messages to one worker at a time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from coach import escalations_open
from models.enums import Channel, InboundStatus
from models.messages import Conversation, InboundMessage
from models.people import Patient

LEASE = text("interval '30 seconds'")
WAKE_CHANNEL = "ringback_inbound"
_FIRST = aliased(InboundMessage)  # made once: it is slow to make


@dataclass(frozen=True)
class WaitingTurn:
    """A patient's oldest waiting text, claimed by this worker until its lease ends."""

    token: uuid.UUID
    patient_id: uuid.UUID
    inbound_id: uuid.UUID
    body: str
    state: dict[str, Any]
    talked_at: datetime  # when the conversation last went on
    received_at: datetime
    attempts: int
    forbidden: bool  # an open escalation blocks coaching


def store(
    session: Session,
    patient: Patient,
    *,
    provider_sid: str,
    channel: Channel,
    body: str,
    media_count: int = 0,
    call_id: uuid.UUID | None = None,
    now: datetime,
) -> InboundMessage | None:
    """Store an inbound message; None when this delivery was stored before."""
    return session.scalars(
        insert(InboundMessage)
        .values(
            id=uuid.uuid4(),
            provider_sid=provider_sid,
            patient_id=patient.id,
            call_id=call_id,
            channel=channel,
            body=body.replace("\x00", "\ufffd"),
            media_count=media_count,
            received_at=now,
            status=InboundStatus.WAITING,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["provider_sid"])
        .returning(InboundMessage)
    ).one_or_none()


def ensure_conversation(
    session: Session, patient_id: uuid.UUID, channel: Channel, *, now: datetime
) -> None:
    """Make the patient's conversation in a channel when there is none."""
    session.execute(
        insert(Conversation)
        .values(patient_id=patient_id, channel=channel, state={}, said=[], updated_at=now)
        .on_conflict_do_nothing()
    )


def conversation(
    session: Session, patient_id: uuid.UUID, channel: Channel, *, now: datetime
) -> Conversation:
    """The patient's conversation in a channel, locked; made when there is none."""
    ensure_conversation(session, patient_id, channel, now=now)
    return session.scalars(
        select(Conversation)
        .where(Conversation.patient_id == patient_id, Conversation.channel == channel)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def seed_form(
    session: Session,
    patient_id: uuid.UUID,
    channel: Channel,
    *,
    form: str,
    slot: str,
    now: datetime,
) -> None:
    """Make the dialogue model wait for the answer to a question that the programme has asked."""
    talk = conversation(session, patient_id, channel, now=now)
    talk.state = {"form": form, "slot": slot}
    talk.updated_at = now


def answered(
    session: Session, inbound_id: uuid.UUID, status: InboundStatus, *, now: datetime
) -> None:
    """Mark a message as done with."""
    session.execute(
        update(InboundMessage)
        .where(InboundMessage.id == inbound_id)
        .values(status=status, handled_at=now)
    )


def wake(session: Session) -> None:
    """Tell the workers, on commit, that a text waits."""
    session.execute(select(func.pg_notify(WAKE_CHANNEL, "")))


def claim(session: Session, *, now: datetime) -> WaitingTurn | None:
    """Claim the text that has waited longest among patients nobody else is answering."""
    oldest = (
        select(func.min(_FIRST.seq))
        .where(
            _FIRST.patient_id == InboundMessage.patient_id,
            _FIRST.status == InboundStatus.WAITING,
            _FIRST.channel == Channel.SMS,
        )
        .scalar_subquery()
    )
    # Both rows are locked, so that what was answered while a lock was waited for drops out.
    row = session.execute(
        select(InboundMessage, Conversation, escalations_open.forbids(InboundMessage.patient_id))
        .join(
            Conversation,
            (Conversation.patient_id == InboundMessage.patient_id)
            & (Conversation.channel == Channel.SMS),
        )
        .where(
            InboundMessage.status == InboundStatus.WAITING,
            InboundMessage.channel == Channel.SMS,
            InboundMessage.seq == oldest,
            or_(InboundMessage.retry_at.is_(None), InboundMessage.retry_at <= now),
            or_(
                Conversation.lease_until.is_(None),
                Conversation.lease_until < func.clock_timestamp(),
            ),
        )
        .order_by(InboundMessage.seq)
        .limit(1)
        .with_for_update(of=[Conversation, InboundMessage], skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    inbound, talk, forbidden = row
    talk.lease_token = uuid.uuid4()
    talk.lease_until = func.clock_timestamp() + LEASE
    return WaitingTurn(
        token=talk.lease_token,
        patient_id=inbound.patient_id,
        inbound_id=inbound.id,
        body=inbound.body,
        state=talk.state or {},
        talked_at=talk.updated_at,
        received_at=inbound.received_at,
        attempts=inbound.attempts,
        forbidden=forbidden,
    )


def release(session: Session, turn: WaitingTurn, **values: Any) -> bool:
    """End a claim, and write what the turn made of the conversation.

    False when the lease was lost: then nothing of this turn may be committed.
    """
    ended = session.execute(
        update(Conversation)
        .where(
            Conversation.patient_id == turn.patient_id,
            Conversation.channel == Channel.SMS,
            Conversation.lease_token == turn.token,
        )
        .values(lease_token=None, lease_until=None, **values)
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]
