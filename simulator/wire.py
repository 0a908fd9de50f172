"""The line to the coach: signs a webhook, posts it, retries as Twilio does, logs what failed."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import aiohttp

from simulator import clock
from simulator.settings import Settings
from simulator.signing import sign

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
# The failures that Twilio tries once more, since the coach saw nothing or was cut off.
NOT_CONNECTED = (
    aiohttp.ClientOSError,
    aiohttp.ServerDisconnectedError,
    aiohttp.ConnectionTimeoutError,
)
# The 2xx codes; everything else is an error to Twilio.
_GOOD = range(200, 300)


class WebhookError(Exception):
    """The coach could not be reached, was too slow, or answered with an error. It is logged."""


@dataclass(frozen=True)
class WebhookAnswer:
    """What the coach answered to a webhook."""

    body: str
    content_type: str


class Wire:
    """Posts webhooks over kept-alive connections. Use as an async context manager.

    aiohttp, because its client costs a tenth of httpx's time per request, and this one stands in
    the way of every measurement.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._token = settings.auth_tokens[0]
        self.errors: deque[dict[str, str | int]] = deque(maxlen=500)

    async def __aenter__(self) -> Self:
        # Shorter than the five seconds of uvicorn, or a post would race the end of its connection.
        connector = aiohttp.TCPConnector(limit=200, keepalive_timeout=3.0)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def deliver(
        self, url: str, form: Mapping[str, str], *, method: str = "POST", token: str = ""
    ) -> WebhookAnswer:
        """Send a signed webhook to a public URL of the coach. Raises WebhookError, logged.

        `token` is the idempotency token; a delivery that repeats another one carries the same.
        """
        url = url.partition("#")[0]
        body = urlencode(form)
        if method == "GET":
            url, form, body = _with_query(url, body), {}, ""
        headers = {
            "X-Twilio-Signature": sign(url, form, token=self._token),
            "I-Twilio-Idempotency-Token": token or str(uuid4()),
            "User-Agent": "TwilioProxy/1.1",
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        try:
            return await self._send(method, self._reachable(url), body=body, headers=headers)
        except WebhookError as failure:
            self.log_error(11200, url=url, sid=_sid(form), reason=str(failure))
            raise

    def log_error(self, code: int, *, url: str, sid: str, reason: str) -> None:
        """Remember an error for GET /debug/webhooks. Never a body or a number."""
        self.errors.append(
            {
                "at": clock.iso(clock.now()),
                "code": code,
                "path": urlsplit(url).path,
                "sid": sid,
                "reason": reason,
            }
        )

    async def _send(
        self, method: str, url: str, *, body: str, headers: Mapping[str, str]
    ) -> WebhookAnswer:
        try:
            try:
                return await self._send_once(method, url, body=body, headers=headers)
            except NOT_CONNECTED:
                return await self._send_once(method, url, body=body, headers=headers)
        except TimeoutError as error:
            raise WebhookError("no answer in time") from error
        except (aiohttp.ClientError, ValueError) as error:
            raise WebhookError(f"cannot be reached ({type(error).__name__})") from error

    async def _send_once(
        self, method: str, url: str, *, body: str, headers: Mapping[str, str]
    ) -> WebhookAnswer:
        request = self._session.request(
            method, url, data=body.encode() or None, headers=headers, allow_redirects=False
        )
        async with request as response:
            text = await response.text(errors="replace")
            if response.status not in _GOOD:
                raise WebhookError(f"answered {response.status}")
            return WebhookAnswer(text, response.content_type)

    def _reachable(self, url: str) -> str:
        """Where a public URL is really served, when it is the coach's own."""
        public, base = self._settings.public_base, self._settings.webhook_base
        rest = url.removeprefix(public)
        return base + rest if rest != url and rest[:1] in {"", "/", "?"} else url


def _with_query(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _sid(form: Mapping[str, str]) -> str:
    return form.get("MessageSid") or form.get("CallSid") or ""
