"""May this message go now?"""

from datetime import UTC, datetime, timedelta

import pytest

from coach.rules.sending import Cancel, Facts, Go, Hold, decide, next_opening
from models.enums import PatientStatus, Purpose

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def facts(purpose=Purpose.COACHING, now=NOON, **overrides):
    values = {"expires_at": None, "status": PatientStatus.ENROLLED}
    return Facts(purpose=purpose, now=now, **(values | overrides))


def test_coaching_goes_by_day():
    assert decide(facts()) == Go()


@pytest.mark.parametrize("purpose", [Purpose.COACHING, Purpose.REPLY, Purpose.INVITATION])
def test_nothing_but_safety_goes_over_an_open_flag(purpose):
    assert decide(facts(purpose, flag_open=True)) == Cancel("escalation_open")


@pytest.mark.parametrize("purpose", [Purpose.SAFETY, Purpose.SERVICE, Purpose.PAGE])
def test_safety_goes_at_any_hour_to_anybody(purpose):
    night = NOON.replace(hour=3)

    assert decide(facts(purpose, night, flag_open=True, opted_out=True)) == Go()


def test_a_reply_goes_at_night():
    assert decide(facts(Purpose.REPLY, NOON.replace(hour=3))) == Go()


def test_coaching_needs_consent():
    assert decide(facts(status=PatientStatus.JOINING)) == Cancel("no_consent")


def test_coaching_waits_for_the_end_of_a_pause():
    until = NOON + timedelta(days=7)

    assert decide(facts(paused_until=until)) == Hold(until)


def test_nothing_is_coached_while_a_message_is_unscreened():
    assert decide(facts(Purpose.REPLY, unscreened=True)) == Hold(NOON + timedelta(seconds=5))


def test_a_message_that_came_too_late_is_dropped():
    assert decide(facts(Purpose.SAFETY, expires_at=NOON)) == Cancel("stale")


def test_quiet_hours_follow_the_patients_own_clock():
    # 18:30 in London is 20:30 in Kyiv.
    evening = NOON.replace(hour=18, minute=30)

    assert next_opening(evening, "Europe/London") == evening
    assert next_opening(evening, "Europe/Kyiv") == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def test_quiet_hours_keep_to_the_local_morning_when_the_clocks_change():
    # Clocks go forward in the night to 28 March 2027: eight in the morning is 07:00 UTC.
    evening = datetime(2027, 3, 27, 21, 0, tzinfo=UTC)

    assert next_opening(evening, "Europe/London") == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)
