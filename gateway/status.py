"""POST /twilio/status: receipts for texts, and news of calls."""

from __future__ import annotations

import uuid

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from coach import calls, outbox
from gateway.forms import field
from runtime import clock
from telephony import DeliveryError


async def status(request: Request, form: FormData) -> Response:
    """Apply one receipt (MessageSid, MessageStatus, ErrorCode; `ob` in the query) or call status."""
    await run_in_threadpool(_apply, request, form)
    return Response(status_code=204)


def _apply(request: Request, form: FormData) -> None:
    with request.app.state.sessions.begin() as session:
        if field(form, "CallSid", 64):
            calls.ended(
                session,
                field(form, "CallSid", 64).replace("\x00", ""),
                field(form, "CallStatus", 32).replace("\x00", ""),
                now=clock.now(),
            )
            return
        code = field(form, "ErrorCode", 10).replace("\x00", "")
        outbox.record_receipt(
            session,
            reference=_uuid(request.query_params.get("ob", "")),
            sid=field(form, "MessageSid", 64).replace("\x00", ""),
            status=field(form, "MessageStatus", 32),
            error=DeliveryError(code) if code and code != "0" else None,
            now=clock.now(),
        )


def _uuid(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None
