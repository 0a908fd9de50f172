"""What people see when a page cannot be given."""

from __future__ import annotations

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console import pages

log = structlog.get_logger()

_WHAT = {404: "not_found", 405: "no_page"}


async def not_ours(request: Request, error: Exception) -> Response:
    """A path or method that we do not have."""
    assert isinstance(error, HTTPException)
    return pages.error(request, error.status_code, _WHAT.get(error.status_code, "refused"))


async def ours(request: Request, error: Exception) -> Response:
    """A fault of the console itself."""
    log.error("page failed", path=request.url.path, reason=type(error).__name__)
    return pages.error(request, 500, "fault")
