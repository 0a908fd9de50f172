"""Knows whether anything moves on the network, so that a script can wait instead of sleeping."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

LOOK_SECONDS = 0.02


class Activity:
    """Counts what is in flight and remembers which texts the coach has still to answer."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._last_moved = 0.0
        self._landed = asyncio.Event()
        self._unanswered: dict[str, float] = {}  # the newest last

    def touch(self) -> None:
        """Something moved just now."""
        self._last_moved = monotonic()

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Count one thing as in flight for as long as the block runs."""
        self.in_flight += 1
        self._landed.clear()
        self.touch()
        try:
            yield
        finally:
            self.in_flight -= 1
            self.touch()
            if not self.in_flight:
                self._landed.set()

    def expect_answer(self, phone: str) -> None:
        """Note that the coach took a text of this phone and is likely to answer it."""
        self._unanswered.pop(phone, None)
        self._unanswered[phone] = monotonic()

    def answered(self, phone: str) -> None:
        """Note that the coach sent this phone something."""
        self._unanswered.pop(phone, None)

    async def wait_until_idle(self, *, within: float, settle: float, answer: float) -> bool:
        """Wait until nothing moves. False when `within` seconds passed first.

        Idle means: nothing in flight, nothing moved for `settle` seconds, and every text that the
        coach took was answered, or taken more than `answer` seconds ago.
        """
        deadline = monotonic() + within
        while (rest := self._rest(settle=settle, answer=answer)) > 0:
            left = deadline - monotonic()
            if left <= 0:
                return False
            if self.in_flight:
                await _wait(self._landed, left)
            else:
                await asyncio.sleep(min(rest, left))
        return True

    def _rest(self, *, settle: float, answer: float) -> float:
        if self.in_flight:
            return settle or 1.0
        moment = monotonic()
        rest = self._last_moved + settle - moment
        newest = next(reversed(self._unanswered.values()), None)
        if newest is None or newest + answer <= moment:
            return rest
        # An answer may come at any moment: look again soon, not only at the far end.
        return max(rest, min(newest + answer - moment, LOOK_SECONDS))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
