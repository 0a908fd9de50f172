"""What each process costs: resident memory, and processor time over a stretch of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import psutil

MEGABYTE = 1_000_000
Processes = Mapping[str, psutil.Process]


def resident(processes: Processes) -> dict[str, float]:
    """Megabytes of each process: PSS, in which a page that two processes share counts half for each.

    RSS would count PostgreSQL's shared buffers once for every connection, USS not at all.
    """
    return _each(processes, lambda process: process.memory_full_info().pss / MEGABYTE)


def processor(processes: Processes) -> dict[str, float]:
    """Seconds of processor time that each has used so far."""
    return _each(processes, lambda process: sum(process.cpu_times()[:2]))


def listed(sizes: Mapping[str, float]) -> str:
    """The parts, largest first, as words."""
    parts = sorted(sizes.items(), key=lambda part: -part[1])
    return ", ".join(f"{name} {size:.{1 if size < 100 else 0}f}" for name, size in parts)


def _each(processes: Processes, measure: Callable[[psutil.Process], float]) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for name, process in processes.items():
        group = "postgres" if name.startswith("postgres") else name
        try:
            sizes[group] = sizes.get(group, 0.0) + measure(process)
        except psutil.NoSuchProcess:
            continue  # a database connection that has been closed
    return sizes


def per_turn(
    before: Mapping[str, float], after: Mapping[str, float], *, turns: int
) -> dict[str, float]:
    """Milliseconds of processor time that each process spent on one of so many turns."""
    spent = {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}
    return {name: seconds * 1000 / turns for name, seconds in spent.items() if turns}
