"""The way to the action server: connections that stay open, small bodies, and errors that are not forgotten.

Rasa logs an action's failure and goes on without it. A turn of ours must fail as a whole, so that the gateway
can repeat it; `bot.turn` looks at `failure` after the turn.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

import aiohttp
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

# Less than the gateway's own deadline for a caller.
_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=1)


_SPEC = RemoteAction.action_response_format_spec()
_ANSWERS = validator_for(_SPEC)(_SPEC)


def _validate_answer(_: RemoteAction, answer: Dict[str, Any]) -> bool:
    """Check an action's answer against Rasa's own schema, which is compiled once."""
    _ANSWERS.validate(answer)
    return True


# Rasa checks and compiles this constant schema anew for every call: 10 ms of a turn's 20. There will be no
# other release of it that this could disagree with.
RemoteAction._validate_action_result = _validate_answer


class ActionServer:
    """The pool of connections to one action server; shared by all turns of a process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: Optional[aiohttp.ClientSession] = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session; made on first use, because it belongs to the running event loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return self._session

    async def close(self) -> None:
        """Close the connections when the server stops."""
        if self._session is not None:
            await self._session.close()


class TurnActions(EndpointConfig):
    """What Rasa calls actions through, for one turn. After a failure nothing more is called in that turn."""

    def __init__(self, server: ActionServer) -> None:
        # Selective: Rasa then does not write the domain into the body. Our actions do not read it.
        super().__init__(url=server.url, enable_selective_domain=True)
        self._server = server
        self.failure: Optional[str] = None

    async def request(self, method: str = "post", **kwargs: Any) -> Optional[Any]:
        """Call an action. Raises aiohttp's errors, as Rasa expects, and remembers that it failed."""
        if self.failure is not None:
            raise aiohttp.ClientError("an earlier action of this turn failed")
        name = kwargs["json"]["next_action"]
        try:
            async with self._server.session.post(
                self.url, json={**kwargs["json"], "domain": {}}
            ) as response:
                if response.status != 200:
                    raise ClientResponseError(response.status, response.reason, "")
                return await response.json()
        except Exception as error:
            self.failure = f"{name}: {type(error).__name__}"
            raise
