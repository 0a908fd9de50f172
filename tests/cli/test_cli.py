"""The command `ringback`, run as an operator runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach import goals, people
from tests.factories import ANA, BEN

ROOT = Path(__file__).resolve().parents[2]


def ringback(*words, stdin="", **env):
    return subprocess.run(
        [sys.executable, "-m", "cli.app", *words],
        input=stdin, capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, **env},
    )  # fmt: skip


def test_screen_answers_line_by_line_and_needs_no_database():
    lines = [
        {
            "id": "a",
            "text": "numb between my legs and cant wee since this morning",
            "channel": "sms",
        },
        {"id": "b", "text": "walked twice this week, feeling good", "channel": "voice"},
    ]

    result = ringback(
        "screen", stdin="\n".join(map(json.dumps, lines)), DATABASE_URL="postgresql://nowhere"
    )

    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(f["id"], f["flag"], f["tier"]) for f in found] == [
        ("a", True, "emergency"),
        ("b", False, "none"),
    ]


def test_screen_names_the_line_that_it_cannot_read():
    result = ringback("screen", stdin='{"id": 1, "text": 5}')

    assert (result.returncode, "line 1" in result.stderr) == (1, True)


def test_understand_names_the_intent():
    result = ringback("understand", stdin='{"id": 7, "text": "what was my goal", "channel": "sms"}')

    answer = json.loads(result.stdout)
    assert (answer["id"], answer["intent"]) == (7, "ask_about_goal")


def test_state_shows_the_goal_and_hides_what_people_wrote(session, ana, now):
    goals.set_goal(session, ana, activity="walking", amount="10 minutes", days=3, now=now)
    session.commit()

    state = json.loads(ringback("state", ANA).stdout)

    assert (state["goal"]["activity"], state["goal"]["days"]) == ("walking", 3)
    assert state["patient"]["status"] == "enrolled"


def test_state_of_a_stranger_is_an_error(session):
    result = ringback("state", "+447700900999")

    assert (result.returncode, "Nobody" in result.stderr) == (1, True)


def test_enrol_invites_a_patient(session):
    result = ringback("enrol", BEN, "--name", "Ben")

    assert result.returncode == 0, result.stderr
    assert people.by_number(session, BEN).status == "joining"


def test_enrol_says_what_is_wrong_with_a_number(session):
    result = ringback("enrol", "12")

    assert (result.returncode, "phone number" in result.stderr) == (1, True)


def test_an_account_can_be_added(session):
    result = ringback("user", "add", "kim", "--name", "Kim Lee", "--role", "clinician")

    assert (result.returncode, "password" in result.stdout) == (0, True)


def test_the_clock_moves_in_the_demo_only(tmp_path):
    clock = {"RINGBACK_CLOCK_FILE": str(tmp_path / "clock")}

    before = ringback("clock", "show", **clock).stdout
    after = ringback("clock", "advance", "1d12h", **clock).stdout
    refused = ringback(
        "clock", "advance", "7d", RINGBACK_ENV="production",
        TWILIO_ACCOUNT_SID="AC" + "0" * 32, TWILIO_AUTH_TOKEN="t", RASA_SHARED_SECRET="s",
        TWILIO_FROM_NUMBER="+447700900000", PUBLIC_BASE_URL="https://clinic.example",
        ENCRYPTION_KEYS="A" * 43 + "=",
    )  # fmt: skip

    assert before < after
    assert (refused.returncode, "demo only" in refused.stderr) == (1, True)


@pytest.mark.parametrize("words", ["soon", "7", "-1d", "1 d"])
def test_a_duration_that_is_none_is_refused(words):
    assert ringback("clock", "advance", "--", words).returncode == 2


def test_a_missing_setting_is_named():
    result = ringback("state", ANA, RINGBACK_ENV="production", RINGBACK_VAR_DIR="/nonexistent")

    assert (result.returncode, "TWILIO_ACCOUNT_SID" in result.stderr) == (1, True)


def test_content_check_finds_no_problem_in_the_shipped_words():
    assert ringback("content", "check").returncode == 0


def test_content_preview_shows_a_wording():
    result = ringback("content", "preview", "goal.ask_days")

    assert "days" in result.stdout


def test_content_export_lists_every_wording():
    assert ringback("content", "export").stdout.startswith("key,")
