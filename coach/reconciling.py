"""Finding texts whose webhook never reached us: the carrier's list is compared with our own."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from coach import intake, people
from models.messages import InboundMessage
from telephony import Carrier, DeliveryError

log = structlog.get_logger()

LOOK_BACK = timedelta(hours=1)


def import_missed(sessions: sessionmaker[Session], carrier: Carrier, *, now: datetime) -> int:
    """Take in every text of the last hour that we do not hold. Returns how many there were.

    Twilio tries a failed SMS webhook once more and then only logs it; nobody else would ever tell.
    """
    with sessions() as session:
        # The carrier's clock is the real one, also when the demo's runs ahead.
        since = session.scalars(select(func.clock_timestamp())).one() - LOOK_BACK
    try:
        received = carrier.received_since(since)
    except DeliveryError as error:
        log.warning("carrier cannot be asked for missed texts", code=error.code)
        return 0
    with sessions() as session:
        sids = [text.sid for text in received]
        held = set(
            session.scalars(
                select(InboundMessage.provider_sid).where(InboundMessage.provider_sid.in_(sids))
            )
        )
    missed = [text for text in received if text.sid not in held]
    for text in missed:
        with sessions.begin() as session:
            intake.take_in_text(
                session,
                provider_sid=text.sid,
                number=people.normal_number(text.number),
                body=text.body,
                media_count=text.media_count,
                now=now,
            )
    return len(missed)
