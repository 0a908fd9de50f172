"""The webhooks as Twilio calls them: signed forms over real HTTP handling, real database, real carrier client."""

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator

from dialogue.engine import RasaEngine
from gateway.app import create
from models.enums import OutboundStatus
from models.messages import InboundMessage, OutboundMessage
from runtime import wiring
from runtime.settings import load
from telephony.signature import Signatures
from tests.factories import ANA
from tests.servers import free_port

RED_FLAG = "numb between my legs and cant wee since this morning"


class Twilio:
    """Posts what Twilio would post."""

    def __init__(self, app, token=None):
        self.client = TestClient(app, raise_server_exceptions=False)
        self.validator = RequestValidator(token or load().auth_tokens[0])

    def post(self, path, form, signature=None):
        url = load().public_base_url + path
        headers = {"X-Twilio-Signature": signature or self.validator.compute_signature(url, form)}
        return self.client.post(path, data=form, headers=headers)

    def sms(self, body, sid="SM1", from_=ANA, **fields):
        form = {"MessageSid": sid, "From": from_, "To": "+447700900000", "Body": body,
                "NumMedia": "0", "FromCity": "", **fields}  # fmt: skip
        return self.post("/twilio/sms", form)


@pytest.fixture
def app(sessions, carrier):
    dead = RasaEngine(f"http://127.0.0.1:{free_port()}", "secret")
    return create(
        sessions=sessions, carrier=carrier, engine=dead, signatures=wiring.signatures(load())
    )


@pytest.fixture
def twilio(app):
    return Twilio(app)


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_a_text_is_stored_and_answered_with_empty_twiml(twilio, session):
    answer = twilio.sms("hello")

    assert (answer.status_code, answer.text.endswith("<Response/>")) == (200, True)
    assert [m.body for m in session.scalars(select(InboundMessage))] == ["hello"]


def test_a_repeated_delivery_is_stored_once(twilio, session):
    twilio.sms("hello", sid="SM1")
    twilio.sms("hello", sid="SM1")

    assert count(session, InboundMessage) == 1


def test_a_wrong_signature_stores_nothing(app, twilio, session):
    answer = Twilio(app, token="somebody else's").sms(RED_FLAG)

    assert answer.status_code == 403
    assert count(session, InboundMessage) == 0


def test_a_missing_signature_is_refused(twilio, session):
    answer = twilio.client.post("/twilio/sms", data={"Body": "x", "From": ANA, "MessageSid": "SM1"})

    assert answer.status_code == 403


def test_any_of_several_tokens_is_accepted(sessions, carrier, session):
    both = Signatures(["old token", "new token"], load().public_base_url)
    app = create(
        sessions=sessions, carrier=carrier, engine=RasaEngine("http://x", "s"), signatures=both
    )

    answers = [Twilio(app, token).sms("hi", sid=token[:3]) for token in ("old token", "new token")]

    assert [a.status_code for a in answers] == [200, 200]


def test_a_red_flag_is_answered_by_the_gateway_alone(twilio, session):
    twilio.sms(RED_FLAG)

    (message,) = session.scalars(select(OutboundMessage))
    assert message.content_keys == ["safety.cauda_equina.emergency"]
    assert message.status is not OutboundStatus.QUEUED


@pytest.mark.parametrize(
    "sender", ["anonymous", "+266696687", "", "TWILIO", "12345678901234567890"]
)
def test_a_text_from_no_real_number_is_answered_and_not_stored(twilio, session, sender):
    answer = twilio.sms("hello", from_=sender)

    assert answer.status_code == 200
    assert count(session, InboundMessage) == 0


@pytest.mark.parametrize(
    "body",
    ["", "a" * 1600, "\U0001f4a9" * 800, "\x00\x01\x02", "\ud83d", "/restart", "=cmd|' /C'!A0"],
)
def test_no_body_is_too_strange(twilio, body):
    assert twilio.sms(body.encode("utf-8", "replace").decode()).status_code == 200


def test_a_receipt_settles_the_message_that_it_names(twilio, session):
    twilio.sms("HELP")
    (message,) = session.scalars(select(OutboundMessage))

    form = {"MessageSid": message.provider_sid, "MessageStatus": "delivered"}
    answer = twilio.post(f"/twilio/status?ob={message.id}", form)

    session.refresh(message)
    assert (answer.status_code, message.status) == (204, OutboundStatus.DELIVERED)


def test_a_receipt_for_nothing_is_ignored(twilio):
    form = {"MessageSid": "SMnone", "MessageStatus": "delivered", "ErrorCode": "x\x00y"}

    assert twilio.post("/twilio/status?ob=nonsense", form).status_code == 204


def test_readyz_says_what_is_down(twilio):
    answer = twilio.client.get("/readyz")

    assert (answer.status_code, answer.json()["dialogue"], answer.json()["database"]) == (
        503,
        False,
        True,
    )
