"""The way into every page: who is signed in, may their role, and did the form come from us?"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coach import console_sessions
from coach.accounts import UnknownAccount
from coach.errors import NotAllowed, UnknownPatient
from coach.escalation_views import UnknownEscalation
from console import pages
from console.forms import TooLarge, read
from models.accounts import Account
from models.enums import Role

log = structlog.get_logger()

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass
class Visit:
    """One request of somebody: their browser's words and the transaction in which they are answered."""

    request: Request
    session: Session
    now: datetime
    form: FormData = field(default_factory=FormData)
    account: Account | None = None
    csrf_token: str = ""

    @property
    def by(self) -> Account:
        """Who is signed in."""
        assert self.account is not None
        return self.account

    def words(self, name: str, most: int = 4000) -> str:
        """One field of the form, trimmed; empty when absent."""
        value = self.form.get(name)
        return value[:most].replace("\x00", "").strip() if isinstance(value, str) else ""

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page for this visitor."""
        return pages.page(
            template,
            status=status,
            now=self.now,
            account=self.account,
            csrf_token=self.csrf_token,
            path=self.request.url.path,
            **values,
        )


Handler = Callable[[Visit], Response]


def go(path: str) -> Response:
    """After a POST: look there."""
    return RedirectResponse(path, status_code=303)


def door(handler: Handler, *roles: Role) -> Endpoint:
    """A path for accounts of these roles; everybody else is sent to sign in, or refused."""
    return _endpoint(lambda visit: _admit(visit, handler, roles))


def lobby(handler: Handler) -> Endpoint:
    """A path for people who are not signed in yet."""
    return _endpoint(handler)


def token_cookie(request: Request) -> str:
    """The name of the cookie that holds the session's token."""
    return "__Host-ringback" if request.app.state.secure else "ringback"


def _endpoint(handler: Handler) -> Endpoint:
    async def enter(request: Request) -> Response:
        form = FormData()
        if request.method == "POST":
            if not same_origin(request):
                return pages.error(request, 403, "elsewhere")
            try:
                form = await read(request)
            except TooLarge:
                return pages.error(request, 413, "too_large")
        return await run_in_threadpool(_answer, request, form, handler)

    return enter


def _answer(request: Request, form: FormData, handler: Handler) -> Response:
    state = request.app.state
    try:
        with state.sessions.begin() as session:
            return handler(Visit(request, session, state.clock(), form))
    except SQLAlchemyError as error:
        # Only its kind: a statement's parameters could be about a patient.
        log.error("page failed", path=request.url.path, reason=type(error).__name__)  # noqa: TRY400
        return pages.error(request, 503, "database")


def _admit(visit: Visit, handler: Handler, roles: tuple[Role, ...]) -> Response:
    request = visit.request
    signed_in = console_sessions.find(
        visit.session,
        request.cookies.get(token_cookie(request), ""),
        touch=request.query_params.get("refresh") != "auto",
        now=visit.now,
    )
    if signed_in is None:
        return _to_sign_in(request)
    visit.account, visit.csrf_token = signed_in.account, signed_in.csrf_token
    if visit.account.role not in roles:
        return visit.page("error.html", status=403, what="role")
    if request.method == "POST" and not same(visit.words("csrf_token"), visit.csrf_token):
        return visit.page("error.html", status=403, what="elsewhere")
    return _handled(visit, handler)


def _handled(visit: Visit, handler: Handler) -> Response:
    """What the coach refuses changes nothing, and the visitor learns why and keeps their words."""
    try:
        with visit.session.begin_nested():
            return handler(visit)
    except NotAllowed:
        return visit.page("error.html", status=409, what="no_longer", typed=visit.words("words"))
    except (UnknownAccount, UnknownEscalation, UnknownPatient):
        return visit.page("error.html", status=404, what="not_found")


def _to_sign_in(request: Request) -> Response:
    if request.method == "POST":
        return go("/sign-in?lost=1")
    path = request.url.path
    return go("/sign-in" if path == "/" else f"/sign-in?next={quote(path)}")


def same_origin(request: Request) -> bool:
    """Whether a form was sent by one of our own pages, as far as the browser says."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, and not empty, in constant time."""
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())
