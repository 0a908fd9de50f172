"""Getting a person to look, flare-up plans and contact times, on a real database."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach import contact, escalations, flares, handover
from models.enums import Tier
from models.people import Patient
from models.programme import FlareUpPlan, Touchpoint
from tests.conftest import MONDAY
from tests.factories import make_patient


@pytest.fixture
def ana(session: Session) -> Patient:
    return make_patient(session, now=MONDAY)


def test_ask_for_human_promises_within_a_working_day_and_does_not_block(
    session: Session, ana: Patient
) -> None:
    promise = handover.ask_for_human(session, ana, channel="sms", now=MONDAY)

    opened = escalations.open_for(session, ana.id)
    assert promise.again is False
    assert opened is not None
    assert (opened.tier, opened.blocks_coaching) == (Tier.SOON, False)


def test_ask_for_human_twice_says_that_it_was_promised_before(
    session: Session, ana: Patient
) -> None:
    first = handover.ask_for_human(session, ana, channel="sms", now=MONDAY)
    second = handover.ask_for_human(session, ana, channel="sms", now=MONDAY)

    assert (second.again, second.by) == (True, first.by)


@pytest.mark.parametrize(
    ("question", "tier", "key"),
    [
        ("red_flag_now", Tier.EMERGENCY, "safety.cauda_equina.emergency"),
        ("flare_cord", Tier.EMERGENCY, "safety.cauda_equina.emergency"),
        ("flare_unwell", Tier.SAME_DAY, "safety.default.same_day"),
    ],
)
def test_report_sign_blocks_coaching_and_names_its_safety_message(
    session: Session, ana: Patient, question: str, tier: Tier, key: str
) -> None:
    said = handover.report_sign(
        session, ana, question=question, words="yes", channel="sms", now=MONDAY
    )

    opened = escalations.open_for(session, ana.id)
    assert said == key
    assert opened is not None
    assert (opened.tier, opened.blocks_coaching) == (tier, True)


def test_settle_keeps_one_plan_while_nothing_changes(session: Session, ana: Patient) -> None:
    for helps in ("heat", "heat", "a bath"):
        flares.settle(session, ana, helps=helps, now=MONDAY)

    plans = session.scalars(select(FlareUpPlan).order_by(FlareUpPlan.version))
    assert [(p.version, p.helps) for p in plans] == [(1, "heat"), (2, "a bath")]


def test_settle_owes_a_follow_up_in_two_days(session: Session, ana: Patient) -> None:
    flares.settle(session, ana, helps=None, now=MONDAY)

    assert (
        session.scalars(select(Touchpoint.local_date)).one() == (MONDAY + timedelta(days=2)).date()
    )


def test_change_time_refuses_the_night(session: Session, ana: Patient) -> None:
    with pytest.raises(contact.BadTime):
        contact.change_time(session, ana, "03:00", now=MONDAY)

    assert ana.contact_time == time(17, 30)


def test_resume_without_a_break_says_so(session: Session, ana: Patient) -> None:
    assert contact.resume(session, ana, now=MONDAY) is False
