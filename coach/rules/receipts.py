"""What a provider's receipt may change, and when a failed delivery is tried again."""

from __future__ import annotations

from datetime import timedelta

from models.enums import FINAL_STATUSES, FailureKind, OutboundStatus

_ORDER = [OutboundStatus.QUEUED, OutboundStatus.SENDING, OutboundStatus.SENT]

# Twilio's words for a message's status, as ours.
_TWILIO = {
    "accepted": OutboundStatus.SENDING,
    "scheduled": OutboundStatus.SENDING,
    "queued": OutboundStatus.SENDING,
    "sending": OutboundStatus.SENDING,
    "sent": OutboundStatus.SENT,
    "delivered": OutboundStatus.DELIVERED,
    "read": OutboundStatus.DELIVERED,
    "undelivered": OutboundStatus.UNDELIVERED,
    "failed": OutboundStatus.FAILED,
    "canceled": OutboundStatus.FAILED,
}

# One claim that failed is tried again this much later; the list's end is the end of trying.
BACKOFF = {
    FailureKind.TEMPORARY: [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600)],
    FailureKind.TECHNICAL: [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800)],
    FailureKind.PERMANENT: [],
}


def status_of(word: str) -> OutboundStatus | None:
    """Our status for Twilio's word; None for a word we do not know, which is then ignored."""
    return _TWILIO.get(word)


def moves_from(new: OutboundStatus) -> list[OutboundStatus]:
    """The statuses that a receipt may move to this one: only forward, and never from a final one."""
    return _ORDER if new in FINAL_STATUSES else _ORDER[: _ORDER.index(new)]


def next_try(kind: FailureKind, attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure; None to give up."""
    waits = BACKOFF[kind]
    return waits[attempts - 1] if attempts <= len(waits) else None
