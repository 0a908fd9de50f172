"""The simulator's ASGI application: Twilio's REST API, the driving API and the phones' web page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator import page
from simulator.drive import calls, conditions, texts
from simulator.drive import requests as drive_requests
from simulator.network import Network
from simulator.rest import accounts, errors, messages
from simulator.rest import calls as rest_calls
from simulator.settings import Settings

_ACCOUNT = "/2010-04-01/Accounts/{account}"

# The busiest paths first: Starlette tries them in order.
ROUTES = [
    Route(f"{_ACCOUNT}/Messages.json", messages.create, methods=["POST"]),
    Route("/phones/{e164}/texts", texts.create, methods=["POST"]),
    Route("/phones/{e164}/texts", texts.index),
    Route(f"{_ACCOUNT}/Messages.json", messages.index),
    Route(f"{_ACCOUNT}/Messages/{{sid}}.json", messages.fetch),
    Route("/idle", conditions.idle),
    Route("/phones/{e164}/calls", calls.create, methods=["POST"]),
    Route("/phones/{e164}/calls", calls.index),
    Route("/calls/{sid}", calls.fetch),
    Route("/calls/{sid}/press", calls.press, methods=["POST"]),
    Route("/calls/{sid}/speak", calls.speak, methods=["POST"]),
    Route("/calls/{sid}/silence", calls.silence, methods=["POST"]),
    Route("/calls/{sid}/hangup", calls.hang_up, methods=["POST"]),
    Route("/calls/{sid}/answer", calls.answer, methods=["POST"]),
    Route("/calls/{sid}/decline", calls.decline, methods=["POST"]),
    Route(f"{_ACCOUNT}/Calls.json", rest_calls.create, methods=["POST"]),
    Route(f"{_ACCOUNT}/Calls.json", rest_calls.index),
    Route(f"{_ACCOUNT}/Calls/{{sid}}.json", rest_calls.fetch),
    Route(f"{_ACCOUNT}/Calls/{{sid}}.json", rest_calls.change, methods=["POST"]),
    Route(f"{_ACCOUNT}.json", accounts.fetch),
    Route("/faults", conditions.set_faults, methods=["POST"]),
    Route("/faults", conditions.show_faults),
    Route("/faults", conditions.clear_faults, methods=["DELETE"]),
    Route("/debug/webhooks", conditions.webhook_errors),
    Route("/", page.show),
    Mount("/web", StaticFiles(directory=page.WEB)),
]


def create_app(settings: Settings) -> ASGIApp:
    """Build the application for one account. Its network lives as long as it is served."""
    network = Network(settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with network.wire:
            yield
            await network.stop()

    app = Starlette(
        routes=ROUTES,
        lifespan=lifespan,
        exception_handlers={
            errors.TwilioError: errors.as_response,
            drive_requests.DriveError: drive_requests.as_response,
        },
    )
    app.state.network = network
    return _with_transport(app)


def _with_transport(app: ASGIApp) -> ASGIApp:
    """Give views the connection, so that the fault "lost_responses" can cut it without an answer.

    ASGI has no such thing; uvicorn's `send` is a method of an object that knows its transport.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        scope["simulator.transport"] = getattr(getattr(send, "__self__", None), "transport", None)
        await app(scope, receive, send)

    return wrapped
