"""Trains the stock project once for each state of its inputs, serves it, and takes turns with it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

from benchmarks import script
from benchmarks.home import ROOT, Home
from benchmarks.patients import Enrolled
from benchmarks.stock import project
from benchmarks.system import await_answer, stop

PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
_ENV = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True)
class Stock:
    """A stock Rasa server with its action server."""

    url: str
    processes: dict[str, psutil.Process]


def train(folder: Path, *, epochs: int, actions_url: str) -> Path:
    """Return the model for today's inputs; trains it when there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = project.write(folder, epochs=epochs, actions_url=actions_url)
    model = folder / "models" / f"{inputs}.tar.gz"
    if not model.exists():
        command = ["train", "--fixed-model-name", inputs, "--out", "models", "--quiet"]
        with (folder / "train.log").open("wb") as log:
            subprocess.run(  # noqa: S603 - our own command
                [PYTHON, "-m", "rasa", *command],
                cwd=folder, env={**os.environ, **_ENV}, stdout=log, stderr=log, check=True,
            )  # fmt: skip
    return model


@contextmanager
def serving(folder: Path, model: Path, home: Home) -> Iterator[Stock]:
    """Our action server, and Rasa with the stock model beside it. Both end with the block."""
    with (folder / "run.log").open("wb") as log:
        actions = subprocess.Popen(
            [sys.executable, "-m", "actions"], cwd=ROOT, stdout=log, stderr=log,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        rasa = subprocess.Popen(  # noqa: S603 - our own command
            [PYTHON, "-m", "rasa", "run", "--model", model, "--interface", "127.0.0.1",
             "--port", home.rasa.rpartition(":")[2], "--quiet"],
            cwd=folder, stdout=log, stderr=log, env={**os.environ, **_ENV},
        )  # fmt: skip
        try:
            await_answer(f"{home.actions}/health", actions)
            await_answer(f"{home.rasa}/webhooks/rest/", rasa)
            pids = {"rasa": psutil.Process(rasa.pid), "actions": psutil.Process(actions.pid)}
            yield Stock(home.rasa, pids)
        finally:
            stop(rasa)
            stop(actions)


async def one_by_one(stock: Stock, patient: Enrolled, *, rounds: int) -> list[float]:
    """Seconds of each turn through Rasa's REST channel; the first round does not count."""
    taken: list[float] = []
    async with aiohttp.ClientSession(stock.url) as session:
        for number in range(rounds + 1):
            for talk in script.TALKS:
                await _say(session, patient, "/restart")
                for words in talk:
                    began = time.perf_counter()
                    await _say(session, patient, words)
                    if number:
                        taken.append(time.perf_counter() - began)
    return taken


async def at_once(stock: Stock, patients: list[Enrolled], *, seconds: float) -> float:
    """Answered turns in a second, every patient texting again as soon as the answer is there."""
    deadline = time.perf_counter() + seconds
    async with aiohttp.ClientSession(stock.url) as session:

        async def talk(number: int, patient: Enrolled) -> int:
            answered = 0
            for words in script.from_talk(number):
                await _say(session, patient, words)
                answered += 1
                if time.perf_counter() > deadline:
                    break
            return answered

        began = time.perf_counter()
        turns = await asyncio.gather(*(talk(n, p) for n, p in enumerate(patients)))
        return sum(turns) / (time.perf_counter() - began)


async def _say(session: aiohttp.ClientSession, patient: Enrolled, words: str) -> None:
    """One turn. The metadata is what our actions need to know which turn they act in."""
    body = {
        "sender": str(patient.id),
        "message": words,
        "metadata": {"turn_id": str(uuid.uuid4()), "channel": "sms"},
    }
    async with session.post("/webhooks/rest/webhook", json=body) as response:
        response.raise_for_status()
        await response.read()
