"""May this message go now? Decided at send time, from facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.enums import PatientStatus, Purpose

# Texts that the programme starts are sent between these local times.
EARLIEST, LATEST = time(8), time(20)


@dataclass(frozen=True)
class Facts:
    """What the decision needs to know about the message and its patient."""

    purpose: Purpose
    now: datetime
    expires_at: datetime | None
    status: PatientStatus = PatientStatus.UNKNOWN
    timezone: str = "Europe/London"
    opted_out: bool = False
    paused_until: datetime | None = None
    wrong_person: bool = False
    flag_open: bool = False  # an open escalation blocks coaching
    unscreened: bool = False  # an inbound message has not been screened


@dataclass(frozen=True)
class Go:
    """Send it."""


@dataclass(frozen=True)
class Hold:
    """Not yet."""

    until: datetime


@dataclass(frozen=True)
class Cancel:
    """Never."""

    reason: str


Decision = Go | Hold | Cancel


def decide(facts: Facts) -> Decision:
    """Whether a claimed message goes, waits or is dropped.

    Safety, service and page messages go at any hour and after STOP: they answer a danger or the
    patient's own request. Replies go at any hour, coaching keeps quiet hours; neither ever goes
    over an open flag.
    """
    if facts.expires_at is not None and facts.expires_at <= facts.now:
        return Cancel("stale")
    if facts.purpose in (Purpose.SAFETY, Purpose.SERVICE, Purpose.PAGE):
        return Go()
    if facts.unscreened:
        return Hold(facts.now + timedelta(seconds=5))
    refusal = _refusal(facts)
    if refusal:
        return Cancel(refusal)
    if facts.purpose is Purpose.REPLY:
        return Go()
    return _programme_hours(facts)


def _refusal(facts: Facts) -> str | None:
    if facts.flag_open:
        return "escalation_open"
    if facts.opted_out:
        return "opted_out"
    if facts.purpose is Purpose.COACHING and facts.wrong_person:
        return "wrong_person"
    if facts.purpose is Purpose.COACHING and facts.status is not PatientStatus.ENROLLED:
        return "no_consent"
    return None


def _programme_hours(facts: Facts) -> Decision:
    if facts.paused_until is not None and facts.paused_until > facts.now:
        return Hold(facts.paused_until)
    opens = next_opening(facts.now, facts.timezone)
    return Go() if opens <= facts.now else Hold(opens)


def next_opening(now: datetime, timezone: str) -> datetime:
    """`now` when texts may go at this moment, otherwise the next local morning, in `now`'s zone.

    Computed on the patient's own calendar, so that a change to summer time moves nothing.
    """
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    if EARLIEST <= local.time() < LATEST:
        return now
    day = local.date() if local.time() < EARLIEST else local.date() + timedelta(days=1)
    return datetime.combine(day, EARLIEST, zone).astimezone(now.tzinfo)
