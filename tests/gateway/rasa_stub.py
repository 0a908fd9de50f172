"""A small honest HTTP server where Rasa would stand: it keeps the connector's contract, nothing more."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "the stub's shared secret"


@dataclass
class RasaStub:
    """What it says to which words, and what it was asked."""

    url: str
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)  # closed: nobody is answered

    def says(self, text: str, *items: tuple[str, dict[str, Any]] | str) -> None:
        """Answer these words with content keys, with or without parameters."""
        pairs = [(item, {}) if isinstance(item, str) else item for item in items]
        self.answers[text] = [{"say": key, "with": parameters} for key, parameters in pairs]


def _handler(stub: RasaStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers.get("X-Ringback-Secret") != SECRET:
                return self._reply(403, {"error": "wrong or missing X-Ringback-Secret"})
            stub.asked.append(asked)
            stub.gate.wait(30)
            said = stub.answers.get(asked["text"], [{"say": "fallback.rephrase", "with": {}}])
            state = {"heard": [*asked["state"].get("heard", []), asked["text"]]}
            return self._reply(200, {"said": said, "state": state, "intent": "stub"})

        def _reply(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has stopped waiting
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def rasa_stub() -> Iterator[RasaStub]:
    """Serve on a free port until the test is over."""
    stub = RasaStub(url="")
    stub.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stub
    finally:
        stub.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
