"""Calls: create, list, fetch, change."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator import clock
from simulator.call_events import end
from simulator.calls import Call
from simulator.handset import start_ringing
from simulator.network import Network
from simulator.numbers import is_reachable
from simulator.rest.errors import TwilioError, not_found
from simulator.rest.paging import Window, page
from simulator.rest.requests import Form, admit, first, read_form
from simulator.walker import follow

_NOT_YET_TALKING = {"queued", "ringing"}


async def create(request: Request) -> Response:
    """POST Calls.json with To, From, and Url or Twiml: the phone starts to ring."""
    network = admit(request, creates=True)
    call = _checked(network, await read_form(request))
    answer = _show(network, call)
    start_ringing(network, call)
    return JSONResponse(answer, status_code=201)


async def index(request: Request) -> Response:
    """GET Calls.json, filtered by To, From, Status, ParentCallSid and StartTime."""
    network = admit(request)
    wanted = {
        name: value
        for name in ("To", "From", "Status", "ParentCallSid")
        if (value := request.query_params.get(name))
    }

    def accept(call: Call) -> bool:
        parent = call.parent.sid if call.parent else ""
        has = {"To": call.to, "From": call.from_, "Status": call.status, "ParentCallSid": parent}
        return all(has[name] == value for name, value in wanted.items())

    return JSONResponse(
        page(
            request,
            reversed(network.calls.in_order),
            key="calls",
            window=Window.from_query(request, "StartTime"),
            accept=accept,
            show=lambda call: _show(network, call),
        )
    )


async def fetch(request: Request) -> Response:
    """GET Calls/{sid}.json."""
    network = admit(request)
    return JSONResponse(_show(network, _find(network, request)))


async def change(request: Request) -> Response:
    """POST Calls/{sid}.json: end it with Status, or send it to another Url.

    Takes no turn on the call: the coach may ask for this while it answers one of its webhooks.
    """
    network = admit(request)
    call = _find(network, request)
    form = await read_form(request)
    if call.is_over:
        raise TwilioError(21220)
    if status := first(form, "Status"):
        _end(network, call, status)
    elif url := first(form, "Url"):
        network.spawn(_redirect(network, call, url, first(form, "Method") or "POST"))
    return JSONResponse(_show(network, call))


def _end(network: Network, call: Call, status: str) -> None:
    waiting = call.status in _NOT_YET_TALKING
    if status == "completed":
        end(network, call, "canceled" if waiting else "completed")
    elif status == "canceled" and waiting:
        end(network, call, "canceled")
    else:
        raise TwilioError(21220)


async def _redirect(network: Network, call: Call, url: str, method: str) -> None:
    async with call.lock:
        call.gather = call.dial = None
        if call.child:
            end(network, call.child, "completed")
        await follow(network, call, url, method=method)


def _find(network: Network, request: Request) -> Call:
    call = network.calls.find(request.path_params["sid"])
    if call is None:
        raise not_found()
    return call


def _checked(network: Network, form: Form) -> Call:
    to, sender = first(form, "To"), first(form, "From")
    url, twiml = first(form, "Url"), first(form, "Twiml")
    if not is_reachable(to):
        raise TwilioError(21211)
    if sender != network.settings.clinic_number:
        raise TwilioError(21210)
    if not twiml and not url.startswith(("http://", "https://")):
        raise TwilioError(21205)
    seconds = first(form, "Timeout")
    return Call(
        from_=sender,
        to=to,
        phone=to,
        direction="outbound-api",
        status="queued",
        url=url or None,
        method=first(form, "Method") or "POST",
        twiml=None if url else twiml,
        status_callback=first(form, "StatusCallback") or None,
        events=frozenset(form.get("StatusCallbackEvent", ["completed"])),
        ring_seconds=float(seconds) if seconds.isdecimal() else 60.0,
        detects_machine=first(form, "MachineDetection") or None,
    )


def _show(network: Network, call: Call) -> dict[str, Any]:
    account = network.settings.account_sid
    return {
        "sid": call.sid,
        "account_sid": account,
        "parent_call_sid": call.parent.sid if call.parent else None,
        "from": call.from_,
        "from_formatted": call.from_,
        "to": call.to,
        "to_formatted": call.to,
        "direction": call.direction,
        "status": call.status,
        "answered_by": call.answered_by if call.detects_machine else None,
        "duration": str(call.seconds) if call.is_over else None,
        "start_time": clock.rfc2822(call.answered or call.ended),
        "end_time": clock.rfc2822(call.ended),
        "date_created": clock.rfc2822(call.created),
        "date_updated": clock.rfc2822(call.ended or call.answered or call.created),
        "price": None,
        "price_unit": "USD",
        "queue_time": "0",
        "api_version": "2010-04-01",
        "uri": f"/2010-04-01/Accounts/{account}/Calls/{call.sid}.json",
        "subresource_uris": {},
    }
