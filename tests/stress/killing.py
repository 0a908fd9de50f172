"""kill -9, and the wait until somebody has started the dead again."""

from __future__ import annotations

import asyncio
import time

import psutil

from benchmarks.system import Running

BACK_WITHIN = 60.0


async def kill(running: Running, name: str) -> None:
    """Kill one process without warning and return when another runs in its place."""
    victim = _find(running, name)
    assert victim is not None, f"{name} is not running"
    victim.kill()
    deadline = time.monotonic() + BACK_WITHIN
    while time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        successor = _find(running, name)
        if successor is not None and successor.pid != victim.pid:
            return
    raise TimeoutError(f"nobody has started {name} again")


def _find(running: Running, name: str) -> psutil.Process | None:
    try:
        if name == "postgres":
            return running.postmaster()
        return running.processes().get(name)
    except (psutil.NoSuchProcess, FileNotFoundError, IndexError):
        return None  # in between: the file of the old one, or none
