"""Texts and where they are kept: the network's message log and the thread of every phone."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from simulator import clock
from simulator.sids import new_sid


@dataclass(slots=True, kw_only=True)
class Message:
    """One text, in either direction, as the network sees it."""

    from_: str | None
    to: str
    body: str
    direction: str  # inbound, outbound-api, outbound-reply
    status: str
    sid: str = field(default_factory=lambda: new_sid("SM"))
    segments: int = 1
    media: int = 0
    error_code: int | None = None
    service_sid: str | None = None
    status_callback: str | None = None
    created: datetime = field(default_factory=clock.now)
    sent: datetime | None = None
    updated: datetime | None = None
    sequence: int = 0

    def move_to(self, status: str) -> None:
        """Set the status and its times."""
        self.status = status
        self.updated = clock.now()
        if status in {"sent", "received"}:
            self.sent = self.updated


class MessageLog:
    """All texts by sid, in order, and by phone. No look-up walks through them."""

    def __init__(self) -> None:
        self.in_order: list[Message] = []
        self._by_sid: dict[str, Message] = {}
        self._threads: defaultdict[str, list[Message]] = defaultdict(list)

    def add(self, message: Message, *, phone: str) -> None:
        """Log a text that a phone sent or is sent."""
        message.sequence = len(self.in_order)
        self.in_order.append(message)
        self._by_sid[message.sid] = message
        self._threads[phone].append(message)

    def add_from_carrier(self, message: Message, *, phone: str) -> None:
        """Show the phone a text of the carrier's own, which no account's log holds."""
        self._threads[phone].append(message)

    def find(self, sid: str) -> Message | None:
        """Return the text with this sid."""
        return self._by_sid.get(sid)

    def thread(self, phone: str) -> list[Message]:
        """Return what this phone sent and was sent, oldest first."""
        return self._threads.get(phone, [])
