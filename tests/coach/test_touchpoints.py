"""What the programme owes patients, and when it is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from coach import checkins, consent, contact, escalations, goals, ledger, touchpoints
from models.enums import Channel, Tier, TouchpointKind, TouchpointStatus
from models.messages import Conversation, OutboundMessage
from models.programme import Touchpoint

WEEK = timedelta(days=7)


@pytest.fixture
def goal(session, ana, now):
    goals.set_goal(session, ana, activity="walking", amount="10 minutes", days=3, now=now)
    session.commit()


def asked(session):
    session.expire_all()
    return [m.content_keys for m in session.scalars(select(OutboundMessage))]


def state_of(session):
    session.expire_all()
    return session.scalars(select(Touchpoint).order_by(Touchpoint.due_at)).first().status


def run(sessions, *moments):
    for moment in moments:
        touchpoints.run_due(sessions, now=moment)


def test_a_check_in_that_nobody_answers_is_reminded_of_once_and_the_next_week_comes(
    sessions, session, ana, now, goal
):
    run(sessions, *(now + WEEK + timedelta(days=d) for d in range(9)))

    assert asked(session) == [["checkin.ask_days"], ["checkin.reminder"], ["checkin.ask_days"]]


def test_an_answered_check_in_is_not_reminded_of(sessions, session, ana, now, goal):
    run(sessions, now + WEEK)
    checkins.record(session, ana, days_done=2, channel="sms", now=now + WEEK)
    session.commit()

    run(sessions, now + WEEK + timedelta(days=2, hours=9))

    assert asked(session) == [["checkin.ask_days"]]


def test_a_week_left_without_a_next_step_is_asked_for_it(sessions, session, ana, now, goal):
    run(sessions, now + WEEK)
    checkins.record(session, ana, days_done=2, channel="sms", now=now + WEEK)
    session.commit()

    run(sessions, now + 2 * WEEK + timedelta(hours=9))

    assert asked(session)[-1] == ["checkin.ask_next_step"]


def test_the_check_in_is_asked_when_the_week_is_over(sessions, session, ana, now, goal):
    before = touchpoints.run_due(sessions, now=now + timedelta(days=5))
    after = touchpoints.run_due(sessions, now=now + WEEK)

    assert (before, after, asked(session)) == (0, 1, [["checkin.ask_days"]])


def test_the_answer_is_waited_for_in_the_talk(sessions, session, ana, now, goal):
    touchpoints.run_due(sessions, now=now + WEEK)

    talk = session.get(Conversation, (ana.id, Channel.SMS))
    assert talk.state == {"form": "review_form", "slot": "days_done"}


def test_two_schedulers_at_once_ask_once(sessions, session, ana, now, goal):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: touchpoints.run_due(sessions, now=now + WEEK), range(8)))

    assert asked(session) == [["checkin.ask_days"]]


def test_a_check_in_due_at_night_waits_for_the_morning(sessions, session, ana, now, goal):
    night = now.replace(hour=23) + WEEK

    touchpoints.run_due(sessions, now=night)

    waiting = session.scalars(select(Touchpoint)).one()
    assert (asked(session), waiting.due_at) == ([], now.replace(hour=8, minute=0) + 8 * WEEK / 7)


def test_nobody_is_asked_while_an_escalation_is_open(sessions, session, ana, now, goal):
    escalations.raise_escalation(
        session, ana, tier=Tier.SAME_DAY, category="infection", evidence=[], channel="sms", now=now
    )
    session.commit()

    touchpoints.run_due(sessions, now=now + WEEK)

    assert (asked(session), state_of(session)) == ([], TouchpointStatus.DUE)


def test_somebody_who_stopped_is_not_asked(sessions, session, ana, now, goal):
    consent.stop_texts(session, ana, now=now)
    session.commit()

    touchpoints.run_due(sessions, now=now + WEEK)

    assert (asked(session), state_of(session)) == ([], TouchpointStatus.CANCELLED)


def test_a_check_in_that_comes_too_late_is_dropped(sessions, session, ana, now, goal):
    touchpoints.run_due(sessions, now=now + 2 * WEEK)

    assert (asked(session), state_of(session)) == ([], TouchpointStatus.EXPIRED)


def test_after_a_missed_check_in_the_next_is_owed(sessions, session, ana, now, goal):
    run(sessions, now + 2 * WEEK, now + 3 * WEEK + timedelta(hours=9))

    assert asked(session) == [["checkin.ask_days"]]


def test_a_talk_that_is_going_on_is_not_broken_into(sessions, session, ana, now, goal):
    later = now + WEEK
    session.add(
        Conversation(
            patient_id=ana.id, channel=Channel.SMS, state={}, said=[],
            updated_at=later - timedelta(minutes=5),
        )
    )  # fmt: skip
    session.commit()

    touchpoints.run_due(sessions, now=later)

    assert asked(session) == []


def test_one_touchpoint_of_a_kind_for_a_local_date(session, ana, now):
    for hour in (10, 11):
        touchpoints.schedule(
            session, ana, kind=TouchpointKind.FLARE_FOLLOW_UP, due_at=now.replace(hour=hour)
        )

    assert [t.due_at.hour for t in session.scalars(select(Touchpoint))] == [11]


def test_the_ledger_names_what_is_owed_and_late(session, ana, now, goal):
    late = now + WEEK

    assert [gap.kind for gap in ledger.gaps(session, now=late)] == ["touchpoint"]
    assert ledger.gaps(session, now=now) == []


def test_a_pause_holds_the_check_in_back(sessions, session, ana, now, goal):
    contact.pause(ana, "two weeks", now=now)
    session.commit()

    touchpoints.run_due(sessions, now=now + WEEK)

    assert asked(session) == []
