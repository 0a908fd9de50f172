"""Accounts for the console: made, changed and checked here. The console and the command line call it."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach import audit, console_sessions
from coach.errors import CoachError
from coach.rules import passwords
from models.accounts import Account
from models.enums import Role

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,63}$")

# OWASP's smallest recommended argon2id: 19 MiB for each check, and two checks at once at most.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_TURNSTILE = threading.BoundedSemaphore(2)


class BadAccount(CoachError):
    """An account may not look like this; `field` names what to change and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class UnknownAccount(CoachError):
    """No account has this id."""


def create(
    session: Session,
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    number: str | None = None,
    on_call: bool = False,
    now: datetime,
) -> Account:
    """Add an account; `number` is E.164. Raises BadAccount naming the field that is wrong."""
    username, name = username.strip().casefold(), name.strip()
    if not _USERNAME.match(username):
        raise BadAccount("username", "Use 2 to 64 letters, digits, dots or hyphens.")
    if _by_username(session, username) is not None:
        raise BadAccount("username", "Somebody has this username already. Choose another.")
    if not 0 < len(name) <= 128:
        raise BadAccount("name", "Enter the person's name, 128 characters at most.")
    account = Account(
        username=username,
        name=name,
        role=role,
        password_hash=_hashed(password, username),
        number=number,
        created_at=now,
        failed_sign_ins=0,
    )
    set_on_call(account, on_call)
    session.add(account)
    session.flush()
    return account


def everybody(session: Session) -> Sequence[Account]:
    """Every account, those in use first, by name."""
    return session.scalars(select(Account).order_by(Account.active.desc(), Account.name)).all()


def get(session: Session, account_id: uuid.UUID) -> Account:
    """The account with this id. Raises UnknownAccount."""
    account = session.get(Account, account_id)
    if account is None:
        raise UnknownAccount(f"no account {account_id}")
    return account


def set_password(session: Session, account: Account, password: str) -> None:
    """Set a new password, lift any lock and end every session. Raises BadAccount."""
    account.password_hash = _hashed(password, account.username)
    account.failed_sign_ins, account.locked_until = 0, None
    console_sessions.end_all(session, account)


def set_number(account: Account, number: str | None) -> None:
    """Set where pages go (E.164), or nowhere. Raises BadAccount for somebody on call."""
    if number is None and account.on_call:
        raise BadAccount("number", "Take this person off call first: pages need a phone number.")
    account.number = number


def set_on_call(account: Account, on_call: bool) -> None:
    """Put somebody on call or take them off. Raises BadAccount when no page could reach them."""
    if on_call and account.role is not Role.CLINICIAN:
        raise BadAccount("on_call", "Only clinicians can be on call: nobody else can acknowledge.")
    if on_call and account.number is None:
        raise BadAccount("number", "Add a phone number first: pages go there.")
    account.on_call = on_call


def set_active(session: Session, account: Account, active: bool, *, by: Account) -> None:
    """Let somebody sign in, or no longer: then their sessions end and no page goes to them."""
    if account.id == by.id:
        raise BadAccount(
            "active", "You cannot deactivate your own account. Ask another administrator."
        )
    account.active = active
    if not active:
        account.on_call = False
        console_sessions.end_all(session, account)


def verify(session: Session, username: str, password: str, *, now: datetime) -> Account | None:
    """The account that these open, or None. Counts failures; five lock the account for a while.

    The caller commits also after None, or failures would not count. Unknown usernames take as long
    as known ones, and a locked account refuses the right password too.
    """
    account = _by_username(session, username.strip().casefold(), lock=True)
    right = _matches(account.password_hash if account else _nobodys_hash(), password)
    if account is None or not account.active:
        return None
    if account.locked_until is not None and account.locked_until > now:
        audit.record(session, "sign_in_while_locked", account.id, by=None, now=now)
        return None
    if not right:
        _count_failure(session, account, now=now)
        return None
    account.failed_sign_ins, account.locked_until = 0, None
    return account


def confirm(session: Session, account: Account, password: str, *, now: datetime) -> bool:
    """Whether somebody signed in knows their own password; a wrong one counts as a failure."""
    return verify(session, account.username, password, now=now) is not None


def _count_failure(session: Session, account: Account, *, now: datetime) -> None:
    account.failed_sign_ins += 1
    audit.record(session, "sign_in_failed", account.id, by=None, now=now)
    if account.failed_sign_ins >= MOST_FAILURES:
        account.failed_sign_ins, account.locked_until = 0, now + LOCKED_FOR
        audit.record(session, "account_locked", account.id, by=None, now=now)


def _by_username(session: Session, username: str, *, lock: bool = False) -> Account | None:
    query = select(Account).where(Account.username == username.replace("\x00", "\ufffd"))
    # Locked, so that many guesses at once are counted one by one.
    return session.scalars(
        query.with_for_update().execution_options(populate_existing=True) if lock else query
    ).one_or_none()


def _hashed(password: str, username: str) -> str:
    wrong = passwords.problem(password, username=username)
    if wrong is not None:
        raise BadAccount("password", wrong)
    with _TURNSTILE:
        return _HASHER.hash(_normal(password))


def _matches(password_hash: str, password: str) -> bool:
    try:
        with _TURNSTILE:
            return _HASHER.verify(password_hash, _normal(password[: passwords.LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False


@functools.cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


def _normal(password: str) -> bytes:
    # The same letters typed on another keyboard are the same password.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
