"""A telephone for tests: calls the gateway as Twilio would, with signed forms, and hears its TwiML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator

import content
from dialogue.engine import RasaEngine
from gateway.app import create
from models.enums import Channel
from runtime import wiring
from runtime.settings import load
from tests.factories import ANA
from tests.gateway.rasa_stub import SECRET

NOWHERE = "http://127.0.0.1:9"  # nobody listens there


def gateway(
    sessions: sessionmaker[Session], rasa_url: str = NOWHERE, *, deadline: float = 3.5
) -> TestClient:
    """The real application on these sessions, with its dialogue model at `rasa_url`."""
    settings = load()
    app = create(
        sessions=sessions,
        carrier=wiring.carrier(settings),
        engine=RasaEngine(rasa_url, SECRET, deadlines={Channel.VOICE: deadline}),
        signatures=wiring.signatures(settings),
    )
    return TestClient(app, raise_server_exceptions=False)


def spoken(key: str, **parameters: Any) -> str:
    """What a content key sounds like, as one line."""
    return " ".join(content.render(key, "voice", parameters).split())


class Phone:
    """One call from one number: what was heard last, and what the line waits for."""

    def __init__(self, client: TestClient, *, number: str = ANA, sid: str = "CA1") -> None:
        self.client, self.number, self.sid = client, number, sid
        self.heard, self.gather, self.twiml = "", None, ""

    def dial(self) -> Phone:
        """Call the clinic."""
        return self._post("/twilio/voice", {"CallStatus": "ringing"})

    def press(self, digits: str) -> Phone:
        """Press keys where the line waits for them."""
        return self._answer({"Digits": digits})

    def speak(self, words: str, **fields: str) -> Phone:
        """Say something where the line waits for it."""
        return self._answer({"SpeechResult": words, "Confidence": "0.9", **fields})

    def silence(self) -> Phone:
        """Let the line wait in vain."""
        return self._answer({"Digits": "", "SpeechResult": ""})

    def hang_up(self) -> None:
        """Put the phone down."""
        self.post("/twilio/status", {"CallStatus": "completed", "CallDuration": "20"})

    @property
    def action(self) -> str:
        """Where the line posts what comes next."""
        assert self.gather is not None, f"the line is closed after: {self.heard}"
        return self.gather["action"]

    def post(self, path: str, fields: dict[str, str]) -> Any:
        """Post a signed form, as Twilio would."""
        form = {"CallSid": self.sid, "From": self.number, "To": "+447700900000",
                "Direction": "inbound", "CallStatus": "in-progress", **fields}  # fmt: skip
        signature = RequestValidator(load().auth_tokens[0]).compute_signature(
            load().public_base_url + path, form
        )
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})

    def _answer(self, fields: dict[str, str]) -> Phone:
        return self._post(self.action, fields)

    def _post(self, path: str, fields: dict[str, str]) -> Phone:
        answer = self.post(path, fields)
        assert answer.status_code == 200, answer.text
        self.twiml = answer.text
        root = ET.fromstring(answer.text)
        gather = root.find("Gather")
        self.heard = " ".join(say.text or "" for say in root.iter("Say"))
        self.gather = None if gather is None else dict(gather.attrib)
        assert (self.gather is None) == (root.find("Hangup") is not None)
        return self
