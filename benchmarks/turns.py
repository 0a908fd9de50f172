"""Our own turns: by text, by telephone, and as many as the system can take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from benchmarks import script
from benchmarks.patients import Enrolled
from benchmarks.phones import Phones, seconds_to_reply
from models.messages import OutboundMessage
from runtime import database

_LOOK_EVERY = 0.05


class NoReply(Exception):
    """A text was not answered; the run measures nothing then."""


async def by_text(phones: Phones, patient: Enrolled, *, rounds: int) -> list[float]:
    """Seconds of each turn, one after the other; the first round warms up and does not count."""
    taken: list[float] = []
    for number in range(rounds + 1):
        for words in script.one_round():
            sid = await phones.text(patient.number, words)
            await phones.wait_until_idle()
            seconds = seconds_to_reply(await phones.thread(patient.number), sid)
            if seconds is None:
                raise NoReply(words)
            if number:
                taken.append(seconds)
    return taken


async def by_telephone(phones: Phones, patient: Enrolled, *, rounds: int) -> list[float]:
    """Seconds until the caller hears the answer to each sentence; the first round does not count."""
    taken: list[float] = []
    for number in range(rounds + 1):
        for talk in script.TALKS:
            call = await phones.ring(patient.number)
            for words in talk:
                began = time.perf_counter()
                call = await phones.speak(call["sid"], words)
                if number:
                    taken.append(time.perf_counter() - began)
            await phones.hang_up(call["sid"])
    return taken


@dataclass(frozen=True)
class Sustained:
    """What came of many patients at once."""

    replies: int
    seconds: float
    doubled: int  # texts at the carrier that the outbox does not know, or that went twice

    @property
    def per_second(self) -> float:
        """Answered turns in a second."""
        return self.replies / self.seconds


async def at_once(phones: Phones, patients: list[Enrolled], *, seconds: float) -> Sustained:
    """Let every patient text again as soon as the reply is there, for so many seconds. Call it warm."""
    before = _answered()
    talks = {p.number: script.from_talk(n) for n, p in enumerate(patients)}
    waiting: set[str] = set()
    seen = {m["sid"] for m in await phones.sent_by_clinic(1000)}
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        await _send_next(phones, talks, waiting)
        await asyncio.sleep(_LOOK_EVERY)
        for message in await phones.sent_by_clinic(60):
            if message["sid"] not in seen:
                seen.add(message["sid"])
                waiting.discard(message["to"])
    await phones.wait_until_idle(60, settle_ms=0)
    taken = time.perf_counter() - began
    await phones.wait_until_idle(60, settle_ms=1000)
    return Sustained(_answered() - before, taken, await _doubled(phones))


async def _send_next(phones: Phones, talks: dict[str, Iterator[str]], waiting: set[str]) -> None:
    free = [number for number in talks if number not in waiting]
    waiting.update(free)
    await asyncio.gather(*(phones.text(number, next(talks[number])) for number in free))


def _answered() -> int:
    """How many texts of patients have a reply that the carrier accepted."""
    with database.sessions()() as session:
        accepted = OutboundMessage.provider_sid.is_not(None)
        count = func.count(OutboundMessage.in_reply_to.distinct())
        return session.scalar(select(count).where(accepted)) or 0


async def _doubled(phones: Phones) -> int:
    with database.sessions()() as session:
        known = list(session.scalars(select(OutboundMessage.provider_sid)))
    sent = [message["sid"] for message in await phones.sent_by_clinic(1000)]
    return len([sid for sid in sent if sid not in set(known)])
