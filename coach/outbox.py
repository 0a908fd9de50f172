"""The one outbox: everything that we text stands here before it is sent.

`queue` is called inside somebody's transaction; `send_due` and `send_now` claim in a short transaction,
talk to the carrier with none open, and record. A lost claim is settled by `coach.recovery`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased, sessionmaker

from coach import escalations_open, people
from coach.rules import receipts, sending
from models.accounts import Account
from models.enums import FailureKind, OutboundStatus, Purpose
from models.messages import InboundMessage, OutboundMessage
from models.people import Patient
from telephony import Carrier, DeliveryError

LEASE = text("interval '20 seconds'")
WAKE_CHANNEL = "ringback_outbound"
_EARLIER = aliased(OutboundMessage)  # made once: it is slow to make


@dataclass(frozen=True)
class Draft:
    """A message that somebody wants sent. Exactly one of patient_id and account_id is set."""

    purpose: Purpose
    keys: Sequence[str]
    body: str
    dedupe_key: str  # a second draft with the same key is the same message
    patient_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None
    in_reply_to: uuid.UUID | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Claim:
    """One message that this process alone may send until its lease ends."""

    message_id: uuid.UUID
    token: uuid.UUID
    number: str
    body: str
    attempts: int


def queue(session: Session, draft: Draft, *, now: datetime) -> uuid.UUID:
    """Store a message to be sent and wake the senders on commit. Returns its id, old or new."""
    stored = _store(session, draft, now=now)
    if stored is None:
        return session.scalars(
            select(OutboundMessage.id).where(OutboundMessage.dedupe_key == draft.dedupe_key)
        ).one()
    session.execute(select(func.pg_notify(WAKE_CHANNEL, "")))
    return stored.id


def queue_claimed(session: Session, draft: Draft, *, now: datetime) -> Claim | None:
    """Store a message that this process will send itself right after the commit.

    None when it may not go now (it then waits, or is cancelled) or was stored before.
    """
    stored = _store(session, draft, now=now)
    return _claim(session, stored, now=now) if stored is not None else None


def _store(session: Session, draft: Draft, *, now: datetime) -> OutboundMessage | None:
    return session.scalars(
        insert(OutboundMessage)
        .values(
            id=draft.id,
            dedupe_key=draft.dedupe_key,
            patient_id=draft.patient_id,
            account_id=draft.account_id,
            in_reply_to=draft.in_reply_to,
            purpose=draft.purpose,
            content_keys=list(draft.keys),
            body=draft.body,
            status=OutboundStatus.QUEUED,
            created_at=now,
            due_at=draft.due_at or now,
            expires_at=draft.expires_at,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(OutboundMessage)
    ).one_or_none()


def send_due(sessions: sessionmaker[Session], carrier: Carrier, *, now: datetime) -> bool:
    """Send the most urgent due message. False when nothing was due."""
    with sessions.begin() as session:
        row = session.scalars(_next_due(now)).one_or_none()
        if row is None:
            return False
        claim = _claim(session, row, now=now)
    if claim is not None:
        send(sessions, carrier, claim, now=now)
    return True


def send_now(
    sessions: sessionmaker[Session],
    carrier: Carrier,
    message_ids: Sequence[uuid.UUID],
    *,
    now: datetime,
) -> None:
    """Send these messages from this process, unless another has claimed them already."""
    for message_id in message_ids:
        with sessions.begin() as session:
            row = session.scalars(
                select(OutboundMessage)
                .where(
                    OutboundMessage.id == message_id,
                    OutboundMessage.status == OutboundStatus.QUEUED,
                    OutboundMessage.due_at <= now,
                )
                .with_for_update(skip_locked=True)
            ).one_or_none()
            claim = _claim(session, row, now=now) if row is not None else None
        if claim is not None:
            send(sessions, carrier, claim, now=now)


def _next_due(now: datetime) -> Select[OutboundMessage]:
    """The next message to send: safety first, and one patient's messages in their order."""
    waits_for_earlier = (
        select(_EARLIER.id)
        .where(
            _EARLIER.patient_id == OutboundMessage.patient_id,
            _EARLIER.seq < OutboundMessage.seq,
            or_(
                _EARLIER.status == OutboundStatus.SENDING,
                (_EARLIER.status == OutboundStatus.QUEUED) & (_EARLIER.due_at <= now),
            ),
        )
        .exists()
    )
    return (
        select(OutboundMessage)
        .where(
            OutboundMessage.status == OutboundStatus.QUEUED,
            OutboundMessage.due_at <= now,
            or_(OutboundMessage.purpose == Purpose.SAFETY, ~waits_for_earlier),
        )
        .order_by((OutboundMessage.purpose != Purpose.SAFETY), OutboundMessage.seq)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _claim(session: Session, row: OutboundMessage, *, now: datetime) -> Claim | None:
    """Settle a locked row's fate: held, cancelled, or claimed for sending."""
    patient = session.get(Patient, row.patient_id) if row.patient_id else None
    match sending.decide(facts(session, patient, row.purpose, expires_at=row.expires_at, now=now)):
        case sending.Hold(until):
            row.due_at = until
            return None
        case sending.Cancel(reason):
            row.status, row.error_code, row.status_at = OutboundStatus.CANCELLED, reason, now
            return None
    number = patient.number if patient else account_number(session, row)
    row.status = OutboundStatus.SENDING
    row.attempts += 1
    row.claim_token = uuid.uuid4()
    # The database's own clock, which all processes share and the demo cannot move.
    row.lease_until = func.clock_timestamp() + LEASE
    row.claimed_at = func.clock_timestamp()
    return Claim(row.id, row.claim_token, number, row.body, row.attempts)


def account_number(session: Session, row: OutboundMessage) -> str:
    """The telephone of the clinician whom a page goes to."""
    account = session.get_one(Account, row.account_id)
    assert account.number is not None
    return account.number


def facts(
    session: Session,
    patient: Patient | None,
    purpose: Purpose,
    *,
    expires_at: datetime | None,
    now: datetime,
) -> sending.Facts:
    """What `rules.sending` needs to know about a message to this patient."""
    if patient is None or purpose in (Purpose.SAFETY, Purpose.SERVICE):
        return sending.Facts(purpose=purpose, now=now, expires_at=expires_at)
    unscreened = (
        select(InboundMessage.id)
        .where(InboundMessage.patient_id == patient.id, InboundMessage.screened_at.is_(None))
        .exists()
    )
    flag_open, has_unscreened = session.execute(
        select(escalations_open.forbids(patient.id), unscreened)
    ).one()
    return sending.Facts(
        purpose=purpose,
        now=now,
        expires_at=expires_at,
        status=patient.status,
        timezone=patient.timezone,
        opted_out=patient.sms_opted_out_at is not None,
        paused_until=patient.paused_until,
        wrong_person=patient.wrong_person_at is not None,
        flag_open=flag_open,
        unscreened=has_unscreened,
    )


def send(sessions: sessionmaker[Session], carrier: Carrier, claim: Claim, *, now: datetime) -> None:
    """Hand one claimed message to the carrier, with no transaction open, and record the result."""
    try:
        sid = carrier.send_sms(to=claim.number, body=claim.body, reference=str(claim.message_id))
    except DeliveryError as error:
        with sessions.begin() as session:
            record_failure(session, claim, error, now=now)
        return
    with sessions.begin() as session:
        record_sent(session, claim.message_id, sid, now=now)


def record_sent(session: Session, message_id: uuid.UUID, sid: str, *, now: datetime) -> None:
    """The carrier has accepted a message under this sid. A receipt may have said so already."""
    claimed = OutboundMessage.status == OutboundStatus.SENDING
    sent = literal(OutboundStatus.SENT, OutboundMessage.status.type)
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.id == message_id)
        .values(
            provider_sid=func.coalesce(OutboundMessage.provider_sid, sid),
            sent_at=func.coalesce(OutboundMessage.sent_at, now),
            status=case((claimed, sent), else_=OutboundMessage.status),
            status_at=case((claimed, now), else_=OutboundMessage.status_at),
            lease_until=None,
        )
    )


def record_failure(session: Session, claim: Claim, error: DeliveryError, *, now: datetime) -> None:
    """The carrier refused, or was not reached: try again later, or give up, by kind of failure.

    When it is not known whether the carrier took the message, the claim is left to run out, so
    that recovery asks the carrier before anything is sent twice.
    """
    if error.outcome_unknown:
        return
    row = session.scalars(
        select(OutboundMessage)
        .where(OutboundMessage.id == claim.message_id, OutboundMessage.claim_token == claim.token)
        .with_for_update()
    ).one_or_none()
    if row is None or row.status is not OutboundStatus.SENDING:
        return
    row.failure, row.error_code, row.status_at = error.kind, error.code, now
    row.lease_until = None
    wait = receipts.next_try(error.kind, row.attempts)
    row.status = OutboundStatus.FAILED if wait is None else OutboundStatus.QUEUED
    row.due_at = now + (wait or timedelta(0))
    if error.opted_out and row.patient_id is not None:
        patient = people.get(session, row.patient_id)
        patient.sms_opted_out_at = patient.sms_opted_out_at or now


def record_receipt(
    session: Session,
    *,
    reference: uuid.UUID | None,
    sid: str,
    status: str,
    error: DeliveryError | None,
    now: datetime,
) -> None:
    """Apply a provider's status callback: forward only. Unknown messages and words are ignored."""
    known = OutboundMessage.provider_sid == sid
    if reference is not None:
        # Settles a row whose create-response was lost.
        known = or_(known, OutboundMessage.id == reference)
    new = receipts.status_of(status)
    if new is None:
        return
    row = session.scalars(
        update(OutboundMessage)
        .where(known, OutboundMessage.status.in_(receipts.moves_from(new)))
        .values(
            status=new,
            status_at=now,
            provider_sid=func.coalesce(OutboundMessage.provider_sid, sid),
            sent_at=func.coalesce(OutboundMessage.sent_at, now),
        )
        .returning(OutboundMessage)
        .execution_options(populate_existing=True)
    ).first()
    if row is None or error is None:
        return
    row.failure, row.error_code = error.kind, error.code
    if error.opted_out and row.patient_id is not None:
        people.get(session, row.patient_id).sms_opted_out_at = now
    if new in (OutboundStatus.UNDELIVERED, OutboundStatus.FAILED):
        _try_again(session, row, error, now=now)


def _try_again(
    session: Session, row: OutboundMessage, error: DeliveryError, *, now: datetime
) -> None:
    """A delivery that failed for a passing reason is owed once more; a final row itself never moves."""
    if error.kind is not FailureKind.TEMPORARY or row.dedupe_key.startswith("again:again:"):
        return
    wait = timedelta(minutes=1) if row.purpose is Purpose.SAFETY else timedelta(minutes=30)
    queue(
        session,
        Draft(
            purpose=row.purpose,
            keys=row.content_keys,
            body=row.body,
            dedupe_key=f"again:{row.dedupe_key}",
            patient_id=row.patient_id,
            account_id=row.account_id,
            in_reply_to=row.in_reply_to,
            due_at=now + wait,
            expires_at=row.expires_at,
        ),
        now=now,
    )
