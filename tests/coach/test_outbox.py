"""Sending: claims, checks at send time, failures by kind, receipts, and claims whose process died."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from coach import consent, escalations, outbox, recovery
from models.enums import FailureKind, OutboundStatus, Purpose, Tier
from models.messages import OutboundMessage
from telephony import DeliveryError
from tests.factories import ANA


def draft(patient, body="Hello.", **overrides):
    values = {"purpose": Purpose.REPLY, "keys": ["talk.greet"], "dedupe_key": body}
    return outbox.Draft(patient_id=patient.id, body=body, **(values | overrides))


def queue(session, patient, now, body="Hello.", **overrides):
    message_id = outbox.queue(session, draft(patient, body, **overrides), now=now)
    session.commit()
    return message_id


def send_all(sessions, carrier, now):
    while outbox.send_due(sessions, carrier, now=now):
        pass


def received(telephone_company, since=()):
    texts = httpx.get(f"{telephone_company}/phones/{ANA}/texts").json()
    return [t["body"] for t in texts if t["direction"] != "inbound"][len(since) :]


@pytest.fixture
def before(telephone_company):
    return received(telephone_company)


def status(session, message_id):
    session.expire_all()
    return session.get(OutboundMessage, message_id).status


def test_a_queued_message_is_sent_once(
    sessions, session, ana, now, carrier, telephone_company, before
):
    message_id = queue(session, ana, now)

    send_all(sessions, carrier, now)

    assert received(telephone_company, before) == ["Hello."]
    assert status(session, message_id) is OutboundStatus.SENT


def test_a_draft_queued_twice_is_one_message(session, ana, now):
    first = queue(session, ana, now)
    second = queue(session, ana, now)

    assert first == second


def test_many_senders_at_once_send_each_message_once_and_in_order(
    sessions, session, ana, now, carrier, telephone_company, before
):
    for number in range(20):
        queue(session, ana, now, f"Message {number}.")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: send_all(sessions, carrier, now), range(8)))

    assert received(telephone_company, before) == [f"Message {n}." for n in range(20)]


def test_coaching_waits_for_the_morning(sessions, session, ana, now, carrier):
    night = now.replace(hour=22)
    message_id = queue(session, ana, night, purpose=Purpose.COACHING)

    send_all(sessions, carrier, night)

    message = session.get(OutboundMessage, message_id, populate_existing=True)
    assert message.status is OutboundStatus.QUEUED
    assert message.due_at == now.replace(hour=8, minute=0) + timedelta(days=1)


def test_a_reply_is_dropped_when_an_escalation_was_opened_meanwhile(
    sessions, session, ana, now, carrier, telephone_company, before
):
    message_id = queue(session, ana, now)
    escalations.raise_escalation(
        session,
        ana,
        tier=Tier.EMERGENCY,
        category="cauda_equina",
        evidence=[],
        channel="sms",
        now=now,
    )
    session.commit()

    send_all(sessions, carrier, now)

    assert status(session, message_id) is OutboundStatus.CANCELLED
    assert received(telephone_company, before) == []


def test_a_safety_message_goes_out_over_an_open_escalation_at_night(
    sessions, session, ana, now, carrier, telephone_company, before
):
    night = now.replace(hour=3)
    consent.stop_texts(session, ana, now=night)
    queue(session, ana, night, "Ring 999.", purpose=Purpose.SAFETY)

    send_all(sessions, carrier, night)

    assert received(telephone_company, before) == ["Ring 999."]


def test_a_stale_message_is_never_sent(sessions, session, ana, now, carrier):
    message_id = queue(session, ana, now, expires_at=now + timedelta(hours=1))

    send_all(sessions, carrier, now + timedelta(hours=2))

    assert status(session, message_id) is OutboundStatus.CANCELLED


def test_a_carrier_that_is_down_is_tried_again(
    sessions, session, ana, now, carrier, telephone_company, before
):
    message_id = queue(session, ana, now)
    fault = {"http_errors": [{"status": 429, "times": 1}]}
    httpx.post(f"{telephone_company}/faults", json=fault).raise_for_status()

    send_all(sessions, carrier, now)
    first = status(session, message_id)
    send_all(sessions, carrier, now + timedelta(minutes=1))

    assert (first, status(session, message_id)) == (OutboundStatus.QUEUED, OutboundStatus.SENT)
    assert received(telephone_company, before) == ["Hello."]


def test_a_number_that_opted_out_at_the_carrier_is_never_tried_again(
    sessions, session, ana, now, carrier, telephone_company
):
    message_id = queue(session, ana, now)
    fault = {"error_codes": {ANA: 21610}}
    httpx.post(f"{telephone_company}/faults", json=fault).raise_for_status()

    send_all(sessions, carrier, now)

    message = session.get(OutboundMessage, message_id, populate_existing=True)
    assert (message.status, message.failure) == (OutboundStatus.FAILED, FailureKind.PERMANENT)
    session.refresh(ana)
    assert ana.sms_opted_out_at == now


def test_a_message_whose_answer_was_lost_is_found_at_the_carrier_and_not_sent_twice(
    sessions, session, ana, now, carrier, telephone_company, before
):
    message_id = queue(session, ana, now, "Only once.")
    httpx.post(f"{telephone_company}/faults", json={"lost_responses": 1}).raise_for_status()
    send_all(sessions, carrier, now)
    _end_leases(sessions)

    recovery.settle_lost_claims(sessions, carrier, now=now)
    send_all(sessions, carrier, now)

    assert status(session, message_id) is OutboundStatus.SENT
    assert received(telephone_company, before) == ["Only once."]


def test_a_claim_whose_process_died_before_sending_is_sent(
    sessions, session, ana, now, carrier, telephone_company, before
):
    message_id = queue(session, ana, now, "Not forgotten.")
    row = session.get(OutboundMessage, message_id)
    row.status, row.attempts = OutboundStatus.SENDING, 1
    row.claimed_at = row.lease_until = func.clock_timestamp()
    session.commit()
    _end_leases(sessions)

    recovery.settle_lost_claims(sessions, carrier, now=now)
    send_all(sessions, carrier, now)

    assert received(telephone_company, before) == ["Not forgotten."]


@pytest.mark.parametrize(
    ("order", "end"),
    [
        (["sent", "delivered"], OutboundStatus.DELIVERED),
        (["delivered", "sent"], OutboundStatus.DELIVERED),
        (["undelivered", "delivered"], OutboundStatus.UNDELIVERED),
        (["sent", "sent", "nonsense"], OutboundStatus.SENT),
    ],
)
def test_receipts_move_a_status_forward_only(session, ana, now, order, end):
    message_id = queue(session, ana, now)

    for word in order:
        outbox.record_receipt(
            session, reference=message_id, sid="SM9", status=word, error=None, now=now
        )

    session.commit()
    assert status(session, message_id) is end


def test_an_undelivered_text_is_owed_again_when_the_handset_was_away(session, ana, now):
    message_id = queue(session, ana, now)

    outbox.record_receipt(
        session,
        reference=message_id,
        sid="SM9",
        status="undelivered",
        error=DeliveryError("30003"),
        now=now,
    )
    session.commit()

    again = session.scalars(select(OutboundMessage).where(OutboundMessage.id != message_id)).one()
    assert (again.body, again.due_at) == ("Hello.", now + timedelta(minutes=30))


def _end_leases(sessions):
    with sessions.begin() as session:
        for row in session.scalars(
            select(OutboundMessage).where(OutboundMessage.status == OutboundStatus.SENDING)
        ):
            row.lease_until = func.clock_timestamp() - timedelta(seconds=1)
