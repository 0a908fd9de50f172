"""Sends attacks as they are, well-formed or not, over kept-alive connections of one thread each."""

from __future__ import annotations

import http.client
import random
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from twilio.request_validator import RequestValidator

from tests.stress.hostile_bodies import Attack

CUT_OFF = 0  # the gateway closed the connection without an answer, as it may with a body too large


class Attacker:
    """A client that signs or forges. Threads may share it."""

    def __init__(self, gateway: str, token: str) -> None:
        self._base = gateway
        self._own, self._other = RequestValidator(token), RequestValidator("0" * 32)
        self._local = threading.local()

    def signed(self, attack: Attack) -> dict[str, str]:
        """The headers under which Twilio itself would have sent this."""
        return {"X-Twilio-Signature": self._signature(self._own, attack)}

    def forged(self, attack: Attack, dice: random.Random) -> dict[str, str]:
        """Headers with a signature that is missing, made up, of another token, or of another request."""
        real = self._signature(self._own, attack)
        signature = dice.choice(
            (
                None,
                "",
                "AAAA",
                real[::-1],
                real.lower() if real != real.lower() else "x",
                f"{real}, {real}",
                "\xff" * 28,
                "=" * 5000,
                self._signature(self._other, attack),
                self._own.compute_signature(f"{self._base}/twilio/sms", {"Body": "hello"}),
            )
        )
        return {} if signature is None else {"X-Twilio-Signature": signature}

    def send(self, attack: Attack, headers: dict[str, str]) -> int:
        """Send one request and return its status, or CUT_OFF when there was none twice.

        Once may be an old connection that the gateway closed after the attack before this one.
        """
        return self._once(attack, headers) or self._once(attack, headers)

    def _once(self, attack: Attack, headers: dict[str, str]) -> int:
        body = _pieces(attack.body) if attack.chunked else attack.body
        try:
            self._connection.request(
                attack.method,
                attack.path,
                body,
                {**attack.headers, **headers},
                encode_chunked=attack.chunked,
            )
            response = self._connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return CUT_OFF
        return response.status

    @property
    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            where = urlsplit(self._base)
            self._local.connection = http.client.HTTPConnection(
                where.hostname or "", where.port, timeout=30
            )
        connection: http.client.HTTPConnection = self._local.connection
        return connection

    def _signature(self, validator: RequestValidator, attack: Attack) -> str:
        # A list for the type; the validator reads a field that comes twice through getlist.
        return str(
            validator.compute_signature(self._base + attack.path, FormData(list(attack.pairs)))
        )


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 7) if len(body) < 500 else (0,):
        piece = body[start : start + 7] if len(body) < 500 else body
        if piece:
            yield piece
