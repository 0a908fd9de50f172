"""Waking workers when PostgreSQL says that something was queued."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress

import psycopg
import structlog
from sqlalchemy import Engine

log = structlog.get_logger()


class Bell:
    """Wakes one sleeping worker at each ring; rings that nobody needs are forgotten."""

    def __init__(self, workers: int) -> None:
        self._rings = threading.BoundedSemaphore(workers)
        for _ in range(workers):
            self._rings.acquire()

    def ring(self) -> None:
        """Something was queued."""
        with suppress(ValueError):  # as many rings as workers stand already
            self._rings.release()

    def wait(self, seconds: float) -> None:
        """Sleep until a ring, or so long."""
        self._rings.acquire(timeout=seconds)


def listen(engine: Engine, bells: Mapping[str, Bell], stop: threading.Event) -> None:
    """Ring each channel's bell at every NOTIFY until told to stop; reconnects for ever.

    A notification that is lost while the connection is down costs a second: workers also look by
    themselves.
    """
    while not stop.is_set():
        try:
            _listen_once(engine, bells, stop)
        except psycopg.Error as error:
            log.warning("database connection lost", reason=type(error).__name__)
            stop.wait(1.0)


def _listen_once(engine: Engine, bells: Mapping[str, Bell], stop: threading.Event) -> None:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        for channel in bells:
            connection.execute(f'LISTEN "{channel}"')
        while not stop.is_set():
            for notice in connection.notifies(timeout=1.0):
                bells[notice.channel].ring()
