"""What must be true of every text after the storm: taken in once, handled once, answered once, nothing stuck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import Channel, InboundStatus, OutboundStatus
from models.messages import Conversation, InboundMessage, OutboundMessage, Turn

Thread = list[dict[str, Any]]
_OWED = (OutboundStatus.QUEUED, OutboundStatus.SENDING)


def open_items(session: Session) -> int:
    """How many texts wait to be handled or sent."""
    waiting = select(func.count()).where(InboundMessage.status == InboundStatus.WAITING)
    owed = select(func.count()).where(OutboundMessage.status.in_(_OWED))
    return session.scalars(waiting).one() + session.scalars(owed).one()


def without_receipt(session: Session) -> int:
    """How many texts went out whose receipts found the gateway dead; the carrier sends none again."""
    sent = select(func.count()).where(OutboundMessage.status == OutboundStatus.SENT)
    return session.scalars(sent).one()


def violations(session: Session, threads: list[Thread]) -> dict[str, int]:
    """Count each kind of violation; all zero when the system kept its promises."""
    inbound = list(session.scalars(select(InboundMessage)))
    outbound = list(session.scalars(select(OutboundMessage)))
    return {
        **_taken_in(inbound, threads),
        **_handled(session, inbound, outbound),
        **_sent(outbound, threads),
        "leases_left": session.scalars(
            select(func.count()).where(Conversation.lease_token.is_not(None))
        ).one(),
    }


def _taken_in(inbound: list[InboundMessage], threads: list[Thread]) -> dict[str, int]:
    sent = set(_sids(threads, inbound=True))
    stored = {message.provider_sid for message in inbound if message.channel is Channel.SMS}
    return {"never_stored": len(sent - stored), "stored_from_nowhere": len(stored - sent)}


def _handled(
    session: Session, inbound: list[InboundMessage], outbound: list[OutboundMessage]
) -> dict[str, int]:
    turns = Counter(session.scalars(select(Turn.inbound_id)))
    answered = {row.in_reply_to for row in outbound if row.provider_sid is not None}
    handled = [m for m in inbound if m.status is InboundStatus.HANDLED]
    return {
        "still_waiting": sum(m.status is InboundStatus.WAITING for m in inbound),
        "given_up": sum(m.status is InboundStatus.FAILED for m in inbound),
        "not_one_turn": sum(turns[m.id] != 1 for m in handled),
        "never_answered": sum(m.id not in answered for m in handled),
    }


def _sent(outbound: list[OutboundMessage], threads: list[Thread]) -> dict[str, int]:
    phones = Counter(_sids(threads, inbound=False))
    ours = {row.provider_sid for row in outbound if row.provider_sid is not None}
    bodies = {t["sid"]: t["body"] for thread in threads for t in thread}
    return {
        "sent_twice": len(set(phones) - ours) + sum(n > 1 for n in phones.values()),
        "wrong_words": sum(bodies.get(r.provider_sid, r.body) != r.body for r in outbound),
        "stuck": sum(row.status in _OWED for row in outbound),
        "not_sent": sum(row.status is OutboundStatus.FAILED for row in outbound),
    }


def _sids(threads: list[Thread], *, inbound: bool) -> Iterator[str]:
    for thread in threads:
        yield from (t["sid"] for t in thread if (t["direction"] == "inbound") == inbound)
