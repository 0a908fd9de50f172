"""GET /healthz: alive. GET /readyz: what is up and what is not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from models.accounts import Heartbeat
from runtime import clock

ALIVE_FOR = timedelta(seconds=20)


async def healthz(_request: Request) -> Response:
    """Whether this process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """200 when everything is up, 503 otherwise; texts and the screen need the database only."""
    up = await run_in_threadpool(_components, request)
    return JSONResponse(
        {"ready": all(up.values()), **up}, status_code=200 if all(up.values()) else 503
    )


def _components(request: Request) -> dict[str, bool]:
    state = request.app.state
    up = {"database": False, "scheduler": False, "dialogue": state.engine.ready()}
    try:
        with state.sessions() as session:
            session.execute(text("select 1"))
            up["database"] = True
            beat = session.scalar(select(Heartbeat.at).where(Heartbeat.component == "scheduler"))
            # The demo's clock may jump; a beat from before the jump counts by the next one.
            up["scheduler"] = beat is not None and clock.now() - beat < ALIVE_FOR
    except SQLAlchemyError:
        pass
    return up
