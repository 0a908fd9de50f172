"""By when a human must act."""

from datetime import UTC, datetime, timedelta

from coach.rules.deadlines import deadlines
from models.enums import Tier

FRIDAY_4PM = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
CHRISTMAS_EVE_4PM = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)


def test_an_emergency_runs_round_the_clock():
    assert deadlines(Tier.EMERGENCY, "cauda_equina", FRIDAY_4PM.replace(hour=3)) == (
        FRIDAY_4PM.replace(hour=3, minute=5),
        FRIDAY_4PM.replace(hour=3, minute=10),
    )


def test_a_mental_health_crisis_is_contacted_within_half_an_hour():
    contact_by = deadlines(Tier.SAME_DAY, "mental_health_crisis", FRIDAY_4PM)[1]

    assert contact_by - FRIDAY_4PM == timedelta(minutes=30)


def test_working_time_does_not_run_over_the_weekend():
    acknowledge_by, contact_by = deadlines(Tier.SOON, "malignancy", FRIDAY_4PM)

    assert acknowledge_by == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert contact_by == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_working_time_does_not_run_on_bank_holidays():
    acknowledge_by, _ = deadlines(Tier.SOON, "malignancy", CHRISTMAS_EVE_4PM)

    # 25 December is Christmas, 26 and 27 a weekend, and 28 the substitute for Boxing Day.
    assert acknowledge_by == datetime(2026, 12, 29, 12, 0, tzinfo=UTC)
