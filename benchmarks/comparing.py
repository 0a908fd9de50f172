"""From what both sides were measured at to figures, and what each figure must be."""

from __future__ import annotations

from benchmarks import costs
from benchmarks.figures import Figure, Must, median, percentile
from benchmarks.measuring import AT_ONCE, Measured

MS = 1000.0
_NO_STOCK = Measured()


def screen(taken: list[float]) -> list[Figure]:
    """The screen's figures, from the seconds of each message."""
    note, each = "rules alone, in one process", [seconds * MS for seconds in taken]
    return [
        Figure("screen_median", median(each), "ms", len(each), must=Must("<", 1.0), note=note),
        Figure("screen_p99", percentile(each, 99), "ms", len(each), note=note),
    ]


def compared(only: frozenset[str], ours: Measured, stock: Measured | None) -> list[Figure]:
    """The figures that were asked for."""
    beside = stock or _NO_STOCK
    figures: list[Figure] = []
    if "start" in only:
        must = Must("<=", 3.0)
        figures += [
            Figure("gateway_answers", ours.healthy_after, "s", 1, must=must, note=ours.note)
        ]
    if "sms" in only:
        figures += _texts(ours.texts, beside)
    if "voice" in only:
        figures += _calls(ours.calls, beside)
    if "sustained" in only:
        figures += _sustained(ours, beside)
    if "memory" in only:
        figures += _memory(ours, beside)
    return figures


def _texts(ours: list[float], stock: Measured) -> list[Figure]:
    typical, slow = _typical(stock.texts), _slow(stock.texts)
    must, n, note = Must("<=", 1.0, of_stock=True), len(ours), stock.note
    return [
        Figure("sms_turn_median", median(ours) * MS, "ms", n, typical, must, note),
        Figure("sms_turn_p95", percentile(ours, 95) * MS, "ms", n, slow, note=note),
    ]


def _calls(ours: list[float], stock: Measured) -> list[Figure]:
    """Both are held against stock's median: stock has no calls, and a caller must not wait."""
    typical, must, n = _typical(stock.texts), Must("<", 1.5, of_stock=True), len(ours)
    note = f"beside stock's median turn; {stock.note}"
    return [
        Figure("voice_turn_median", median(ours) * MS, "ms", n, typical, note=note),
        Figure("voice_turn_p95", percentile(ours, 95) * MS, "ms", n, typical, must, note),
    ]


def _typical(taken: list[float]) -> float | None:
    return median(taken) * MS if taken else None


def _slow(taken: list[float]) -> float | None:
    return percentile(taken, 95) * MS if taken else None


def _sustained(ours: Measured, stock: Measured) -> list[Figure]:
    assert ours.per_second is not None
    note = (
        f"{AT_ONCE} patients at once; {stock.note}; processor ms a turn: "
        f"{costs.listed(ours.processor)}; stock: {costs.listed(stock.processor)}"
    )
    must, none = Must(">=", 2.0, of_stock=True), Must("<=", 0)
    n, beside = ours.answered, stock.per_second
    return [
        Figure("sustained_turns", ours.per_second, "1/s", n, beside, must, note),
        Figure("doubled_replies", ours.doubled, "texts", n, must=none),
    ]


def _memory(ours: Measured, stock: Measured) -> list[Figure]:
    total, beside = sum(ours.memory.values()), sum(stock.memory.values()) or None
    note = f"PSS in MB: {costs.listed(ours.memory)}; stock: {costs.listed(stock.memory)}"
    must = Must("<", 1500.0)
    return [Figure("resident_memory", total, "MB", len(ours.memory), beside, must, note)]
