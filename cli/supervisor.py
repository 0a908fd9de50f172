"""Keeps every process of `ringback up` running, restarts what dies, and leaves nothing behind."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import IO, Any

from cli import processes
from runtime import clock, database
from runtime.settings import ROOT, Settings, load

RESTART_AFTER = 1.0  # seconds, so that a process that cannot start does not burn the machine
LOOK_EVERY = 0.5
GRACE = 12.0  # seconds to finish what is claimed
_PR_SET_PDEATHSIG = 1


class Supervisor:
    """Starts processes and starts them again."""

    def __init__(self, wanted: list[processes.Process]) -> None:
        self._wanted = wanted
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._not_before: dict[str, float] = {}

    def start_gateway(self) -> None:
        """Start the gateway alone: it answers patients before anything else is ready."""
        self._tend([process for process in self._wanted if process.name == "gateway"])

    def tend(self) -> None:
        """Start whatever is wanted and not running."""
        self._tend(self._wanted)

    def _tend(self, wanted: list[processes.Process]) -> None:
        for process in wanted:
            running = self._running.get(process.name)
            if running is not None and running.poll() is None:
                continue
            if running is not None:
                print(
                    f"{process.name} ended with {running.returncode}; starting it again", flush=True
                )
                del self._running[process.name]
                self._not_before[process.name] = time.monotonic() + RESTART_AFTER
            if time.monotonic() >= self._not_before.get(process.name, 0.0):
                self._running[process.name] = _start(process)

    def stop(self) -> None:
        """Ask every process to finish, then make it."""
        for child in self._running.values():
            child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self._running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _start(process: processes.Process) -> subprocess.Popen[bytes]:
    logs = load().ringback_var_dir / "log"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{process.name}.log").open("ab") as log:
        return _spawn(process, log)


def _spawn(process: processes.Process, log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        process.command,
        cwd=ROOT,
        env=process.env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C reaches us alone; we stop the rest in order
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one thread
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def run() -> int:
    """Run until SIGTERM or Ctrl-C. Returns the exit status."""
    settings = load()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    postgres = _embedded(settings)
    url = database.engine().url.set(drivername="postgresql")
    house = Supervisor(processes.all_of(settings, url.render_as_string(hide_password=False)))
    house.start_gateway()
    _prepare(settings)
    _await_gateway(settings, stop)
    try:
        while not stop.is_set():
            if postgres is not None:
                postgres.ensure_postgres_running()
            house.tend()
            stop.wait(LOOK_EVERY)
    finally:
        house.stop()
        database.engine().dispose()
        if postgres is not None:
            postgres.cleanup()
    return 0


def _prepare(settings: Settings) -> None:
    """Bring the tables up to date and, in the demo, the clinic's people in."""
    # Late, so that the gateway need not wait for this process to have read them.
    from runtime import migrations

    migrations.migrate()
    if settings.demo:
        from cli import demo

        demo.start_in_working_hours()
        print(demo.prepare(settings, now=clock.now()), flush=True)


def _await_gateway(settings: Settings, stop: threading.Event) -> None:
    """Leave the machine to the gateway until it answers, five seconds at most."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and not stop.is_set():
        try:
            with socket.create_connection(("127.0.0.1", settings.gateway_port), timeout=0.2):
                return
        except OSError:
            stop.wait(0.05)


def _embedded(settings: Settings) -> Any:
    """The embedded PostgreSQL when no other is configured."""
    if settings.database_url is not None:
        return None
    return database.embedded(settings.ringback_var_dir)
