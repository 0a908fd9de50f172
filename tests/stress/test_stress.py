"""Small storms in every test run; the large ones are run by hand (docs/benchmarks.md)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.stress


def storm(name: str, *arguments: str) -> dict[str, Any]:
    """Run one storm in a process of its own, since it needs settings of its own."""
    command = [sys.executable, "-m", f"tests.stress.{name}", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_texts_through_a_system_that_is_killed_are_each_answered_once():
    small = ("--texts", "120", "--patients", "15", "--kill", "scheduler,gateway")

    summary = storm("thousand_texts", *small)

    assert not any(summary["violations"].values()), summary


def test_hostile_webhooks_break_nothing_and_store_nothing():
    summary = storm("hostile_webhooks", "--count", "1500")

    assert not any(summary["violations"].values()), summary
