"""The patients' telephones: texts and calls through the simulated telephone company's driving API."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

from runtime.settings import load


class Phones:
    """One connection pool to the simulator. Use as an async context manager."""

    def __init__(self, simulator: str) -> None:
        self._base = simulator
        settings = load()
        self._log = f"/2010-04-01/Accounts/{settings.twilio_account_sid}/Messages.json"
        self._auth = aiohttp.BasicAuth(settings.twilio_account_sid, settings.auth_tokens[0])
        self._clinic = settings.twilio_from_number

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=60)
        self._session = aiohttp.ClientSession(self._base, timeout=timeout)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def text(self, number: str, body: str) -> str:
        """Send a text; returns its sid at once."""
        return str((await self._post(f"/phones/{number}/texts", {"body": body}))["sid"])

    async def wait_until_idle(self, seconds: int = 30, *, settle_ms: int = 60) -> bool:
        """Wait until nothing is in flight and every text is answered. False when that took too long."""
        query = f"timeout={seconds}&settle_ms={settle_ms}&answer_ms={seconds * 1000}"
        async with self._session.get(f"/idle?{query}") as response:
            return response.status == 200

    async def thread(self, number: str) -> list[dict[str, Any]]:
        """What this phone sent and was sent, oldest first."""
        async with self._session.get(f"/phones/{number}/texts") as response:
            response.raise_for_status()
            thread: list[dict[str, Any]] = await response.json()
            return thread

    async def sent_by_clinic(self, newest: int) -> list[dict[str, Any]]:
        """The newest texts that the carrier accepted from us, newest first."""
        query = {"From": self._clinic, "PageSize": str(newest)}
        async with self._session.get(self._log, params=query, auth=self._auth) as response:
            response.raise_for_status()
            messages: list[dict[str, Any]] = (await response.json())["messages"]
            return messages

    async def fail(self, **faults: Any) -> None:
        """Let the network do these things wrong from now on (see the simulator's POST /faults)."""
        await self._post("/faults", faults)

    async def ring(self, number: str) -> dict[str, Any]:
        """Call the clinic; returns what is heard first."""
        return await self._post(f"/phones/{number}/calls", {})

    async def speak(self, call: str, words: str) -> dict[str, Any]:
        """Say something in a call; returns what is heard next."""
        return await self._post(f"/calls/{call}/speak", {"speech": words})

    async def hang_up(self, call: str) -> None:
        """End a call."""
        await self._post(f"/calls/{call}/hangup", {})

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(path, json=body) as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
            return answer


def seconds_to_reply(thread: list[dict[str, Any]], sid: str) -> float | None:
    """From a text of the patient's to the first reply that the carrier accepted; None without one."""
    places = [place for place, text in enumerate(thread) if text["sid"] == sid]
    replies = [t for t in thread[places[0] + 1 :] if t["direction"] != "inbound"]
    if not replies:
        return None
    return (_at(replies[0]) - _at(thread[places[0]])).total_seconds()


def _at(text: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(text["at"])
