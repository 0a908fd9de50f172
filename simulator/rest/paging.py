"""Lists as Twilio pages them: newest first, filtered, with a link to the next page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

_DEFAULT_SIZE = 50
_LARGEST_SIZE = 1000


class Logged(Protocol):
    """Something that stands in a log in the order of its making."""

    sequence: int
    created: datetime


Record = TypeVar("Record", bound=Logged)


@dataclass(frozen=True, kw_only=True)
class Window:
    """The time that a list is limited to; open where None."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def from_query(cls, request: Request, name: str) -> "Window":
        """Read `name`, `name>` and `name<`, where `name` alone means one whole day."""
        if on := _moment(request.query_params.get(name)):
            start = datetime.combine(on.date(), time.min, UTC)
            return cls(since=start, until=start + timedelta(days=1))
        return cls(
            since=_moment(request.query_params.get(f"{name}>")),
            until=_moment(request.query_params.get(f"{name}<")),
        )


def page(
    request: Request,
    records: Iterable[Record],
    *,
    key: str,
    window: Window,
    accept: Callable[[Record], bool],
    show: Callable[[Record], dict[str, Any]],
) -> dict[str, Any]:
    """One page of `records`, which come newest first, under Twilio's name for them."""
    query = request.query_params
    size = min(max(_integer(query.get("PageSize"), _DEFAULT_SIZE), 1), _LARGEST_SIZE)
    number = _integer(query.get("Page"), 0)
    before = _integer((query.get("PageToken") or "").removeprefix("PA"), -1)
    found: list[Record] = []
    for record in records:
        if window.since and record.created < window.since:
            break
        if 0 <= before <= record.sequence or (window.until and record.created > window.until):
            continue
        if accept(record):
            found.append(record)
            if len(found) > size:
                break
    shown = found[:size]
    following = None
    if len(found) > size:
        following = _uri(request, Page=number + 1, PageSize=size, PageToken=shown[-1].sequence)
    return {
        key: [show(record) for record in shown],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + max(len(shown) - 1, 0),
        "uri": _uri(request),
        "first_page_uri": _uri(request, Page=0, PageSize=size),
        "previous_page_uri": None,
        "next_page_uri": following,
    }


def _uri(request: Request, **changes: int) -> str:
    query = dict(request.query_params)
    for name, value in changes.items():
        query[name] = f"PA{value}" if name == "PageToken" else str(value)
    return f"{request.url.path}?{urlencode(query)}" if query else request.url.path


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time.min, UTC)
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
