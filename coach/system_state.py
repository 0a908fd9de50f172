"""Whether the programme does what it owes: who is on call, what runs, what is late, what did not arrive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach import ledger
from models.accounts import Account, Heartbeat
from models.enums import OutboundStatus, Role
from models.escalations import Escalation
from models.messages import OutboundMessage

ALIVE_FOR = timedelta(seconds=60)
_NOT_ARRIVED = (OutboundStatus.UNDELIVERED, OutboundStatus.FAILED)


@dataclass(frozen=True)
class Beat:
    """When a process last said that it was alive."""

    component: str
    at: datetime
    alive: bool


@dataclass(frozen=True)
class State:
    """The programme at one moment."""

    on_call: Sequence[str]
    beats: list[Beat]
    late: Counter[str]  # touchpoints, messages and answers that are owed for a quarter of an hour
    late_since: datetime | None
    queued: int
    not_arrived: int  # in the last day
    open_escalations: int
    overdue_escalations: int  # nobody has acknowledged them in time


def on_call(session: Session) -> Sequence[str]:
    """The names of those whom a page would reach."""
    return session.scalars(
        select(Account.name)
        .where(
            Account.on_call, Account.active, Account.number.is_not(None), Account.role != Role.STAFF
        )
        .order_by(Account.name)
    ).all()


def of(session: Session, *, now: datetime) -> State:
    """How things stand now."""
    beats = session.scalars(select(Heartbeat).order_by(Heartbeat.component))
    gaps = ledger.gaps(session, now=now)
    waiting = Escalation.closed_at.is_(None)
    return State(
        on_call=on_call(session),
        beats=[Beat(b.component, b.at, now - b.at < ALIVE_FOR) for b in beats],
        late=Counter(gap.kind for gap in gaps),
        late_since=gaps[0].expected_at if gaps else None,
        queued=_count(session, OutboundMessage, OutboundMessage.status == OutboundStatus.QUEUED),
        not_arrived=_count(
            session,
            OutboundMessage,
            OutboundMessage.status.in_(_NOT_ARRIVED),
            OutboundMessage.created_at > now - timedelta(days=1),
        ),
        open_escalations=_count(session, Escalation, waiting),
        overdue_escalations=_count(
            session,
            Escalation,
            waiting,
            Escalation.acknowledged_at.is_(None),
            Escalation.acknowledge_by < now,
        ),
    )


def _count(session: Session, kind: type, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(*where)) or 0  # type: ignore[arg-type]
