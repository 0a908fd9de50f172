"""Waking workers when PostgreSQL says that something was queued."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import psycopg
import structlog
from sqlalchemy import Engine

log = structlog.get_logger()


def listen(engine: Engine, bells: Mapping[str, threading.Event], stop: threading.Event) -> None:
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


def _listen_once(
    engine: Engine, bells: Mapping[str, threading.Event], stop: threading.Event
) -> None:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        for channel in bells:
            connection.execute(f'LISTEN "{channel}"')
        while not stop.is_set():
            for notice in connection.notifies(timeout=1.0):
                bells[notice.channel].set()
