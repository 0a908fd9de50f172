"""The processes that make up Ringback, and how each is started."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from cli import demo_people
from runtime.settings import ROOT, Settings

MODEL = ROOT / "var" / "models" / "ringback.tar.gz"
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class Process:
    """One process to keep running."""

    name: str
    command: list[str]
    env: dict[str, str]


def all_of(settings: Settings, database_url: str) -> list[Process]:
    """Every process, in the order of starting: what answers patients first, the dialogue model last."""
    env = _environment(settings, database_url)
    modules = ["gateway", "scheduler", "console", "actions"]
    if settings.demo:
        modules.insert(0, "simulator")
    processes = [Process(name, [sys.executable, "-m", name], env) for name in modules]
    return [*processes, _rasa(settings, env)]


def _rasa(settings: Settings, env: dict[str, str]) -> Process:
    """Rasa gets the shared secret and nothing else that opens a door."""
    rasa_env: dict[str, str] = {
        name: env[name]
        for name in ("PATH", "HOME", "PYTHONPATH", "RASA_SHARED_SECRET", "ACTIONS_PORT")
        if name in env
    }
    rasa_env |= {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "MALLOC_ARENA_MAX": "2",
        # One message is too small a matrix to share: threads would only spin.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    port = urlsplit(settings.rasa_url).port or 5005
    return Process("rasa", rasa_command(port), rasa_env)


def rasa_command(port: int) -> list[str]:
    """Rasa with the trained model on a loopback port; our connector is its only door."""
    return [
        str(BOT_PYTHON), "-m", "rasa", "run", "--model", str(MODEL),
        "--endpoints", "endpoints.yml", "--credentials", "bot/credentials.yml",
        "--interface", "127.0.0.1", "--port", str(port), "--quiet",
    ]  # fmt: skip


def _environment(settings: Settings, database_url: str) -> dict[str, str]:
    """What our own processes are told, on top of what `up` was started with."""
    own = {
        "DATABASE_URL": database_url,
        "RASA_SHARED_SECRET": settings.rasa_shared_secret.get_secret_value(),
        "ACTIONS_PORT": str(settings.actions_port),
        "PYTHONPATH": str(ROOT),
        "MALLOC_ARENA_MAX": "2",  # many threads on glibc otherwise hold memory they do not use
        "PYTHONDONTWRITEBYTECODE": "",  # compiling every module anew would slow each start
    }
    if settings.demo:
        own |= {
            "SIMULATOR_PORT": str(settings.simulator_port),
            "SIMULATOR_WEBHOOK_BASE": f"http://127.0.0.1:{settings.gateway_port}",
            "PUBLIC_BASE_URL": settings.public_base_url,
            "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": settings.twilio_auth_token.get_secret_value(),
            "SIMULATOR_PEOPLE": json.dumps(demo_people.PHONES),
            "TWILIO_FROM_NUMBER": settings.twilio_from_number,
        }
    return {**os.environ, **own}
