"""What happens to an inbound text before any model: stored once, screened, keywords settled, flags escalated.

Needs the database and the screen only. Whatever it queues is committed together with the message
that caused it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

import content
from coach import consent, contact, escalations, inbox, outbox, paging, people, safety_messages
from coach.rules.keywords import Keyword, has_words, keyword, mostly_noise
from models.enums import Channel, InboundStatus, PatientStatus, Purpose, Tier
from models.escalations import Escalation
from models.messages import InboundMessage, OutboundMessage
from models.people import Patient
from safety import Finding, screen

log = structlog.get_logger()

# A joining talk that was left this long ago starts again from its question.
JOINING_LAPSES = timedelta(hours=24)
# Two machines that answer each other must not talk for ever.
REPEAT_GAP = timedelta(minutes=10)
# Somebody who waits for a clinician is not left without a word for long.
WAITING_GAP = timedelta(minutes=1)
TOO_LONG = 1600


@dataclass
class Taken:
    """What became of an inbound text."""

    inbound: InboundMessage | None  # none: this delivery was stored before
    send_now: list[uuid.UUID] = field(default_factory=list)  # goes without waiting for a scheduler


def take_in_text(
    session: Session,
    *,
    provider_sid: str,
    number: str,
    body: str,
    media_count: int,
    now: datetime,
) -> Taken:
    """Take in one text in the caller's transaction. A repeated delivery changes nothing."""
    patient = people.by_number_or_new(session, number, now=now)
    inbound = inbox.store(
        session,
        patient,
        provider_sid=provider_sid,
        channel=Channel.SMS,
        body=body,
        media_count=media_count,
        now=now,
    )
    taken = Taken(inbound)
    if inbound is None:
        return taken
    finding = screened(inbound, now=now)
    word = keyword(body)
    _settle_keyword(session, patient, inbound, word, taken, now=now)
    if finding is None:
        _ask_a_person_to_read(session, patient, inbound, taken, now=now)
    elif finding.flag and word is not Keyword.HELP:
        _escalate(session, patient, inbound, finding, taken, now=now)
    elif word is None:
        _without_keyword(session, patient, inbound, finding, taken, now=now)
    return taken


def screened(inbound: InboundMessage, *, now: datetime) -> Finding | None:
    """Screen a stored message and note the result on it.

    None when the screen itself fails: the message then stays unscreened, and nothing but safety
    messages leaves for this patient until a person has read it.
    """
    try:
        finding = screen(inbound.body, channel=inbound.channel)
    except Exception:
        log.exception("screen failed", inbound_id=str(inbound.id))
        return None
    inbound.screened_at, inbound.tier = now, finding.tier
    return finding


def _ask_a_person_to_read(
    session: Session, patient: Patient, inbound: InboundMessage, taken: Taken, *, now: datetime
) -> None:
    """A failed screen raises urgency: advice that fits anything, and a clinician reads the message."""
    escalations.raise_escalation(
        session,
        patient,
        tier=Tier.SAME_DAY,
        category=escalations.UNSCREENED,
        evidence=[{"inbound_id": str(inbound.id)}],
        channel=inbound.channel,
        now=now,
    )
    key = f"safety.default.{Tier.SAME_DAY}"
    _answer(session, patient, inbound, key, taken, purpose=Purpose.SAFETY, now=now)
    _settled(inbound, now)


def _settle_keyword(
    session: Session,
    patient: Patient,
    inbound: InboundMessage,
    word: Keyword | None,
    taken: Taken,
    *,
    now: datetime,
) -> None:
    match word:
        case Keyword.STOP:
            consent.stop_texts(session, patient, now=now)  # the carrier confirms and blocks
        case Keyword.STOP_IN_WORDS:
            consent.stop_texts(session, patient, now=now)
            _answer(session, patient, inbound, "optout.confirmed", taken, now=now)
        case Keyword.HELP:
            _answer(session, patient, inbound, "optout.help", taken, now=now)
        case Keyword.START if patient.status is PatientStatus.ENROLLED:
            consent.resume_texts(patient)
            contact.owe_check_in(session, patient, now=now)
            _answer(session, patient, inbound, "optout.resumed", taken, now=now)
        case Keyword.START | Keyword.JOIN if patient.status is PatientStatus.ENROLLED:
            return  # the coach answers, in the talk's own place
        case Keyword.START | Keyword.JOIN:
            consent.resume_texts(patient)
            _ask_to_join(session, patient, inbound, taken, now=now)
        case None:
            return
    _settled(inbound, now)


def _escalate(
    session: Session,
    patient: Patient,
    inbound: InboundMessage,
    finding: Finding,
    taken: Taken,
    *,
    now: datetime,
) -> None:
    """Open or join the escalation and queue the safety message, before anybody is waited for."""
    escalation = escalate_finding(session, patient, inbound, finding, now=now)
    key = safety_messages.key(str(finding.category), finding.tier)
    _answer(session, patient, inbound, key, taken, purpose=Purpose.SAFETY, now=now)
    escalations.log(session, escalation, "advised", channel=Channel.SMS, detail=key, now=now)
    taken.send_now += paging.waiting(session, escalation)  # the advice first, then the clinician
    _settled(inbound, now)


def escalate_finding(
    session: Session,
    patient: Patient,
    inbound: InboundMessage,
    finding: Finding,
    *,
    now: datetime,
) -> Escalation:
    """Raise what the screen found in a stored message, with the words that caused it."""
    escalation: Escalation | None = None
    # The most urgent category first, so that it names the escalation.
    for category in dict.fromkeys([finding.category, *finding.categories]):
        own = [e for e in finding.evidence if e.category == category]
        tier = finding.tier if category == finding.category else _tier_of(own)
        escalation = escalations.raise_escalation(
            session,
            patient,
            tier=tier,
            category=str(category),
            evidence=[
                {
                    "inbound_id": str(inbound.id),
                    "text": e.text,
                    "start": e.start,
                    "end": e.end,
                    "category": str(e.category),
                    "rule": e.rule,
                }
                for e in own
            ],
            channel=inbound.channel,
            quiet=escalation is not None,
            now=now,
        )
    assert escalation is not None
    return escalation


def _tier_of(evidence: list) -> Tier:  # type: ignore[type-arg]
    return max((e.tier for e in evidence), key=lambda tier: tier.rank, default=Tier.SOON)


def _without_keyword(
    session: Session,
    patient: Patient,
    inbound: InboundMessage,
    finding: Finding,
    taken: Taken,
    *,
    now: datetime,
) -> None:
    """Answer what needs no model; leave the rest to the coach."""
    answer = unreadable(inbound)
    flag = escalations.blocking(session, patient.id)
    if answer is None and flag is not None:
        key = safety_messages.waiting_key(flag)
        _once(session, patient, inbound, key, taken, Purpose.SAFETY, gap=WAITING_GAP, now=now)
    elif answer is not None:
        _answer(session, patient, inbound, answer, taken, now=now)
    elif patient.sms_opted_out_at is not None:
        _once(session, patient, inbound, "optout.ask_start", taken, Purpose.SERVICE, now=now)
    elif patient.status in (PatientStatus.UNKNOWN, PatientStatus.DISCHARGED):
        _once(session, patient, inbound, "join.invite_unknown", taken, Purpose.SERVICE, now=now)
    elif patient.status is PatientStatus.JOINING and _joining_lapsed(session, patient, now):
        _ask_to_join(session, patient, inbound, taken, now=now)
    elif finding.clarify and patient.status is PatientStatus.ENROLLED:
        inbox.seed_form(
            session, patient.id, Channel.SMS, form="red_flag_form", slot="flare_cord", now=now
        )
        _answer(session, patient, inbound, "flare.ask_cord", taken, now=now)
    else:
        inbox.ensure_conversation(session, patient.id, Channel.SMS, now=now)
        inbox.wake(session)
        return
    _settled(inbound, now)


def unreadable(inbound: InboundMessage) -> str | None:
    """The content key that says why a message cannot be read, or None when it can."""
    if not has_words(inbound.body):
        if inbound.media_count:
            return "inbound.media"
        return "inbound.empty" if not inbound.body.strip() else "inbound.unreadable"
    if mostly_noise(inbound.body):
        return "inbound.unreadable"
    return "inbound.too_long" if len(inbound.body) > TOO_LONG else None


def _joining_lapsed(session: Session, patient: Patient, now: datetime) -> bool:
    talk = inbox.conversation(session, patient.id, Channel.SMS, now=now)
    return not talk.state or now - talk.updated_at > JOINING_LAPSES


def _ask_to_join(
    session: Session, patient: Patient, inbound: InboundMessage, taken: Taken, *, now: datetime
) -> None:
    patient.status = PatientStatus.JOINING
    inbox.seed_form(session, patient.id, Channel.SMS, form="join_form", slot="consent", now=now)
    _answer(session, patient, inbound, "join.ask_consent", taken, now=now)


def _once(
    session: Session,
    patient: Patient,
    inbound: InboundMessage,
    key: str,
    taken: Taken,
    purpose: Purpose,
    *,
    gap: timedelta = REPEAT_GAP,
    now: datetime,
) -> None:
    """Answer unless the same was said within the last minutes."""
    said = session.scalar(
        select(OutboundMessage.id)
        .where(
            OutboundMessage.patient_id == patient.id,
            OutboundMessage.content_keys == [key],
            OutboundMessage.created_at > now - gap,
        )
        .limit(1)
    )
    if said is None:
        _answer(session, patient, inbound, key, taken, purpose=purpose, now=now)


def _answer(
    session: Session,
    patient: Patient,
    inbound: InboundMessage,
    key: str,
    taken: Taken,
    *,
    purpose: Purpose = Purpose.SERVICE,
    now: datetime,
) -> None:
    taken.send_now.append(
        outbox.queue(
            session,
            outbox.Draft(
                patient_id=patient.id,
                in_reply_to=inbound.id,
                purpose=purpose,
                keys=[key],
                body=content.render(key, "sms"),
                dedupe_key=f"{key}:{inbound.id}",
            ),
            now=now,
        )
    )


def _settled(inbound: InboundMessage, now: datetime) -> None:
    inbound.status, inbound.handled_at = InboundStatus.SETTLED, now
