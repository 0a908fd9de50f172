"""The gateway's ASGI application, and the process that serves it."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dialogue.engine import RasaEngine
from gateway.forms import signed
from gateway.health import healthz, readyz
from gateway.sms import sms
from gateway.status import status
from gateway.voice import voice
from telephony import Carrier
from telephony.signature import Signatures

log = structlog.get_logger()


def create(
    *,
    sessions: sessionmaker[Session],
    carrier: Carrier,
    engine: RasaEngine,
    signatures: Signatures,
) -> Starlette:
    """The application on these parts. It keeps no state of its own, so any number may run."""
    app = Starlette(
        routes=[
            Route("/twilio/sms", signed(sms), methods=["POST"]),
            Route("/twilio/voice", signed(voice), methods=["POST"]),
            Route("/twilio/status", signed(status), methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
        ],
        exception_handlers={Exception: _unavailable},
    )
    app.state.sessions, app.state.carrier = sessions, carrier
    app.state.engine, app.state.signatures = engine, signatures
    return app


async def _unavailable(request: Request, error: Exception) -> Response:
    """A fault of ours, the database away above all: 503, so that Twilio tries again."""
    log.error("webhook failed", path=request.url.path, reason=type(error).__name__)
    return Response(status_code=503)
