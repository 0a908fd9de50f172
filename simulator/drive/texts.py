"""A phone's texts: send one to the clinic, read the thread."""

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator import clock
from simulator.drive.requests import Body, DriveError, network_of, phone_of, read
from simulator.inbound import send_text
from simulator.numbers import WITHHELD


class TextIn(Body):
    """A text as typed on the phone, with so many pictures."""

    body: Annotated[str, Field(max_length=1600)]
    media: Annotated[int, Field(ge=0, le=10)] = 0


async def create(request: Request) -> Response:
    """POST /phones/{e164}/texts {"body", "media"?}: answers at once, delivers in the background."""
    network, phone = network_of(request), phone_of(request)
    text = await read(request, TextIn)
    if not text.body and not text.media:
        raise DriveError("body: must not be empty in a text without media")
    if phone in {WITHHELD, network.settings.clinic_number}:
        raise DriveError("e164: this number cannot send texts to the clinic; use a mobile number")
    message = send_text(network, phone, body=text.body, media=text.media)
    return JSONResponse({"sid": message.sid}, status_code=201)


async def index(request: Request) -> Response:
    """GET /phones/{e164}/texts: oldest first; direction as the clinic's account sees it."""
    thread = network_of(request).messages.thread(phone_of(request))
    return JSONResponse(
        [
            {
                "sid": message.sid,
                "direction": message.direction,
                "body": message.body,
                "status": message.status,
                "at": clock.iso(message.created),
            }
            for message in thread
        ]
    )
