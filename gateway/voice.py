"""POST /twilio/voice: one turn of a call. Whatever fails, the caller hears words."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial

import anyio.to_thread
import structlog
import tenacity
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import content
from coach import calls
from coach.hearing import Heard
from coach.prompts import Prompt
from dialogue import speech
from gateway.forms import field
from runtime import clock
from telephony import twiml

log = structlog.get_logger()

# Twilio gives up after 15 seconds; the caller's patience ends before that.
ANSWER_WITHIN = 9.0
FIRST_TIMEOUT, AGAIN_TIMEOUT = 8, 10
MAX_SPEECH, MAX_KEYS, MAX_TURNS = 2000, 32, 9999
_SID = re.compile(r"^[A-Za-z0-9]{2,64}$")


def _last_words() -> str:
    """Words that need nothing any more; read once, while reading still works."""
    own, general = "voice.unavailable", "safety.default.routine"
    return content.render(own if own in content.keys() else general, "voice")  # noqa: SIM118


LAST_WORDS = _last_words()


async def voice(request: Request, form: FormData) -> Response:
    """Answer one turn (CallSid, From; Digits or SpeechResult; `turn` in the query) with TwiML."""
    sid = field(form, "CallSid", 100)
    if not _SID.match(sid):
        return PlainTextResponse("CallSid is missing or malformed.", status_code=400)
    heard, now = _heard(sid, request, form), clock.now()
    state = request.app.state
    try:
        with anyio.fail_after(ANSWER_WITHIN):
            prompt = await anyio.to_thread.run_sync(
                partial(speech.take, state.sessions, state.engine, heard, now=now),
                abandon_on_cancel=True,
            )
            return _twiml(_spoken(prompt))
    except Exception as error:  # noqa: BLE001 - a call's top: silence would be the worst answer
        # The error's own text may hold what was said or the number.
        log.error("voice turn failed", call_sid=sid, reason=type(error).__name__)  # noqa: TRY400
        return _without_database(request, heard, now)


def _heard(sid: str, request: Request, form: FormData) -> Heard:
    """The keys, or every understanding of the speech that the form has, Twilio's best first."""
    said = [field(form, "SpeechResult", MAX_SPEECH)]
    said += [field(form, name, MAX_SPEECH) for name in form if name.endswith("SpeechResult")]
    speech = tuple(dict.fromkeys(words.strip() for words in said if words.strip()))
    return Heard(
        sid=sid,
        number=calls.caller(field(form, "From", 64)),
        turn=_turn(request.query_params.get("turn", "")),
        digits=field(form, "Digits", MAX_KEYS).replace("\x00", ""),
        speech=speech,
    )


def _turn(words: str) -> int:
    return min(int(words), MAX_TURNS) if words.isascii() and words.isdigit() else 0


def _spoken(prompt: Prompt) -> str:
    said = speech.words(prompt)
    if prompt.hang_up:
        return twiml.hang_up(said)
    return twiml.ask(
        said,
        action=f"/twilio/voice?turn={prompt.turn + 1}",
        several_digits=speech.several_digits(prompt),
        barge_in=not prompt.about_safety,
        timeout=AGAIN_TIMEOUT if prompt.strikes else FIRST_TIMEOUT,
    )


def _without_database(request: Request, heard: Heard, now: datetime) -> Response:
    """Safety advice when the words call for it, and where to turn; then the call ends.

    What calls for advice is stored as soon as it can be, so that a clinician learns of it.
    """
    try:
        advice = speech.advice(heard)
    except content.ContentError:
        log.exception("no safety message")
        advice = None
    if advice is None:
        return _twiml(twiml.hang_up([LAST_WORDS]))
    late = BackgroundTask(_store_later, request.app.state.sessions, heard, now)
    return _twiml(twiml.hang_up([advice, LAST_WORDS]), late)


@tenacity.retry(
    retry=tenacity.retry_if_exception_type(SQLAlchemyError),
    wait=tenacity.wait_exponential(multiplier=0.1, max=30),
    stop=tenacity.stop_after_delay(1800),
)
async def _store_later(sessions: sessionmaker[Session], heard: Heard, now: datetime) -> None:
    await run_in_threadpool(partial(speech.take_in, sessions, heard, now=now))


def _twiml(document: str, background: BackgroundTask | None = None) -> Response:
    return Response(document, media_type="application/xml", background=background)
