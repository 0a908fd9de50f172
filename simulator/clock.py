"""The simulator's time. It stands outside the coach, so it keeps the wall clock for itself."""

from datetime import UTC, datetime
from email.utils import format_datetime


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def rfc2822(moment: datetime | None) -> str | None:
    """Write a moment as Twilio's REST answers do."""
    return None if moment is None else format_datetime(moment)


def iso(moment: datetime) -> str:
    """Write a moment as the driving API does."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
