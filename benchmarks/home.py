"""A home for one run: a `var` folder of its own, free ports, and the environment that says so.

`settle_in` must be called before any of our code reads its settings.
"""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Set by whoever starts us; a run must never reach a real database or carrier.
_FOREIGN = ("DATABASE_URL", "TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID", "ENCRYPTION_KEYS")


@dataclass(frozen=True)
class Home:
    """Where one run lives and what it is reached at."""

    var: Path
    gateway: str
    simulator: str
    rasa: str
    actions: str


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settle_in(var: Path) -> Home:
    """Empty the folder, choose ports, and set this process's environment, which its children inherit."""
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    names = ("GATEWAY_PORT", "SIMULATOR_PORT", "CONSOLE_PORT", "ACTIONS_PORT", "RASA_PORT")
    ports = {name: free_port() for name in names}
    at = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    for name in _FOREIGN:
        os.environ.pop(name, None)
    os.environ |= {name: str(port) for name, port in ports.items()}
    os.environ |= {
        "RINGBACK_ENV": "demo",
        "RINGBACK_VAR_DIR": str(var),
        "RINGBACK_CLOCK_FILE": str(var / "clock"),
        "RASA_URL": at["RASA_PORT"],
        "PUBLIC_BASE_URL": at["GATEWAY_PORT"],
        "TWILIO_API_BASE_URL": at["SIMULATOR_PORT"],
    }
    return Home(
        var=var,
        gateway=at["GATEWAY_PORT"],
        simulator=at["SIMULATOR_PORT"],
        rasa=at["RASA_PORT"],
        actions=at["ACTIONS_PORT"],
    )
