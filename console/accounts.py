"""GET and POST /accounts and the paths below: what administrators do to accounts."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from coach import accounts, audit, people
from coach.accounts import BadAccount
from coach.people import BadNumber
from console.door import Visit, go
from models.accounts import Account
from models.enums import Role

DONE = ("added", "on_call", "number", "password", "active")


def show(visit: Visit) -> Response:
    """Every account, and the form to add one."""
    return _list(visit)


def add(visit: Visit) -> Response:
    """Add an account (fields username, name, role, password, number, on_call)."""
    try:
        account = accounts.create(
            visit.session,
            username=visit.words("username", 100),
            name=visit.words("name", 200),
            role=_role(visit.words("role", 20)),
            password=_password(visit),
            number=_number(visit),
            on_call=bool(visit.words("on_call")),
            now=visit.now,
        )
    except BadAccount as error:
        return _list(visit, status=422, wrong={error.field: str(error)})
    audit.record(visit.session, "add_account", account.id, by=visit.by, now=visit.now)
    return go(f"/accounts/{account.id}?done=added")


def one(visit: Visit) -> Response:
    """One account and what can be changed about it."""
    return _page(visit, _account(visit))


def on_call(visit: Visit) -> Response:
    """Put on call or take off (field on_call)."""
    wanted = bool(visit.words("on_call"))
    return _changed(visit, "on_call", lambda account: accounts.set_on_call(account, wanted))


def number(visit: Visit) -> Response:
    """Set the phone number for pages, or remove it (field number)."""
    return _changed(visit, "number", lambda account: accounts.set_number(account, _number(visit)))


def password(visit: Visit) -> Response:
    """Set a new password (field password), which lifts a lock and signs the person out."""
    return _changed(
        visit,
        "password",
        lambda account: accounts.set_password(visit.session, account, _password(visit)),
    )


def active(visit: Visit) -> Response:
    """Let somebody sign in or not (field active)."""
    wanted = bool(visit.words("active"))
    return _changed(
        visit,
        "active",
        lambda account: accounts.set_active(visit.session, account, wanted, by=visit.by),
    )


def _changed(visit: Visit, what: str, change: Callable[[Account], None]) -> Response:
    account = _account(visit)
    try:
        change(account)
    except BadAccount as error:
        return _page(visit, account, status=422, wrong={error.field: str(error)})
    audit.record(visit.session, f"set_{what}", account.id, by=visit.by, now=visit.now)
    own_session_ended = what == "password" and account.id == visit.by.id
    return go("/sign-in" if own_session_ended else f"/accounts/{account.id}?done={what}")


def _account(visit: Visit) -> Account:
    return accounts.get(visit.session, visit.request.path_params["id"])


def _password(visit: Visit) -> str:
    return str(visit.form.get("password", ""))  # as typed, spaces included


def _role(words: str) -> Role:
    if words not in list(Role):
        raise BadAccount("role", "Choose what this person may do.")
    return Role(words)


def _number(visit: Visit) -> str | None:
    raw = visit.words("number", 40)
    try:
        return people.normal_number(raw) if raw else None
    except BadNumber as error:
        raise BadAccount(
            "number", "Write the phone number like 07700 900123 or +447700900123."
        ) from error


def _list(visit: Visit, *, status: int = 200, wrong: dict[str, str] | None = None) -> Response:
    names = ("username", "name", "role", "number", "on_call")
    return visit.page(
        "accounts.html",
        status=status,
        accounts=accounts.everybody(visit.session),
        wrong=wrong or {},
        typed={name: visit.words(name, 200) for name in names},
    )


def _page(
    visit: Visit, account: Account, *, status: int = 200, wrong: dict[str, str] | None = None
) -> Response:
    done = visit.request.query_params.get("done")
    return visit.page(
        "account.html",
        status=status,
        one=account,
        done=done if done in DONE else None,
        wrong=wrong or {},
        typed_number=visit.words("number", 40),
    )
