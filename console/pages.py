"""Filling in the templates. Everything is escaped unless it is Markup already."""

from __future__ import annotations

import functools
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from coach.escalation_acts import NEEDS_WORDS
from console import marks, numbers, times
from models.accounts import Account
from models.enums import Disposition, Role

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def environment() -> Environment:
    """The templates and what they may use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "when": times.when,
        "day": times.day,
        "span": times.span,
        "national": numbers.national,
        "ending": numbers.ending,
        "short": numbers.short,
        "marked": marks.marked,
    }
    made.globals |= {
        "DISPOSITIONS": list(Disposition),
        "NEEDS_WORDS": NEEDS_WORDS,
        "ROLES": list(Role),
    }
    return made


def page(
    template: str,
    *,
    status: int = 200,
    now: datetime | None = None,
    account: Account | None = None,
    csrf_token: str = "",
    path: str = "",
    **values: Any,
) -> Response:
    """One page."""
    text = (
        environment()
        .get_template(template)
        .render(now=now, account=account, csrf_token=csrf_token, path=path, **values)
    )
    return HTMLResponse(text, status_code=status)


def error(request: Request, status: int, what: str) -> Response:
    """A page that says what went wrong, for somebody whom we need not know."""
    return page("error.html", status=status, what=what, path=request.url.path)
