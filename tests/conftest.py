"""Fixtures that every test may use: a real PostgreSQL, migrated once, emptied between tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

# Before anything reads settings: tests have a home of their own and never touch the demo's.
_HOME = Path(tempfile.mkdtemp(prefix="ringback-tests-"))
os.environ["RINGBACK_ENV"] = "demo"
os.environ["RINGBACK_VAR_DIR"] = str(_HOME)
os.environ["RINGBACK_CLOCK_FILE"] = str(_HOME / "clock")
for _name in ("DATABASE_URL", "TWILIO_AUTH_TOKEN", "TWILIO_API_BASE_URL", "PUBLIC_BASE_URL"):
    os.environ.pop(_name, None)

import httpx  # noqa: E402
import pytest  # noqa: E402
from sqlalchemy import Engine, text  # noqa: E402
from sqlalchemy.orm import Session, sessionmaker  # noqa: E402

from cli import processes  # noqa: E402
from models.people import Patient  # noqa: E402
from models.schema import METADATA  # noqa: E402
from runtime import database, migrations  # noqa: E402
from runtime.settings import load  # noqa: E402
from telephony import TwilioCarrier  # noqa: E402
from tests import factories, servers  # noqa: E402

# A Monday, 09:30 in London, in winter.
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """The migrated test database."""
    migrations.migrate()
    yield database.engine()
    database.engine().dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions on an empty database."""
    tables = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
    return database.sessions()


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One session on an empty database; a test commits when others must see its rows."""
    with sessions() as session:
        yield session


@pytest.fixture(scope="session")
def telephone_company(gateway_port: int) -> Iterator[str]:
    """The simulator's base URL; its webhooks go to `gateway_port`."""
    port, settings = servers.free_port(), load()
    env = {
        "SIMULATOR_PORT": str(port),
        "SIMULATOR_WEBHOOK_BASE": f"http://127.0.0.1:{gateway_port}",
        "PUBLIC_BASE_URL": settings.public_base_url,
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.auth_tokens[0],
        "TWILIO_FROM_NUMBER": settings.twilio_from_number,
    }
    base = f"http://127.0.0.1:{port}"
    with servers.running(servers.python_module("simulator"), env=env, ready=f"{base}/faults"):
        yield base


@pytest.fixture(scope="session")
def gateway_port() -> int:
    """Where the simulator delivers webhooks; nobody need listen there."""
    return servers.free_port()


@pytest.fixture
def carrier(telephone_company: str) -> Iterator[TwilioCarrier]:
    """The real Twilio client, pointed at the simulator, without faults."""
    settings = load()
    yield TwilioCarrier(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.auth_tokens[0],
        from_number=settings.twilio_from_number,
        status_url=f"{settings.public_base_url}/twilio/status",
        base_url=telephone_company,
    )
    httpx.delete(f"{telephone_company}/faults")


@pytest.fixture(scope="session")
def rasa_url(engine: Engine) -> Iterator[str]:
    """The real dialogue model and its action server, on the test database."""
    settings = load()
    actions, rasa = servers.free_port(), servers.free_port()
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    env = {
        "DATABASE_URL": url,
        "ACTIONS_PORT": str(actions),
        "RASA_SHARED_SECRET": settings.rasa_shared_secret.get_secret_value(),
    }
    base = f"http://127.0.0.1:{rasa}"
    with (
        servers.running(
            servers.python_module("actions"), env=env, ready=f"http://127.0.0.1:{actions}/health"
        ),
        servers.running(processes.rasa_command(rasa), env=env, ready=f"{base}/webhooks/ringback/"),
    ):
        yield base


@pytest.fixture
def now() -> datetime:
    """Monday morning."""
    return MONDAY


@pytest.fixture
def ana(session: Session, now: datetime) -> Patient:
    """Ana is enrolled and coached by SMS."""
    patient = factories.make_patient(session, now=now)
    session.commit()
    return patient
