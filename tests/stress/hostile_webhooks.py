"""`python -m tests.stress.hostile_webhooks`: thousands of hostile webhooks against a real gateway.

Nothing may be answered with a 5xx, and nothing may be stored that Twilio did not sign. Prints a JSON summary;
exit 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks import home, system
from benchmarks.home import Home
from cli import processes
from coach import calls, people
from models.messages import Call, InboundMessage
from models.people import Patient
from runtime import database, migrations
from runtime.settings import load
from tests.stress import hostile_bodies
from tests.stress.hostile_bodies import Attack
from tests.stress.hostile_client import Attacker

THREADS = 6
SIGNED, FORGED_FORM = 0.3, 0.2  # the rest is wild


def main() -> int:
    """Run it in a folder of its own and leave nothing behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    var = Path(tempfile.mkdtemp(prefix="ringback-stress-"))
    try:
        with _gateway(home.settle_in(var)) as url:
            summary = _attack(url, asked.count, asked.seed)
            database.engine().dispose()
    finally:
        shutil.rmtree(var, ignore_errors=True)
    sys.stdout.write(json.dumps(summary) + "\n")
    return 1 if any(summary["violations"].values()) else 0


@contextmanager
def _gateway(where: Home) -> Iterator[str]:
    """A gateway with a database and a telephone company, and nothing else."""
    settings = load()
    postgres = database.embedded(where.var)
    migrations.migrate()
    wanted = {p.name: p for p in processes.all_of(settings, postgres.get_uri())}
    with ExitStack() as stack:
        stack.callback(postgres.cleanup)
        log = stack.enter_context((where.var / "attack.log").open("wb"))
        for name, ready in (
            ("simulator", where.simulator),
            ("gateway", f"{where.gateway}/healthz"),
        ):
            process = subprocess.Popen(
                wanted[name].command, cwd=home.ROOT, env=wanted[name].env, stdout=log, stderr=log
            )
            stack.callback(system.stop, process)
            system.await_answer(ready, process)
        yield where.gateway


def _attack(gateway: str, count: int, seed: int) -> dict[str, Any]:
    began, attacker = time.monotonic(), Attacker(gateway, load().auth_tokens[0])
    with ThreadPoolExecutor(THREADS) as pool:
        done = list(pool.map(lambda number: _one(attacker, number, seed), range(count)))
    statuses = Counter(
        f"{'signed' if signed else 'unsigned'} {status}" for _, signed, status in done
    )
    return {
        "count": count,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
        "statuses": dict(sorted(statuses.items())),
        "violations": {
            "server_errors": sum(status >= 500 for _, _, status in done),
            "signed_refused": sum(signed and status in (401, 403) for _, signed, status in done),
            "unsigned_accepted": sum(
                attack.path.startswith("/twilio") and not signed and 200 <= status < 300
                for attack, signed, status in done
            ),
            **_stored([attack for attack, signed, _ in done if signed]),
        },
    }


def _one(attacker: Attacker, number: int, seed: int) -> tuple[Attack, bool, int]:
    dice = random.Random(f"{seed}:{number}")
    kind = dice.random()
    if kind < SIGNED:
        attack = hostile_bodies.form(dice, number)
        return attack, True, attacker.send(attack, attacker.signed(attack))
    make = hostile_bodies.form if kind < SIGNED + FORGED_FORM else hostile_bodies.wild
    attack = make(dice, number)
    return attack, False, attacker.send(attack, attacker.forged(attack, dice))


def _stored(signed: list[Attack]) -> dict[str, int]:
    """Rows that no signed request accounts for, and signed texts with a usable number that are missing."""
    sids = {value for attack in signed for name, value in attack.pairs if name.endswith("Sid")}
    with database.sessions()() as session:
        messages = set(session.scalars(select(InboundMessage.provider_sid)))
        called = set(session.scalars(select(Call.provider_sid)))
        numbers = {patient.number for patient in session.scalars(select(Patient))}
    return {
        "unsigned_messages": sum(sid.split(":")[0] not in sids for sid in messages),
        "unsigned_calls": len(called - sids),
        "unsigned_patients": len(numbers - set(_numbers(signed))),
    }


def _numbers(signed: list[Attack]) -> Iterator[str]:
    for raw in {value for attack in signed for name, value in attack.pairs if name == "From"}:
        with suppress(people.BadNumber):
            yield people.normal_number(raw)
        if caller := calls.caller(raw):
            yield caller


if __name__ == "__main__":
    sys.exit(main())
