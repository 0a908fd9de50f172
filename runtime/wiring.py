"""Puts the parts together from the settings; each process calls it once at start."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, sessionmaker

from coach import paging
from models.accounts import Heartbeat
from runtime import logs
from runtime.settings import Settings, load
from telephony import TwilioCarrier
from telephony.signature import Signatures


def start(component: str) -> Settings:
    """Read the settings, set up logs, and tell the coach what it needs of them."""
    settings = load()
    logs.configure(component)
    paging.console_url = settings.console_url
    return settings


def carrier(settings: Settings) -> TwilioCarrier:
    """The telephone company that these settings name."""
    return TwilioCarrier(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.auth_tokens[0],
        from_number=settings.twilio_from_number,
        status_url=f"{settings.public_base_url}/twilio/status",
        base_url=settings.twilio_api_base_url,
    )


def signatures(settings: Settings) -> Signatures:
    """The check for webhooks that claim to be Twilio's."""
    return Signatures(settings.auth_tokens, settings.public_base_url)


def beat(sessions: sessionmaker[Session], component: str, *, now: datetime) -> None:
    """Say that this component is alive."""
    with sessions.begin() as session:
        session.execute(
            insert(Heartbeat)
            .values(component=component, at=now)
            .on_conflict_do_update(index_elements=["component"], set_={"at": now})
        )
