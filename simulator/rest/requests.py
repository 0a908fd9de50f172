"""What every REST view does first: who asks, is a fault due, what does the form say."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request

from simulator.network import Network
from simulator.rest.errors import TwilioError, not_found

Form = Mapping[str, list[str]]

# What Twilio's error code is for an injected status; any other is its internal error.
_INJECTED = {401: 20003, 404: 20404, 429: 20429}


def admit(request: Request, *, creates: bool = False) -> Network:
    """Return the network to a request with the right credentials. Raises TwilioError.

    Injected errors come before the rate limit, as both stand in front of the service.
    """
    network: Network = request.app.state.network
    sid = network.settings.account_sid
    if request.headers.get("authorization") not in network.settings.credentials:
        raise TwilioError(20003, status=401)
    if request.path_params["account"] != sid:
        raise not_found()
    if status := network.faults.take_http_error(request.url.path):
        raise TwilioError(_INJECTED.get(status, 20500), status=status)
    if creates and network.faults.over_rate_limit():
        raise TwilioError(20429, status=429)
    return network


async def read_form(request: Request) -> Form:
    """Read the form fields, blank ones too."""
    return parse_qs((await request.body()).decode(), keep_blank_values=True)


def first(form: Form, name: str) -> str:
    """Return the first value of a field, or an empty text."""
    return form.get(name, [""])[0]
