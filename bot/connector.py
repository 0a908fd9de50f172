"""The only door of the Rasa server: one turn over HTTP, for callers that know the shared secret.

POST /webhooks/ringback/turn {"sender", "channel", "text", "turn_id", "state"}, header X-Ringback-Secret.
GET /webhooks/ringback/ says whether a model is loaded.
"""

from __future__ import annotations

import hmac
import logging
import os
from typing import Any, Awaitable, Callable, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import turn
from bot.action_server import ActionServer
from bot.state import BadState
from bot.turn import TurnFailed, TurnRequest

logger = logging.getLogger(__name__)
_LONGEST = 4000


class BadTurn(ValueError):
    """A field of the request is missing or wrong; says which."""


class RingbackConnector(InputChannel):
    """Rasa's input channel for the gateway."""

    @classmethod
    def name(cls) -> str:
        """Part of the address."""
        return "ringback"

    def __init__(self) -> None:
        self._secret = os.environ.get("RASA_SHARED_SECRET", "")
        if not self._secret:
            raise ValueError("RASA_SHARED_SECRET is not set: the gateway and Rasa must share one")

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes. Rasa's own message handler is not used: it swallows errors."""
        routes = Blueprint("ringback_connector")
        self._add_health(routes)

        @routes.post("/turn")
        async def take_turn(request: Request) -> HTTPResponse:
            given = request.headers.get("X-Ringback-Secret", "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                return json({"error": "wrong or missing X-Ringback-Secret"}, status=403)
            return await _answer(request)

        return routes

    def _add_health(self, routes: Blueprint) -> None:
        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return json({"ready": ready}, status=200 if ready else 503)

        @routes.listener("after_server_stop")
        async def close(app: Sanic, *_: Any) -> None:
            if hasattr(app.ctx, "action_server"):
                await app.ctx.action_server.close()


async def _answer(request: Request) -> HTTPResponse:
    agent = request.app.ctx.agent
    if agent is None or not agent.is_ready():
        return json({"error": "no model is loaded"}, status=503)
    try:
        asked = read_request(_body(request))
        return json(await turn.run(agent.processor, _actions(request.app), asked))
    except (BadTurn, BadState) as error:
        return json({"error": str(error)}, status=400)
    except TurnFailed as error:
        logger.error("turn failed: %s", error)
        return json({"error": "the turn failed; it may be repeated"}, status=502)
    except (
        Exception
    ) as error:  # the door's top: whatever broke, the gateway must not take it for an answer
        # Its text may hold the patient's words, so only its kind is logged.
        logger.error("turn broke: %s", type(error).__name__)
        return json({"error": "the turn broke; it may be repeated"}, status=500)


def _body(request: Request) -> Any:
    try:
        return request.json
    except SanicException as error:
        raise BadTurn("body: not JSON") from error


def _actions(app: Sanic) -> ActionServer:
    if not hasattr(app.ctx, "action_server"):
        endpoint = app.ctx.agent.processor.action_endpoint
        app.ctx.action_server = ActionServer(os.environ.get("ACTIONS_URL") or endpoint.url)
    server: ActionServer = app.ctx.action_server
    return server


def read_request(body: Any) -> TurnRequest:
    """Return the request's fields. Raises BadTurn naming the first that is wrong.

    A leading slash would be a command to Rasa (`/restart`), so slashes are taken off the front.
    """
    if not isinstance(body, dict):
        raise BadTurn("body: give a JSON object")
    given = body.get("state")
    if not isinstance(given, dict):
        raise BadTurn("state: give an object")
    channel = _text(body, "channel")
    if channel not in turn.CHANNELS:
        raise BadTurn("channel: give sms or voice")
    words = _text(body, "text")[:_LONGEST].lstrip("/ \t\r\n\x0b\x0c\u00a0").rstrip()
    if not words:
        raise BadTurn("text: nothing to read")
    return TurnRequest(_text(body, "sender"), channel, words, _text(body, "turn_id"), given)


def _text(body: Any, field: str) -> str:
    value: Optional[Any] = body.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadTurn(f"{field}: give some text")
    return value
