"""A simulator and a small clinic's webhook, both really served on loopback, and Twilio's client."""

from __future__ import annotations

import socket
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from simulator.app import create_app
from simulator.settings import Settings

ACCOUNT = "AC" + "0" * 32
TOKEN = "first-token"
CLINIC = "+441632960000"
ANA = "+447700900101"
DIAZ = "+447700900102"
PUBLIC = "https://coach.example.org"


@dataclass(frozen=True)
class Hook:
    """One webhook as the clinic got it."""

    path: str
    form: FormData
    idempotency_token: str
    is_signed: bool


@dataclass
class Clinic:
    """The coach's side: takes every webhook, answers what the test lined up."""

    hooks: list[Hook] = field(default_factory=list)
    answers: dict[str, deque[Response]] = field(default_factory=lambda: defaultdict(deque))
    base: str = ""

    def will_answer(self, path: str, *documents: str, status: int = 200) -> None:
        """Line up TwiML (without its root element) for the next webhooks at this path."""
        for document in documents:
            text = f"<Response>{document}</Response>"
            self.answers[path].append(Response(text, status, media_type="text/xml"))

    def forms(self, path: str) -> list[FormData]:
        """The forms that came to this path, in order."""
        return [hook.form for hook in self.hooks if hook.path == path]

    async def take(self, request: Request) -> Response:
        form = await request.form() if request.method == "POST" else FormData()
        query = f"?{request.url.query}" if request.url.query else ""
        self.hooks.append(
            Hook(
                path=request.url.path,
                form=form or FormData(request.query_params.multi_items()),
                idempotency_token=request.headers["I-Twilio-Idempotency-Token"],
                is_signed=RequestValidator(TOKEN).validate(
                    f"{PUBLIC}{request.url.path}{query}",
                    form,
                    request.headers["X-Twilio-Signature"],
                ),
            )
        )
        lined_up = self.answers[request.url.path]
        return lined_up.popleft() if lined_up else Response("<Response/>", media_type="text/xml")


Ended = Callable[[], None]


class Phones:
    """The simulator's driving API over real HTTP."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def post(self, path: str, **body: Any) -> Any:
        """Post and return the JSON answer, which must not be an error."""
        response = self.http.post(path, json=body)
        response.raise_for_status()
        return response.json()

    def text(self, phone: str, body: str) -> str:
        """Send a text to the clinic and wait until the network is still; returns the sid."""
        sid: str = self.post(f"/phones/{phone}/texts", body=body)["sid"]
        self.settle()
        return sid

    def thread(self, phone: str) -> list[tuple[str, str, str]]:
        """Direction, body and status of every text of this phone."""
        texts = self.http.get(f"/phones/{phone}/texts").json()
        return [(text["direction"], text["body"], text["status"]) for text in texts]

    def calls(self, phone: str) -> list[dict[str, Any]]:
        """The calls of this phone."""
        calls: list[dict[str, Any]] = self.http.get(f"/phones/{phone}/calls").json()
        return calls

    def settle(self) -> None:
        """Wait until nothing is in flight; texts to this clinic are mostly not answered."""
        query = {"timeout": 5, "settle_ms": 20, "answer_ms": 0}
        assert self.http.get("/idle", params=query).json() == {"idle": True}


def _served(app: ASGIApp) -> tuple[str, Callable[[], Ended]]:
    """Serve on a free port. Returns the address and a way to stop, which returns a way to wait."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()

    def wait() -> None:
        thread.join()
        listener.close()

    def stop() -> Ended:
        server.should_exit = True
        return wait

    return f"http://127.0.0.1:{listener.getsockname()[1]}", stop


@pytest.fixture(scope="session")
def stopping() -> Iterator[list[Ended]]:
    """Servers that are shutting down: waited for once, at the end, since each takes a while."""
    ends: list[Ended] = []
    yield ends
    for wait in ends:
        wait()


@pytest.fixture
def clinic(stopping: list[Ended]) -> Iterator[Clinic]:
    clinic = Clinic()

    async def take(request: Request) -> Response:
        return await clinic.take(request)

    app = Starlette(routes=[Route("/{_:path}", take, methods=["GET", "POST"])])
    clinic.base, stop = _served(app)
    yield clinic
    stopping.append(stop())


@pytest.fixture
def address(clinic: Clinic, stopping: list[Ended]) -> Iterator[str]:
    settings = Settings(
        account_sid=ACCOUNT,
        auth_tokens=(TOKEN, "second-token"),
        clinic_number=CLINIC,
        webhook_base=clinic.base,
        public_base=PUBLIC,
        redirect_limit=3,
        people={ANA: "Ana (patient)", DIAZ: "Dr Diaz (clinician)"},
    )
    base, stop = _served(create_app(settings))
    yield base
    stopping.append(stop())


@pytest.fixture
def phones(address: str) -> Iterator[Phones]:
    with httpx.Client(base_url=address, timeout=10) as http:
        yield Phones(http)


class _SimulatorHttp(TwilioHttpClient):
    """Twilio's own HTTP client, sent to the simulator."""

    def __init__(self, address: str) -> None:
        super().__init__(timeout=5, pool_connections=False)
        self._address = address

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        local = url.replace("https://api.twilio.com", self._address)
        return super().request(method, local, *args, **kwargs)


@pytest.fixture
def connect(address: str) -> Callable[[str], Client]:
    return lambda token: Client(ACCOUNT, token, http_client=_SimulatorHttp(address))


@pytest.fixture
def twilio(connect: Callable[[str], Client]) -> Client:
    return connect(TOKEN)
