"""A phone's calls: place, answer, decline, press, speak, wait, hang up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator import clock, handset
from simulator.calls import Call
from simulator.drive.requests import Body, DriveError, network_of, phone_of, read
from simulator.handset import NotNowError


class Press(Body):
    """Keys, in the order of pressing."""

    digits: Annotated[str, StringConstraints(pattern=r"^[0-9*#]{1,64}$")]


class Speak(Body):
    """What is said, and how sure the recogniser would be."""

    speech: Annotated[str, StringConstraints(min_length=1, max_length=1600)]
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.9


class Answer(Body):
    """Who picks up."""

    by: Literal["human", "machine"] = "human"


class Decline(Body):
    """Why nobody picks up."""

    reason: Literal["busy", "no-answer"] = "busy"


async def create(request: Request) -> Response:
    """POST /phones/{e164}/calls: call the clinic; `anonymous` withholds the number."""
    call = await handset.place(network_of(request), phone_of(request, may_withhold=True))
    return JSONResponse(_show(call), status_code=201)


async def index(request: Request) -> Response:
    """GET /phones/{e164}/calls: oldest first, ringing ones too."""
    phone = phone_of(request, may_withhold=True)
    return JSONResponse([_describe(call) for call in network_of(request).calls.of_phone(phone)])


async def fetch(request: Request) -> Response:
    """GET /calls/{sid}: what a call has come to, without acting on it."""
    return JSONResponse(_show(_find(request)))


async def press(request: Request) -> Response:
    """POST /calls/{sid}/press {"digits"}."""
    call, body = _find(request), await read(request, Press)
    with _conflicts():
        await handset.press(network_of(request), call, body.digits)
    return JSONResponse(_show(call))


async def speak(request: Request) -> Response:
    """POST /calls/{sid}/speak {"speech", "confidence"?}."""
    call, body = _find(request), await read(request, Speak)
    with _conflicts():
        await handset.speak(network_of(request), call, body.speech, confidence=body.confidence)
    return JSONResponse(_show(call))


async def silence(request: Request) -> Response:
    """POST /calls/{sid}/silence: let the coach wait in vain."""
    call = _find(request)
    with _conflicts():
        await handset.stay_silent(network_of(request), call)
    return JSONResponse(_show(call))


async def hang_up(request: Request) -> Response:
    """POST /calls/{sid}/hangup."""
    call = _find(request)
    with _conflicts():
        await handset.hang_up(network_of(request), call)
    return JSONResponse(_show(call))


async def answer(request: Request) -> Response:
    """POST /calls/{sid}/answer {"by": "human"|"machine"}."""
    call, body = _find(request), await read(request, Answer)
    with _conflicts():
        await handset.answer(network_of(request), call, by=body.by)
    return JSONResponse(_show(call))


async def decline(request: Request) -> Response:
    """POST /calls/{sid}/decline {"reason": "busy"|"no-answer"}."""
    call, body = _find(request), await read(request, Decline)
    with _conflicts():
        await handset.decline(network_of(request), call, reason=body.reason)
    return JSONResponse(_show(call))


@contextmanager
def _conflicts() -> Iterator[None]:
    """Turn what the call does not allow now into 409."""
    try:
        yield
    except NotNowError as error:
        raise DriveError(str(error), status=409) from error


def _find(request: Request) -> Call:
    call = network_of(request).calls.find(request.path_params["sid"])
    if call is None:
        raise DriveError("sid: no such call; GET /phones/{e164}/calls lists them", status=404)
    return call


def _show(call: Call) -> dict[str, Any]:
    listening = list(call.gather.inputs) if call.gather else None
    return {"sid": call.sid, "status": call.status, "said": call.said, "listening_for": listening}


def _describe(call: Call) -> dict[str, Any]:
    return _show(call) | {
        "direction": call.direction,
        "from": call.from_,
        "to": call.to,
        "at": clock.iso(call.created),
        "answered_by": call.answered_by,
        "digits_wanted": call.gather.digits if call.gather else None,
        "finish_on_key": call.gather.finish_on_key if call.gather else None,
        "transcript": call.transcript,
    }
