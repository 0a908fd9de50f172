"""The state of the telephone company, in one object that every door and every service is given."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable

from simulator.activity import Activity
from simulator.calls import CallLog
from simulator.faults import Faults
from simulator.messages import Message, MessageLog
from simulator.settings import Settings
from simulator.wire import Wire

log = logging.getLogger(__name__)


class Network:
    """Messages, calls, faults, opted-out phones and the line to the coach. All in memory."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.wire = Wire(settings)
        self.activity = Activity()
        self.faults = Faults()
        self.messages = MessageLog()
        self.calls = CallLog()
        self.opted_out: set[str] = set()
        self.inbound_turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.held_back: list[Message] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Awaitable[None]) -> None:
        """Run something in the background; it counts as in flight until it ends."""
        self.activity.touch()
        task = asyncio.create_task(self._run(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Abandon what is in flight and every ringing phone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for call in self.calls.in_order:
            if call.ring_timer:
                call.ring_timer.cancel()

    async def _run(self, work: Awaitable[None]) -> None:
        with self.activity.moving():
            try:
                await work
            except Exception:
                log.exception("background work failed")
