"""The scheduler process: APScheduler ticks, workers drain. Any number of them may run at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from coach import inbox, ledger, outbox, reconciling, recovery, touchpoints
from dialogue import turn
from dialogue.wiring import engine as dialogue_engine
from runtime import clock, database, wiring
from safety import screen
from scheduler import waking, workers
from scheduler.waking import Bell

log = structlog.get_logger()

TURN_WORKERS = 4
SEND_WORKERS = 4


def main() -> None:
    """Run until SIGTERM or SIGINT; finishes what it has claimed before it leaves."""
    settings = wiring.start("scheduler")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    sessions, carrier = database.sessions(), wiring.carrier(settings)
    dialogue = dialogue_engine(settings)
    bells = {inbox.WAKE_CHANNEL: Bell(TURN_WORKERS), outbox.WAKE_CHANNEL: Bell(SEND_WORKERS)}

    def take_turn() -> bool:
        replies = turn.take_next(sessions, dialogue, now=clock.now())
        for claim in replies or []:
            outbox.send(sessions, carrier, claim, now=clock.now())
        return replies is not None

    def send() -> bool:
        return outbox.send_due(sessions, carrier, now=clock.now())

    def report_gaps(now: datetime) -> None:
        with sessions() as session:
            late = ledger.gaps(session, now=now)
        if late:
            log.warning("expected but not sent", count=len(late), oldest=str(late[0].expected_at))

    threads = [
        *workers.start("turns", TURN_WORKERS, take_turn, bells[inbox.WAKE_CHANNEL], stop),
        *workers.start("sends", SEND_WORKERS, send, bells[outbox.WAKE_CHANNEL], stop),
    ]
    listener = threading.Thread(target=waking.listen, args=(database.engine(), bells, stop))
    listener.start()
    ticks = _ticks(
        {
            "touchpoints": (1, lambda now: touchpoints.run_due(sessions, now=now)),
            "recovery": (5, lambda now: recovery.settle_lost_claims(sessions, carrier, now=now)),
            "reconciling": (20, lambda now: reconciling.import_missed(sessions, carrier, now=now)),
            "heartbeat": (5, lambda now: wiring.beat(sessions, "scheduler", now=now)),
            "ledger": (60, report_gaps),
        }
    )
    screen("")  # the texts that reconciling finds are screened here
    ticks.start()
    log.info("scheduler started")
    stop.wait()
    ticks.shutdown(wait=True)
    for thread in [*threads, listener]:
        thread.join(timeout=15)


def _ticks(jobs: dict[str, tuple[int, Callable[[datetime], object]]]) -> BackgroundScheduler:
    """One APScheduler job for each tick; what is due stands in rows, so a missed tick costs nothing."""
    ticks = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
    )
    for name, (seconds, job) in jobs.items():
        ticks.add_job(_safely(name, job), "interval", seconds=seconds, id=name)
    return ticks


def _safely(name: str, job: Callable[[datetime], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            job(clock.now())
        except Exception:
            log.exception("tick failed", tick=name)

    return run


if __name__ == "__main__":
    main()
