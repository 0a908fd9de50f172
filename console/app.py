"""The console's ASGI application: every path, and who may open it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from console import accounts, escalation, patients, queue, sign_in, system, your_account
from console.door import door, lobby
from console.errors import not_ours, ours
from console.headers import Headers
from models.enums import Role
from runtime import clock

STATIC = Path(__file__).parent / "static"
EVERYBODY = tuple(Role)
ADMIN, CLINICIAN = Role.ADMIN, Role.CLINICIAN


def create(
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime] = clock.now,
    *,
    base_url: str = "http://127.0.0.1:8002",
) -> Starlette:
    """The application on this database. `base_url` is where browsers see it; https makes cookies Secure."""
    secure = base_url.startswith("https://")
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Headers, secure=secure)],
        exception_handlers={HTTPException: not_ours, Exception: ours},
    )
    app.state.sessions, app.state.clock = sessions, clock
    app.state.secure = secure
    return app


def _routes() -> list[Route | Mount]:
    one, account = "/escalations/{id:uuid}", "/accounts/{id:uuid}"
    return [
        Route("/healthz", _healthz),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/sign-in", lobby(sign_in.show), methods=["GET"]),
        Route("/sign-in", lobby(sign_in.enter), methods=["POST"]),
        Route("/sign-out", door(sign_in.leave, *EVERYBODY), methods=["POST"]),
        Route("/", door(queue.home, *EVERYBODY), methods=["GET"]),
        Route("/queue", door(queue.show, CLINICIAN, ADMIN), methods=["GET"]),
        Route(one, door(escalation.show, CLINICIAN), methods=["GET"]),
        Route(f"{one}/acknowledge", door(escalation.acknowledge, CLINICIAN), methods=["POST"]),
        Route(f"{one}/note", door(escalation.note, CLINICIAN), methods=["POST"]),
        Route(f"{one}/contact", door(escalation.contact, CLINICIAN), methods=["POST"]),
        Route(f"{one}/close", door(escalation.close, CLINICIAN), methods=["POST"]),
        Route("/patients", door(patients.show, CLINICIAN, Role.STAFF), methods=["GET"]),
        Route("/patients", door(patients.find, CLINICIAN, Role.STAFF), methods=["POST"]),
        Route("/patients/{id:uuid}", door(patients.transcript, CLINICIAN), methods=["GET"]),
        Route("/system", door(system.show, *EVERYBODY), methods=["GET"]),
        Route("/your-account", door(your_account.show, *EVERYBODY), methods=["GET"]),
        Route("/your-account", door(your_account.change, *EVERYBODY), methods=["POST"]),
        Route("/accounts", door(accounts.show, ADMIN), methods=["GET"]),
        Route("/accounts", door(accounts.add, ADMIN), methods=["POST"]),
        Route(account, door(accounts.one, ADMIN), methods=["GET"]),
        Route(f"{account}/on-call", door(accounts.on_call, ADMIN), methods=["POST"]),
        Route(f"{account}/number", door(accounts.number, ADMIN), methods=["POST"]),
        Route(f"{account}/password", door(accounts.password, ADMIN), methods=["POST"]),
        Route(f"{account}/active", door(accounts.active, ADMIN), methods=["POST"]),
    ]


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")
