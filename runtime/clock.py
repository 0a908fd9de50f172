"""The only caller of the wall clock. In the demo the programme's time can be moved forward."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _offset_file() -> Path | None:
    name = os.environ.get("RINGBACK_CLOCK_FILE")
    return Path(name) if name else None


def offset() -> timedelta:
    """How far the programme's time runs ahead; zero without RINGBACK_CLOCK_FILE (production)."""
    file = _offset_file()
    if file is None:
        return timedelta(0)
    try:
        return timedelta(seconds=float(file.read_text()))
    except FileNotFoundError:
        return timedelta(0)


def now() -> datetime:
    """The programme's time, aware, in UTC."""
    return datetime.now(UTC) + offset()


def advance(by: timedelta) -> datetime:
    """Move the demo's time forward for every process and return the new time.

    Raises RuntimeError outside the demo and ValueError for a move backwards: rows already carry
    times, and a clock that goes back would make them lie.
    """
    file = _offset_file()
    if file is None:
        raise RuntimeError("the clock can be moved in the demo only")
    if by < timedelta(0):
        raise ValueError("the clock only moves forward")
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(str((offset() + by).total_seconds()))
    fresh.replace(file)  # readers see the old or the new offset, never half of one
    return now()
