"""Reading a browser's form within limits."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser
from starlette.requests import Request

MAX_BYTES = 64 * 1024
_KIND = "application/x-www-form-urlencoded"


class TooLarge(Exception):
    """The form is longer than any of ours can be."""


async def read(request: Request) -> FormData:
    """The url-encoded form of a POST. Raises TooLarge; HTTPException for another kind of body."""
    kind = request.headers.get("Content-Type", _KIND).split(";")[0].strip()
    if kind != _KIND:
        raise HTTPException(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise TooLarge
    return await FormParser(request.headers, _once(body)).parse()


async def _once(body: bytes) -> AsyncGenerator[bytes]:
    yield body
    yield b""
