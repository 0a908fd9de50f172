"""Signed-in browsers: begun at sign-in, found again by their cookie, ended by sign-out, time or an administrator."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from models.accounts import Account, ConsoleSession

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# A look at the clock this often is enough, and saves a write for each page.
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """Who sits at a browser, and the secret that its forms must carry."""

    account: Account
    csrf_token: str


def begin(session: Session, account: Account, *, now: datetime) -> str:
    """Open a session and return its token, which is stored nowhere but in the browser."""
    session.execute(delete(ConsoleSession).where(_over(now)))
    token = secrets.token_urlsafe(32)
    session.add(
        ConsoleSession(
            token_hash=_hash(token),
            account_id=account.id,
            csrf_token=secrets.token_urlsafe(32),
            created_at=now,
            last_seen_at=now,
        )
    )
    return token


def find(session: Session, token: str, *, touch: bool = True, now: datetime) -> SignedIn | None:
    """Who holds this token, or None when it is unknown, too old or its account is deactivated.

    `touch` is False for pages that reload themselves: nobody need be sitting there.
    """
    found = session.execute(
        select(ConsoleSession, Account)
        .join(Account, Account.id == ConsoleSession.account_id)
        .where(ConsoleSession.token_hash == _hash(token), ~_over(now), Account.active)
    ).one_or_none()
    if found is None:
        return None
    row, account = found
    if touch and now - row.last_seen_at >= _NOTED_EVERY:
        row.last_seen_at = now
    return SignedIn(account, row.csrf_token)


def end(session: Session, token: str) -> None:
    """Sign a browser out. Unknown tokens are ignored."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.token_hash == _hash(token)))


def end_all(session: Session, account: Account) -> None:
    """Sign somebody out everywhere."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.account_id == account.id))


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(
        ConsoleSession.last_seen_at <= now - IDLE, ConsoleSession.created_at <= now - ABSOLUTE
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
