"""One patient's thread in the order of time: what they said, what we said, and what became of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import content
from models.enums import Channel, Tier
from models.messages import InboundMessage, OutboundMessage, Turn

SPOKEN = "spoken"
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Line:
    """One message, or one thing said on a call."""

    at: datetime
    by_patient: bool
    channel: Channel
    words: str
    status: str  # of the inbound or outbound message; `spoken` for the coach's side of a call
    status_at: datetime | None = None
    inbound_id: uuid.UUID | None = None
    tier: Tier | None = None
    media_count: int = 0
    intent: str | None = None  # what the dialogue model understood
    error_code: str | None = None
    seq: int = 0


@dataclass(frozen=True)
class Thread:
    """The newest lines of a patient's thread, oldest first."""

    lines: list[Line]
    earlier: datetime | None  # ask for what was before this; none: this is the beginning


def thread(
    session: Session, patient_id: uuid.UUID, *, before: datetime | None = None, limit: int = 100
) -> Thread:
    """The patient's last lines before a moment, or up to now."""
    inbound = _newest(
        session, InboundMessage, InboundMessage.received_at, patient_id, before, limit
    )
    outbound = _newest(
        session, OutboundMessage, OutboundMessage.created_at, patient_id, before, limit
    )
    turns = _newest(session, Turn, Turn.at, patient_id, before, limit)
    intents = {turn.inbound_id: turn.intent for turn in turns}
    lines = [
        *(replace(_heard(message), intent=intents.get(message.id)) for message in inbound),
        *(_texted(message) for message in outbound),
        *(_spoken(turn) for turn in turns if turn.channel is Channel.VOICE),
    ]
    lines.sort(key=lambda line: (line.at, not line.by_patient, line.seq))
    if len(lines) <= limit:
        return Thread(lines, None)
    cut = lines[-limit].at
    return Thread([line for line in lines if line.at >= cut], cut)


def said(session: Session, inbound_ids: Collection[uuid.UUID]) -> list[Line]:
    """These messages of a patient, in the order in which they came."""
    rows = session.scalars(
        select(InboundMessage)
        .where(InboundMessage.id.in_(inbound_ids))
        .order_by(InboundMessage.seq)
    )
    return [_heard(message) for message in rows]


def _newest(
    session: Session,
    kind: Any,
    at: Any,
    patient_id: uuid.UUID,
    before: datetime | None,
    limit: int,
) -> Sequence[Any]:
    query: Select[Any] = select(kind).where(kind.patient_id == patient_id)
    if before is not None:
        query = query.where(at < before)
    return session.scalars(query.order_by(at.desc()).limit(limit + 1)).all()


def _heard(message: InboundMessage) -> Line:
    return Line(
        at=message.received_at,
        by_patient=True,
        channel=message.channel,
        words=message.body,
        status=message.status,
        status_at=message.handled_at,
        inbound_id=message.id,
        tier=message.tier,
        media_count=message.media_count,
        seq=message.seq,
    )


def _texted(message: OutboundMessage) -> Line:
    return Line(
        at=message.created_at,
        by_patient=False,
        channel=Channel.SMS,
        words=message.body,
        status=message.status,
        status_at=message.status_at,
        error_code=message.error_code,
        seq=message.seq,
    )


def _spoken(turn: Turn) -> Line:
    return Line(
        at=turn.at,
        by_patient=False,
        channel=Channel.VOICE,
        words="\n".join(wording(key, Channel.VOICE) for key in turn.content_keys),
        status=SPOKEN,
    )


def wording(key: str, channel: Channel) -> str:
    """What a content key says today, its parameters left open; the key itself when it is gone."""
    try:
        return _PLACEHOLDER.sub("…", content.wording(key, channel).text)
    except content.ContentError:
        return f"[{key}]"
