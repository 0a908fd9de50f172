"""Which figure needs what: starts ours, measures, stops it, starts stock on the same machine, compares."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import costs, patients, screening, system, turns
from benchmarks.figures import Figure, Must, median, percentile
from benchmarks.home import Home
from benchmarks.patients import Enrolled
from benchmarks.phones import Phones
from benchmarks.stock import server
from benchmarks.system import Running
from benchmarks.turns import Sustained
from runtime import database, migrations
from runtime.settings import load

NAMES = ("screen", "start", "sms", "voice", "sustained", "memory")
ROUNDS = 10
AT_ONCE = 24
SECONDS, WARM_UP = 20.0, 4.0
MS = 1000.0


@dataclass(frozen=True)
class StockWanted:
    """Where the stock project is kept, and for how many epochs it is trained."""

    folder: Path
    epochs: int


@dataclass
class Measured:
    """Everything that one side was measured at; None where it was not asked for."""

    sms: list[float] = field(default_factory=list)
    voice: list[float] = field(default_factory=list)
    sustained: Sustained | None = None
    per_second: float | None = None
    processor: dict[str, float] = field(default_factory=dict)  # seconds spent while sustained
    memory: dict[str, float] = field(default_factory=dict)
    healthy_after: float = 0.0
    rasa_was_loading: bool = False
    ready_after: float | None = None


def run(home: Home, only: Set[str], wanted: StockWanted | None) -> Iterator[Figure]:
    """Measure what is asked for and print each figure as soon as both sides are known."""
    figures: list[Figure] = []
    if "screen" in only:
        figures += _screen()
        _print(figures)
    if only - {"screen"}:
        ours = _ours(home, only)
        stock = _stock(home, only, wanted) if wanted else Measured()
        compared = _compared(only, ours, stock)
        _print(compared)
        figures += compared
    return iter(figures)


def _print(figures: list[Figure]) -> None:
    for figure in figures:
        figure.print()


def _screen() -> list[Figure]:
    taken = [seconds * MS for seconds in screening.seconds_per_message()]
    note = "rules alone, in one process"
    return [
        Figure("screen_median", median(taken), "ms", len(taken), must=Must("<", 1.0), note=note),
        Figure("screen_p99", percentile(taken, 99), "ms", len(taken), note=note),
    ]


def _ours(home: Home, only: Set[str]) -> Measured:
    with system.up(home) as running:
        try:
            return asyncio.run(_measure(running, only))
        finally:
            database.engine().dispose()


async def _measure(running: Running, only: Set[str]) -> Measured:
    found = Measured(
        healthy_after=running.healthy_after, rasa_was_loading=running.rasa_was_loading
    )
    everyone = patients.enrol(AT_ONCE + 2)
    async with Phones(running.home.simulator) as phones:
        if "sms" in only:
            found.sms = await turns.by_text(phones, everyone[0], rounds=ROUNDS)
        if "voice" in only:
            found.voice = await turns.by_telephone(phones, everyone[1], rounds=ROUNDS)
        if "sustained" in only:
            await turns.at_once(phones, everyone[2:], seconds=WARM_UP)
            before = costs.processor(running.processes())
            found.sustained = await turns.at_once(phones, everyone[2:], seconds=SECONDS)
            found.processor = _spent(before, costs.processor(running.processes()))
    if "memory" in only:
        found.memory = costs.resident(running.processes())
    return found


def _stock(home: Home, only: Set[str], wanted: StockWanted) -> Measured:
    """Stock needs the database too, since its actions are ours."""
    sys.stderr.write(f"stock is trained with {wanted.epochs} epochs: for timing only\n")
    model = server.train(wanted.folder, epochs=wanted.epochs, actions_url=f"{home.actions}/webhook")
    postgres = database.embedded(load().ringback_var_dir)
    migrations.migrate()
    try:
        everyone = patients.enrol(AT_ONCE + 2)
        with server.serving(wanted.folder, model, home) as stock:
            return asyncio.run(_measure_stock(stock, everyone, only))
    finally:
        database.engine().dispose()
        postgres.cleanup()


async def _measure_stock(
    stock: server.Stock, everyone: list[Enrolled], only: Set[str]
) -> Measured:
    found = Measured(ready_after=stock.ready_after)
    if only & {"sms", "voice"}:
        found.sms = await server.one_by_one(stock, everyone[0], rounds=ROUNDS)
    if "sustained" in only:
        await server.at_once(stock, everyone[2:], seconds=WARM_UP)
        before = costs.processor(stock.processes)
        found.per_second = await server.at_once(stock, everyone[2:], seconds=SECONDS)
        found.processor = _spent(before, costs.processor(stock.processes))
    if "memory" in only:
        found.memory = costs.resident(stock.processes)
    return found


def _spent(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    return {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}


def _compared(only: Set[str], ours: Measured, stock: Measured) -> list[Figure]:
    figures: list[Figure] = []
    if "start" in only:
        figures += _start(ours)
    if "sms" in only:
        figures += _turn("sms", ours.sms, stock.sms, Must("<=", 1.0, of_stock=True), None)
    if "voice" in only:
        figures += _turn("voice", ours.voice, stock.sms, None, Must("<", 1.5, of_stock=True))
    if ours.sustained is not None:
        figures += _sustained(ours, ours.sustained, stock)
    if "memory" in only:
        figures += _memory(ours, stock)
    return figures


def _start(ours: Measured) -> list[Figure]:
    note = "first start on an empty folder" + ("; Rasa still loading" if ours.rasa_was_loading else "")
    return [
        Figure("gateway_answers", ours.healthy_after, "s", 1, must=Must("<=", 3.0), note=note)
    ]


def _turn(
    name: str,
    ours: list[float],
    stock: list[float],
    must_median: Must | None,
    must_p95: Must | None,
) -> list[Figure]:
    """The median and p95; a call's p95 is held against stock's median, for a caller must not wait."""
    typical = median(stock) * MS if stock else None
    slow = percentile(stock, 95) * MS if stock else None
    beside = slow if must_p95 is None else typical
    return [
        Figure(f"{name}_turn_median", median(ours) * MS, "ms", len(ours), typical, must_median),
        Figure(f"{name}_turn_p95", percentile(ours, 95) * MS, "ms", len(ours), beside, must_p95),
    ]


def _sustained(side: Measured, ours: Sustained, stock: Measured) -> list[Figure]:
    each = {name: spent * MS / ours.replies for name, spent in side.processor.items()}
    note = f"{AT_ONCE} patients at once; processor ms a turn: {costs.listed(each)}"
    if stock.per_second is not None:
        turns_taken = stock.per_second * SECONDS
        theirs = {name: spent * MS / turns_taken for name, spent in stock.processor.items()}
        note += f"; stock: {costs.listed(theirs)}"
    must = Must(">=", 2.0, of_stock=True)
    doubled = Must("<=", 0)
    return [
        Figure("sustained_turns", ours.per_second, "1/s", ours.replies, stock.per_second, must, note),
        Figure("doubled_replies", ours.doubled, "texts", ours.replies, must=doubled),
    ]


def _memory(ours: Measured, stock: Measured) -> list[Figure]:
    total = sum(ours.memory.values())
    beside = sum(stock.memory.values()) or None
    note = f"PSS in MB: {costs.listed(ours.memory)}; stock: {costs.listed(stock.memory)}"
    limit = Must("<", 1500.0)
    return [Figure("resident_memory", total, "MB", len(ours.memory), beside, limit, note)]
