"""Real servers on free loopback ports, for tests: the simulated telephone company and whatever else a test needs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, env: Mapping[str, str], ready: str, timeout: float = 90
) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that answers at `ready`; ended when the test is over."""
    process = subprocess.Popen(
        list(command), cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **env}
    )
    try:
        _await(process, ready, timeout)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], url: str, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{process.args} ended with {process.returncode}"
        try:
            httpx.get(url, timeout=1.0)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def python_module(name: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", name]
