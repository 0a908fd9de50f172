"""`ringback screen` and `ringback understand`: what the safety screen and the model make of messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel, ValidationError

ROOT = Path(__file__).resolve().parent.parent
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"


class _Message(BaseModel):
    id: Any = None
    text: str
    channel: str = "sms"


def screen_words() -> None:
    """Screen messages for red flags: JSON Lines in, JSON Lines out. Needs nothing else running.

    Example: echo '{"id": 1, "text": "numb between my legs", "channel": "sms"}' | ringback screen
    """
    from safety import screen

    for message in _messages():
        finding = screen(message["text"], channel=message["channel"])
        _write(
            {
                "id": message["id"],
                "flag": finding.flag,
                "tier": finding.tier,
                "category": finding.category,
                "categories": list(finding.categories),
                "evidence": [
                    {"text": e.text, "start": e.start, "end": e.end, "category": e.category,
                     "tier": e.tier, "rule": e.rule}
                    for e in finding.evidence
                ],
                "clarify": finding.clarify,
            }
        )  # fmt: skip


def understand() -> None:
    """Say what the trained model understands: JSON Lines in, JSON Lines out. Needs nothing else running.

    Example: echo '{"id": 1, "text": "I walked twice", "channel": "sms"}' | ringback understand
    """
    if not BOT_PYTHON.exists():
        print("The bot's environment is missing. Run: make train", file=sys.stderr)
        raise typer.Exit(1)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"}
    result = subprocess.run([BOT_PYTHON, "-m", "bot.understand"], cwd=ROOT, env=env, check=False)
    raise typer.Exit(result.returncode)


def _messages() -> Iterator[dict[str, Any]]:
    """The messages on stdin. A bad line ends the command with its number and the remedy."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            yield _Message.model_validate_json(line).model_dump()
        except ValidationError as error:
            print(f'line {number}: not {{"id", "text", "channel"}}: {error}', file=sys.stderr)
            raise typer.Exit(1) from error


def _write(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
