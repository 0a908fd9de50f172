"""The one interface to the dialogue model, so that it can be replaced."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3
from pydantic import BaseModel, ValidationError

from models.enums import Channel

# A text can wait; a caller cannot.
DEADLINE_SECONDS = {Channel.SMS: 20.0, Channel.VOICE: 3.5}


class EngineFailed(Exception):
    """The dialogue model gave no answer in time, or a wrong one. The turn may be repeated."""


class Say(BaseModel):
    """One thing to say: a content key and its parameters."""

    say: str
    with_: dict[str, Any] = {}

    model_config = {"populate_by_name": True}

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Say:
        """From the connector's form, whose second field is called `with`."""
        return cls(say=raw["say"], with_=raw.get("with") or {})


@dataclass(frozen=True)
class Answer:
    """What the dialogue model made of one turn."""

    said: list[Say]
    state: dict[str, Any]
    intent: str | None = None
    confidence: float | None = None
    entities: list[dict[str, Any]] = field(default_factory=list)


class RasaEngine:
    """Rasa behind our connector. It keeps nothing: the state travels with each turn."""

    def __init__(
        self, url: str, secret: str, *, deadlines: Mapping[Channel, float] = DEADLINE_SECONDS
    ) -> None:
        self._deadlines = deadlines
        self._url = f"{url.rstrip('/')}/webhooks/ringback"
        # urllib3 costs a third of the processor time of larger clients, on every turn.
        self._pool = urllib3.PoolManager(
            maxsize=16, retries=False, headers={"X-Ringback-Secret": secret}
        )

    def answer(
        self,
        *,
        patient_id: uuid.UUID,
        channel: Channel,
        text: str,
        turn_id: str,
        state: dict[str, Any],
    ) -> Answer:
        """Ask for one turn. Raises EngineFailed when there is no usable answer before the deadline.

        The same turn_id asked twice acts once: actions remember their turns.
        """
        try:
            response = self._pool.request(
                "POST",
                f"{self._url}/turn",
                json={
                    "sender": str(patient_id),
                    "channel": str(channel),
                    "text": text,
                    "turn_id": turn_id,
                    "state": state,
                },
                timeout=urllib3.Timeout(connect=1.0, total=self._deadlines[channel]),
            )
            if response.status != 200:
                raise EngineFailed(f"HTTP {response.status}")
            return _answer(response.json())
        except (urllib3.exceptions.HTTPError, ValidationError, KeyError, ValueError) as error:
            raise EngineFailed(type(error).__name__) from error

    def close(self) -> None:
        """Give the connections back."""
        self._pool.clear()

    def ready(self) -> bool:
        """Whether the dialogue model would answer now."""
        try:
            answer = self._pool.request("GET", f"{self._url}/", timeout=1.0)
        except urllib3.exceptions.HTTPError:
            return False
        return answer.status == 200


def _answer(raw: dict[str, Any]) -> Answer:
    said = [Say.read(item) for item in raw["said"]]
    if not said:
        raise ValueError("the dialogue model said nothing")  # never pass silence on as success
    return Answer(
        said=said,
        state=raw["state"],
        intent=raw.get("intent"),
        confidence=raw.get("confidence"),
        entities=raw.get("entities", []),
    )
