"""Reading a webhook: size limit, form, signature. Nothing unsigned gets further than this module."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable

import structlog
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from telephony.signature import Signatures

log = structlog.get_logger()

# Twilio's largest webhook is a few kB; 1,600 characters of emoji, percent-encoded, is 20 kB.
MAX_BYTES = 64 * 1024
MAX_FIELDS = 200

Handler = Callable[[Request, FormData], Awaitable[Response]]


def signed(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers 403 to whatever Twilio did not sign, before anything is stored."""

    async def checked(request: Request) -> Response:
        form = await _form(request)
        if form is None:
            return PlainTextResponse("Send a small url-encoded form.", status_code=400)
        signatures: Signatures = request.app.state.signatures
        if not _valid(signatures, request, form):
            log.warning("webhook refused: signature", path=request.url.path)
            return PlainTextResponse("The signature does not fit.", status_code=403)
        return await handler(request, form)

    return checked


def _valid(signatures: Signatures, request: Request, form: FormData) -> bool:
    try:
        return signatures.valid(
            path=request.scope["raw_path"].decode("ascii").split("?")[0],
            query=request.scope["query_string"].decode("ascii"),
            form=form,
            signature=request.headers.get("X-Twilio-Signature"),
        )
    except (UnicodeError, ValueError):
        return False  # nothing that Twilio sends


async def _form(request: Request) -> FormData | None:
    """The form, or None when it is too large, cut off or no form at all."""
    if "multipart" in request.headers.get("content-type", ""):
        return None
    try:
        body = await _limited(request)
        if body is None:
            return None
        form = await FormParser(request.headers, _once(body)).parse()
    except (ClientDisconnect, HTTPException, MultiPartException, UnicodeError, ValueError):
        return None
    return form if len(form) <= MAX_FIELDS else None


async def _limited(request: Request) -> bytes | None:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BYTES:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
    yield b""


def field(form: FormData, name: str, most: int) -> str:
    """One field as text of at most so many characters; empty when absent."""
    value = form.get(name)
    return value[:most] if isinstance(value, str) else ""
