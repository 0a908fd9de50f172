"""Reads the development sets of the red-flag screen; used by the tests beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One invented message with the tier and category its author gave it."""

    id: str
    text: str
    channel: str
    tier: str
    category: str | None


def labelled(name: str) -> list[Labelled]:
    """Return the messages of data/<name>.jsonl."""
    lines = (_DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [Labelled(**json.loads(line)) for line in lines]
