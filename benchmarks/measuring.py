"""Both sides, one after the other on the same machine: what each was measured at."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import costs, patients, system, turns
from benchmarks.home import Home
from benchmarks.patients import Enrolled
from benchmarks.phones import Phones
from benchmarks.stock import server
from benchmarks.system import Running
from runtime import database, migrations
from runtime.settings import load

ROUNDS = 10
AT_ONCE = 24
SECONDS, WARM_UP = 20.0, 4.0


@dataclass(frozen=True)
class StockWanted:
    """Where the stock project is kept, and for how many epochs it is trained."""

    folder: Path
    epochs: int


@dataclass
class Measured:
    """Everything that one side was measured at; empty where it was not asked for."""

    texts: list[float] = field(default_factory=list)  # seconds of each turn
    calls: list[float] = field(default_factory=list)
    per_second: float | None = None  # turns, sustained
    answered: int = 0  # turns behind that
    doubled: int = 0
    processor: dict[str, float] = field(default_factory=dict)  # milliseconds of each of them
    memory: dict[str, float] = field(default_factory=dict)
    healthy_after: float = 0.0
    note: str = ""


def ours(home: Home, only: frozenset[str]) -> Measured:
    """Start the whole system, measure it, and stop it."""
    with system.up(home) as running:
        try:
            return asyncio.run(_measure_ours(running, only))
        finally:
            database.engine().dispose()


async def _measure_ours(running: Running, only: frozenset[str]) -> Measured:
    loading = "; Rasa still loading" if running.rasa_was_loading else ""
    found = Measured(healthy_after=running.healthy_after, note=f"on an empty folder{loading}")
    everyone = patients.enrol(AT_ONCE + 2)
    async with Phones(running.home.simulator) as phones:
        if "sms" in only:
            found.texts = await turns.by_text(phones, everyone[0], rounds=ROUNDS)
        if "voice" in only:
            found.calls = await turns.by_telephone(phones, everyone[1], rounds=ROUNDS)
        if "sustained" in only:
            await _sustain_ours(running, phones, everyone[2:], found)
    if "memory" in only:
        found.memory = costs.resident(running.processes())
    return found


async def _sustain_ours(
    running: Running, phones: Phones, everyone: list[Enrolled], found: Measured
) -> None:
    await turns.at_once(phones, everyone, seconds=WARM_UP)
    before = costs.processor(running.processes())
    sustained = await turns.at_once(phones, everyone, seconds=SECONDS)
    found.per_second, found.answered = sustained.per_second, sustained.replies
    found.doubled = sustained.doubled
    after = costs.processor(running.processes())
    found.processor = costs.per_turn(before, after, turns=found.answered)


def stock(home: Home, only: frozenset[str], wanted: StockWanted) -> Measured:
    """Train the stock project where its data has changed, serve it, measure it, and stop it.

    It needs the database too, since its actions are ours.
    """
    note = f"stock trained with {wanted.epochs} epochs: timing only"
    sys.stderr.write(f"{note}; this takes minutes when its data has changed\n")
    model = server.train(wanted.folder, epochs=wanted.epochs, actions_url=f"{home.actions}/webhook")
    postgres = database.embedded(load().ringback_var_dir)
    migrations.migrate()
    try:
        everyone = patients.enrol(AT_ONCE + 2)
        with server.serving(wanted.folder, model, home) as running:
            found = asyncio.run(_measure_stock(running, everyone, only))
    finally:
        database.engine().dispose()
        postgres.cleanup()
    found.note = note
    return found


async def _measure_stock(
    running: server.Stock, everyone: list[Enrolled], only: frozenset[str]
) -> Measured:
    found = Measured()
    if only & {"sms", "voice"}:
        found.texts = await server.one_by_one(running, everyone[0], rounds=ROUNDS)
    if "sustained" in only:
        await server.at_once(running, everyone[2:], seconds=WARM_UP)
        before = costs.processor(running.processes)
        found.per_second = await server.at_once(running, everyone[2:], seconds=SECONDS)
        found.answered = round(found.per_second * SECONDS)
        after = costs.processor(running.processes)
        found.processor = costs.per_turn(before, after, turns=found.answered)
    if "memory" in only:
        found.memory = costs.resident(running.processes)
    return found
