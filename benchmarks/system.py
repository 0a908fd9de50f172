"""The whole system, started as `ringback up` starts it and stopped without a trace."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import psutil

from benchmarks.home import ROOT, Home

READY_WITHIN = 180.0
_LOOK_EVERY = 0.02


@dataclass(frozen=True)
class Running:
    """A system that answers, and how long it took to."""

    home: Home
    supervisor: psutil.Process
    healthy_after: float  # seconds until the gateway answered
    rasa_was_loading: bool  # at that moment

    def processes(self) -> dict[str, psutil.Process]:
        """Every process by its name: our modules, `rasa`, `postgres`, and `up` itself."""
        found = {"up": self.supervisor}
        for child in self.supervisor.children(recursive=True):
            found[_name(child) or f"other-{child.pid}"] = child
        postmaster = self.postmaster()
        found["postgres"] = postmaster
        for backend in postmaster.children():
            found[f"postgres-{backend.pid}"] = backend
        return found

    def postmaster(self) -> psutil.Process:
        """The database's first process, which belongs to nobody."""
        pid_file = self.home.var / "postgres" / "postmaster.pid"
        return psutil.Process(int(pid_file.read_text().split()[0]))


@contextmanager
def up(home: Home) -> Iterator[Running]:
    """Start everything, wait until it is ready, and stop it at the end. Its log stays in the home."""
    began = time.perf_counter()
    with (home.var / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.app", "up"], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            await_answer(f"{home.gateway}/healthz", process)
            healthy_after = time.perf_counter() - began
            loading = httpx.get(f"{home.gateway}/readyz").status_code != httpx.codes.OK
            await_answer(f"{home.gateway}/readyz", process)
            _share_database(psutil.Process(process.pid))
            yield Running(home, psutil.Process(process.pid), healthy_after, loading)
        finally:
            stop(process)


def _share_database(supervisor: psutil.Process) -> None:
    """Let this process use the database that `up` has started, without a claim on its life."""
    [url] = {
        child.environ()["DATABASE_URL"]
        for child in supervisor.children()
        if _name(child) == "gateway"
    }
    os.environ["DATABASE_URL"] = url


def await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until `url` answers 200. Raises when the process ends or never gets there."""
    deadline = time.monotonic() + READY_WITHIN
    with httpx.Client(timeout=2.0) as client:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
            if _answers(client, url):
                return
            time.sleep(_LOOK_EVERY)
    raise TimeoutError(f"{url} did not answer within {READY_WITHIN:.0f} s")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, then make it."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _name(process: psutil.Process) -> str | None:
    """The module that a process runs: the word after -m."""
    words = process.cmdline()
    return words[words.index("-m") + 1] if "-m" in words[:-1] else None
