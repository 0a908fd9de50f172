"""Threads that take waiting work as long as there is some."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from scheduler.waking import Bell

log = structlog.get_logger()

# How often a worker looks by itself, should a notification be lost.
LOOK_AGAIN_SECONDS = 1.0


def drain(name: str, take: Callable[[], bool], bell: Bell, stop: threading.Event) -> None:
    """Call `take` until it finds nothing, then sleep until the bell rings. Never dies of an error."""
    while not stop.is_set():
        try:
            busy = take()
        except Exception:
            log.exception("worker failed", worker=name)
            stop.wait(1.0)
            continue
        if not busy:
            bell.wait(LOOK_AGAIN_SECONDS)


def start(
    name: str, count: int, take: Callable[[], bool], bell: Bell, stop: threading.Event
) -> list[threading.Thread]:
    """Start `count` threads that drain the same work."""
    threads = [
        threading.Thread(target=drain, args=(name, take, bell, stop), name=f"{name}-{n}")
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    return threads
