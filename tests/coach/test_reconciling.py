"""Texts whose webhook never came are found at the carrier."""

import httpx
from sqlalchemy import select

from coach import reconciling
from models.messages import InboundMessage
from tests.factories import ANA, BEN


def send(telephone_company, number, body):
    answer = httpx.post(f"{telephone_company}/phones/{number}/texts", json={"body": body})
    return answer.json()["sid"]


def test_a_text_that_the_gateway_never_saw_is_taken_in_once(
    sessions, session, now, carrier, telephone_company
):
    sid = send(telephone_company, BEN, "join")  # nobody listens where the webhook goes

    first = reconciling.import_missed(sessions, carrier, now=now)
    again = reconciling.import_missed(sessions, carrier, now=now)

    stored = session.scalars(select(InboundMessage).where(InboundMessage.provider_sid == sid)).all()
    assert (first >= 1, again, [m.body for m in stored]) == (True, 0, ["join"])


def test_a_missed_red_flag_is_escalated(sessions, session, ana, now, carrier, telephone_company):
    sid = send(telephone_company, ANA, "I am going to kill myself tonight")

    reconciling.import_missed(sessions, carrier, now=now)

    stored = session.scalars(select(InboundMessage).where(InboundMessage.provider_sid == sid)).one()
    assert stored.tier == "emergency"
