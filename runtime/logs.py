"""Structured logs: a constant message plus fields. Ids only; never a number, a name or a message's words."""

from __future__ import annotations

import logging

import structlog

# These libraries log addresses, numbers or bodies at INFO.
_TALKATIVE = ("twilio.http_client", "apscheduler", "httpx", "httpcore", "alembic", "uvicorn.access")


def configure(component: str) -> None:
    """Set up this process's logs, one JSON object per line on stderr."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=__import__("sys").stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(component=component)
