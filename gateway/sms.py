"""POST /twilio/sms: a patient's text."""

from __future__ import annotations

import re

import structlog
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coach import outbox, people
from coach.intake import Taken, take_in_text
from gateway.forms import field
from runtime import clock

log = structlog.get_logger()

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# Longer than Twilio ever sends; what is longer is screened as far as this, and said to be too long.
MAX_BODY = 8000
_SID = re.compile(r"^[A-Za-z0-9]{2,64}$")


async def sms(request: Request, form: FormData) -> Response:
    """Store, screen and settle one text (MessageSid, From, Body, NumMedia); answers empty TwiML.

    What must go at once, safety messages above all, is sent after the answer from this process,
    so that it needs neither Rasa nor the scheduler.
    """
    sid, number = field(form, "MessageSid", 100), field(form, "From", 40)
    if not _SID.match(sid):
        return PlainTextResponse("MessageSid is missing or malformed.", status_code=400)
    try:
        number = people.normal_number(number)
    except people.BadNumber:
        log.info("text without a number that can be answered", sid=sid)
        return _twiml()
    taken = await run_in_threadpool(_take_in, request, sid, number, form)
    if not taken.send_now:
        return _twiml()
    return _twiml(BackgroundTask(_send, request, taken))


def _take_in(request: Request, sid: str, number: str, form: FormData) -> Taken:
    with request.app.state.sessions.begin() as session:
        return take_in_text(
            session,
            provider_sid=sid,
            number=number,
            body=field(form, "Body", MAX_BODY),
            media_count=_count(field(form, "NumMedia", 3)),
            now=clock.now(),
        )


def _send(request: Request, taken: Taken) -> None:
    state = request.app.state
    outbox.send_now(state.sessions, state.carrier, taken.send_now, now=clock.now())


def _count(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _twiml(background: BackgroundTask | None = None) -> Response:
    return Response(EMPTY_TWIML, media_type="application/xml", background=background)
