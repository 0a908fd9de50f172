"""Sending texts through Twilio, and asking Twilio what it has taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from requests import ConnectionError as NotConnected
from requests import RequestException
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from telephony.errors import DeliveryError

TWILIO = "https://api.twilio.com"
TIMEOUT_SECONDS = 10.0
# A check-in that the carrier holds back must not arrive at night.
VALIDITY_SECONDS = 4 * 3600


class Carrier(Protocol):
    """What the outbox needs of a telephone company."""

    def send_sms(self, *, to: str, body: str, reference: str) -> str:
        """Hand over one text; returns the carrier's sid. Raises DeliveryError.

        `reference` comes back with every receipt.
        """

    def sent_since(self, *, to: str, body: str, since: datetime) -> list[str]:
        """The sids of texts to this number with this body since then. Raises DeliveryError."""

    def received_since(self, since: datetime) -> list[ReceivedText]:
        """The texts that patients sent us since then, oldest first. Raises DeliveryError."""


@dataclass(frozen=True)
class ReceivedText:
    """A text that the carrier took for us."""

    sid: str
    number: str
    body: str
    media_count: int


class _Redirected(TwilioHttpClient):
    """Twilio's own HTTP client, pointed at another base URL."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._base_url = base_url.rstrip("/")
        assert self.session is not None
        # Several sender threads share this client; the default pool would drop connections.
        self.session.mount("http://", HTTPAdapter(pool_maxsize=16))
        self.session.mount("https://", HTTPAdapter(pool_maxsize=16))

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return super().request(method, url.replace(TWILIO, self._base_url, 1), *args, **kwargs)


class TwilioCarrier:
    """The real carrier: Twilio's REST API through Twilio's client."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        from_number: str,
        status_url: str,
        base_url: str | None = None,
    ) -> None:
        self._client = Client(account_sid, auth_token, http_client=_Redirected(base_url or TWILIO))
        self._from, self._status_url = from_number, status_url

    def send_sms(self, *, to: str, body: str, reference: str) -> str:
        """Hand over one text to Twilio; see Carrier."""
        try:
            message = self._client.messages.create(
                to=to,
                from_=self._from,
                body=body,
                smart_encoded=True,
                validity_period=VALIDITY_SECONDS,
                status_callback=f"{self._status_url}?ob={reference}",
            )
        except (TwilioException, RequestException) as error:
            raise _delivery_error(error) from error
        return str(message.sid)

    def sent_since(self, *, to: str, body: str, since: datetime) -> list[str]:
        """Ask Twilio for texts with this body; see Carrier."""
        try:
            messages = self._client.messages.list(to=to, date_sent_after=since, limit=200)
        except (TwilioException, RequestException) as error:
            raise _delivery_error(error) from error
        return [m.sid for m in messages if m.body == body and m.sid is not None]

    def received_since(self, since: datetime) -> list[ReceivedText]:
        """Ask Twilio for texts to our number; see Carrier."""
        try:
            messages = self._client.messages.list(to=self._from, date_sent_after=since, limit=1000)
        except (TwilioException, RequestException) as error:
            raise _delivery_error(error) from error
        return [
            ReceivedText(m.sid or "", str(m.from_), m.body or "", int(m.num_media or 0))
            for m in reversed(messages)
            if m.direction == "inbound"
        ]


def _delivery_error(error: Exception) -> DeliveryError:
    if isinstance(error, TwilioRestException):
        unknown = error.status >= 500 and not error.code
        return DeliveryError(
            str(error.code) if error.code else None,
            http_status=error.status,
            outcome_unknown=unknown,
        )
    code = getattr(error, "code", None)
    if code is not None:  # Twilio's newer problem-details errors
        return DeliveryError(str(code), http_status=getattr(error, "status", None))
    if isinstance(error, ConnectTimeout) or _refused(error):
        return DeliveryError(None, http_status=503)
    return DeliveryError(None, http_status=503, outcome_unknown=True)


def _refused(error: Exception) -> bool:
    """Whether the connection was never made, so that the carrier cannot have taken anything."""
    return isinstance(error, NotConnected) and "NewConnectionError" in repr(error)
