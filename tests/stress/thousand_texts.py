"""`python -m tests.stress.thousand_texts`: a thousand texts through a whole system that keeps being killed.

The network delivers every text twice and in the wrong order, and receipts backwards. Prints a JSON summary;
exit 1 when a text was lost, handled twice, answered twice, or is stuck.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import home, patients, script, system
from benchmarks.patients import Enrolled
from benchmarks.phones import Phones
from benchmarks.system import Running
from runtime import database
from tests.stress import killing, ledger

VICTIMS = ("gateway", "scheduler", "actions", "rasa", "console", "postgres")
DRAINED_WITHIN = 300.0
# A text whose webhook was lost is fetched within this time, by asking the carrier.
_FETCHED_WITHIN = 25.0
# Held-back texts reach the gateway by then, and the scheduler is in the middle of them.
_UNDERWAY = 0.8


def main() -> int:
    """Run it in a folder of its own and leave nothing behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--patients", type=int, default=100)
    parser.add_argument(
        "--kill", default=",".join(VICTIMS), help="processes to kill, in this order"
    )
    asked = parser.parse_args()
    var = Path(tempfile.mkdtemp(prefix="ringback-stress-"))
    victims = [name for name in asked.kill.split(",") if name]
    try:
        with system.up(home.settle_in(var)) as running:
            summary = asyncio.run(_storm(running, asked.texts, asked.patients, victims))
            database.engine().dispose()
    finally:
        shutil.rmtree(var, ignore_errors=True)
    sys.stdout.write(json.dumps(summary) + "\n")
    return 1 if any(summary["violations"].values()) else 0


async def _storm(running: Running, texts: int, count: int, victims: list[str]) -> dict[str, Any]:
    began = time.monotonic()
    everyone = patients.enrol(count)
    async with Phones(running.home.simulator) as phones:
        await phones.fail(duplicates=1, reorder=True, receipts="out_of_order")
        said = _texts(everyone, texts)
        for number, victim in enumerate([*victims, None]):
            share = texts // (len(victims) + 1) + (texts % (len(victims) + 1) if not number else 0)
            await asyncio.gather(*(phones.text(*next(said)) for _ in range(share)))
            if victim is not None:
                await asyncio.sleep(_UNDERWAY)
                await killing.kill(running, victim)
        drained = await _drained(phones)
        threads = [await phones.thread(patient.number) for patient in everyone]
    with database.sessions()() as session:
        found = ledger.violations(session, threads)
        without_receipt = ledger.without_receipt(session)
    return {
        "texts": texts,
        "patients": count,
        "killed": victims,
        "replies": sum(t["direction"] != "inbound" for thread in threads for t in thread),
        "without_receipt": without_receipt,
        "seconds": round(time.monotonic() - began, 1),
        "violations": found | {"not_drained": int(not drained)},
    }


def _texts(everyone: list[Enrolled], count: int) -> Iterator[tuple[str, str]]:
    """(number, words), patient after patient, each in a talk of their own."""
    talks = [script.from_talk(number) for number in range(len(everyone))]
    for number in range(count):
        patient = number % len(everyone)
        yield everyone[patient].number, next(talks[patient])


async def _drained(phones: Phones) -> bool:
    """Wait until every text is stored, handled and answered, and every receipt has come in."""
    deadline = time.monotonic() + DRAINED_WITHIN
    fetched_at = time.monotonic() + _FETCHED_WITHIN
    while time.monotonic() < deadline:
        await phones.wait_until_idle(5, settle_ms=500)
        with database.sessions()() as session:
            if not ledger.open_items(session) and time.monotonic() > fetched_at:
                return True
    return False


if __name__ == "__main__":
    sys.exit(main())
