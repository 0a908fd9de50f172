"""Calls and where they are kept. A call carries what its walk through TwiML has come to."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime

from simulator import clock
from simulator.sids import new_sid
from simulator.twiml import Dial, Gather, Verb

FINAL = {"completed", "busy", "no-answer", "failed", "canceled"}


@dataclass(slots=True, kw_only=True)
class Script:
    """The TwiML document that a call is in: what is left of it and where it came from."""

    verbs: deque[Verb]
    url: str


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One call between a phone and the clinic, or a leg that the clinic dialled from a call."""

    from_: str
    to: str
    phone: str
    direction: str  # inbound, outbound-api, outbound-dial
    status: str
    sid: str = field(default_factory=lambda: new_sid("CA"))
    created: datetime = field(default_factory=clock.now)
    answered: datetime | None = None
    ended: datetime | None = None
    sequence: int = 0

    url: str | None = None
    method: str = "POST"
    twiml: str | None = None
    status_callback: str | None = None
    events: frozenset[str] = frozenset({"completed"})
    events_sent: int = 0
    events_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    ring_seconds: float = 60.0
    detects_machine: str | None = None
    answered_by: str | None = None

    script: Script | None = None
    gather: Gather | None = None
    dial: Dial | None = None
    parent: "Call | None" = None
    child: "Call | None" = None
    said: list[str] = field(default_factory=list)
    transcript: list[dict[str, str]] = field(default_factory=list)
    ring_timer: asyncio.TimerHandle | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_over(self) -> bool:
        """Whether the call has its final status."""
        return self.status in FINAL

    @property
    def seconds(self) -> int:
        """How long the two sides talked, in whole seconds; none when nobody answered."""
        if self.answered is None:
            return 0
        return max(1, round(((self.ended or clock.now()) - self.answered).total_seconds()))

    def hear(self, text: str) -> None:
        """Let the phone hear something."""
        self.said.append(text)
        self.transcript.append({"by": "clinic", "text": text})

    def note(self, text: str) -> None:
        """Write down what the phone did."""
        self.said = []
        self.transcript.append({"by": "phone", "text": text})


class CallLog:
    """All calls by sid, in order, and by phone."""

    def __init__(self) -> None:
        self.in_order: list[Call] = []
        self._by_sid: dict[str, Call] = {}
        self._by_phone: defaultdict[str, list[Call]] = defaultdict(list)

    def add(self, call: Call) -> None:
        """Log a new call."""
        call.sequence = len(self.in_order)
        self.in_order.append(call)
        self._by_sid[call.sid] = call
        self._by_phone[call.phone].append(call)

    def find(self, sid: str) -> Call | None:
        """Return the call with this sid."""
        return self._by_sid.get(sid)

    def of_phone(self, phone: str) -> list[Call]:
        """Return the calls this phone made or got, oldest first."""
        return self._by_phone.get(phone, [])
