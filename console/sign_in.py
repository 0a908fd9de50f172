"""GET and POST /sign-in, POST /sign-out."""

from __future__ import annotations

import re
import secrets

from starlette.responses import Response

from coach import accounts, audit, console_sessions
from console.door import Visit, go, same, token_cookie
from models.accounts import Account

# Nobody is signed in yet, so the form's secret stands in a cookie of its own.
FORM_COOKIE = "ringback_form"
_OUR_PATH = re.compile(r"^/[A-Za-z0-9/_-]*$")


def show(visit: Visit) -> Response:
    """The form; `next` is where to go afterwards, `lost` that a form was sent without a session."""
    return _form(visit, lost="lost" in visit.request.query_params)


def enter(visit: Visit) -> Response:
    """Check username and password (fields username, password, next) and open a session."""
    sent = visit.words("form_token")
    if not same(sent, visit.request.cookies.get(FORM_COOKIE, "")):
        return _form(visit, status=403, stale=True)
    password = visit.form.get("password")
    account = accounts.verify(
        visit.session,
        visit.words("username", 64),
        password if isinstance(password, str) else "",
        now=visit.now,
    )
    if account is None:
        return _form(visit, status=401, wrong=True)
    return _begin(visit, account)


def leave(visit: Visit) -> Response:
    """End this browser's session."""
    name = token_cookie(visit.request)
    console_sessions.end(visit.session, visit.request.cookies.get(name, ""))
    audit.record(visit.session, "sign_out", visit.by.id, by=visit.by, now=visit.now)
    answer = go("/sign-in")
    answer.delete_cookie(name, secure=visit.request.app.state.secure, httponly=True)
    return answer


def _begin(visit: Visit, account: Account) -> Response:
    name = token_cookie(visit.request)
    console_sessions.end(visit.session, visit.request.cookies.get(name, ""))
    token = console_sessions.begin(visit.session, account, now=visit.now)
    audit.record(visit.session, "sign_in", account.id, by=account, now=visit.now)
    answer = go(_next(visit.words("next", 200)))
    secure = visit.request.app.state.secure
    answer.set_cookie(name, token, httponly=True, samesite="lax", secure=secure)
    answer.delete_cookie(FORM_COOKIE, secure=secure, httponly=True)
    return answer


def _form(
    visit: Visit,
    *,
    status: int = 200,
    lost: bool = False,
    stale: bool = False,
    wrong: bool = False,
) -> Response:
    token = visit.request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    wanted = visit.words("next", 200) or visit.request.query_params.get("next", "")
    answer = visit.page(
        "sign_in.html",
        status=status,
        form_token=token,
        next=_next(wanted),
        username=visit.words("username", 64),
        lost=lost,
        stale=stale,
        wrong=wrong,
    )
    answer.set_cookie(
        FORM_COOKIE, token, httponly=True, samesite="strict", secure=visit.request.app.state.secure
    )
    return answer


def _next(path: str) -> str:
    """A path of ours to go on to; anything else could lead to a stranger's site."""
    return path if _OUR_PATH.match(path) and not path.startswith("//") else "/"
