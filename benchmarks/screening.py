"""The red-flag screen alone, in this process, over sentences as patients write them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from runtime.settings import ROOT
from safety import screen

SAMPLES = 3000


def seconds_per_message() -> list[float]:
    """Seconds for each of so many sentences, after a first pass over some of them."""
    texts = random.Random(7).sample(sorted(_sentences(ROOT / "bot" / "data" / "nlu")), SAMPLES)  # noqa: S311
    for text in texts[:200]:
        screen(text)
    taken: list[float] = []
    for text in texts:
        began = time.perf_counter()
        screen(text)
        taken.append(time.perf_counter() - began)
    return taken


def _sentences(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.yml"):
        for intent in yaml.safe_load(file.read_text())["nlu"]:
            for line in intent.get("examples", "").splitlines():
                yield line.removeprefix("- ")
