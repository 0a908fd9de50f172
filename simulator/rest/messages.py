"""Messages: create, list, fetch."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator import clock
from simulator.messages import Message
from simulator.network import Network
from simulator.numbers import is_reachable
from simulator.outbound import Outgoing, send_text
from simulator.rest.errors import TwilioError, not_found
from simulator.rest.paging import Window, page
from simulator.rest.requests import Form, admit, first, read_form

_LONGEST_BODY = 1600


async def create(request: Request) -> Response:
    """POST Messages.json with To, Body, and From or MessagingServiceSid."""
    network = admit(request, creates=True)
    message = send_text(network, _checked(network, await read_form(request)))
    transport = request.scope.get("simulator.transport")
    if network.faults.take_lost_response() and transport is not None:
        transport.abort()
    return JSONResponse(_show(network, message), status_code=201)


async def index(request: Request) -> Response:
    """GET Messages.json, filtered by To, From and DateSent, newest first."""
    network = admit(request)
    to, sender = (request.query_params.get(name) for name in ("To", "From"))
    clinic = network.settings.clinic_number
    phone = next((number for number in (to, sender) if number and number != clinic), None)
    records = network.messages.thread(phone) if phone else network.messages.in_order

    def accept(message: Message) -> bool:
        return (
            to in {None, message.to}
            and sender in {None, message.from_}
            and network.messages.find(message.sid) is message
        )

    return JSONResponse(
        page(
            request,
            reversed(records),
            key="messages",
            window=Window.from_query(request, "DateSent"),
            accept=accept,
            show=lambda message: _show(network, message),
        )
    )


async def fetch(request: Request) -> Response:
    """GET Messages/{sid}.json."""
    network = admit(request)
    message = network.messages.find(request.path_params["sid"])
    if message is None:
        raise not_found()
    return JSONResponse(_show(network, message))


def _checked(network: Network, form: Form) -> Outgoing:
    to, body = first(form, "To"), first(form, "Body")
    service_sid = first(form, "MessagingServiceSid") or None
    media = len(form.get("MediaUrl", []))
    if code := _refusal(network, form, to=to, body=body) or network.faults.refusal(to):
        raise TwilioError(code)
    return Outgoing(
        to=to,
        body=body,
        service_sid=service_sid,
        status_callback=first(form, "StatusCallback") or None,
        smart_encoded=first(form, "SmartEncoded").lower() == "true",
        media=media,
    )


def _refusal(network: Network, form: Form, *, to: str, body: str) -> int | None:
    sender, has_service = first(form, "From"), bool(first(form, "MessagingServiceSid"))
    checks = {
        21604: not to,
        21211: not is_reachable(to),
        21603: not sender and not has_service,
        21606: bool(sender) and sender != network.settings.clinic_number,
        21266: to == network.settings.clinic_number,
        21602: not body.strip() and not form.get("MediaUrl"),
        21617: len(body) > _LONGEST_BODY,
        21610: to in network.opted_out,
    }
    return next((code for code, fails in checks.items() if fails), None)


def _show(network: Network, message: Message) -> dict[str, Any]:
    account = network.settings.account_sid
    uri = f"/2010-04-01/Accounts/{account}/Messages/{message.sid}"
    pending = message.status == "accepted"
    return {
        "sid": message.sid,
        "account_sid": account,
        "messaging_service_sid": message.service_sid,
        "from": None if pending else message.from_,
        "to": message.to,
        "body": message.body,
        "direction": message.direction,
        "status": message.status,
        "num_segments": "0" if pending else str(message.segments),
        "num_media": str(message.media),
        "error_code": message.error_code,
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "date_created": clock.rfc2822(message.created),
        "date_sent": clock.rfc2822(message.sent),
        "date_updated": clock.rfc2822(message.updated or message.created),
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }
