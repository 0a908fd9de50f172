"""Runs what was asked for and prints each figure as soon as both sides are known."""

from __future__ import annotations

from benchmarks import comparing, measuring, screening
from benchmarks.figures import Figure
from benchmarks.home import Home
from benchmarks.measuring import StockWanted

NAMES = ("screen", "start", "sms", "voice", "sustained", "memory")


def run(home: Home, only: frozenset[str], wanted: StockWanted | None) -> list[Figure]:
    """Measure, print and return the figures named in `only`; beside stock's when that is wanted."""
    figures: list[Figure] = []
    if "screen" in only:
        figures += _printed(comparing.screen(screening.seconds_per_message()))
    if only - {"screen"}:
        ours = measuring.ours(home, only)
        # The time to start is not held against stock's.
        beside = (
            measuring.stock(home, only, wanted) if wanted and only - {"screen", "start"} else None
        )
        figures += _printed(comparing.compared(only, ours, beside))
    return figures


def _printed(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        figure.print()
    return figures
