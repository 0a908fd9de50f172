"""The account itself: what a health check of the credentials asks for."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.rest.requests import admit


async def fetch(request: Request) -> Response:
    """GET Accounts/{sid}.json."""
    network = admit(request)
    sid = network.settings.account_sid
    return JSONResponse(
        {
            "sid": sid,
            "friendly_name": "Simulated account",
            "status": "active",
            "type": "Full",
            "uri": f"/2010-04-01/Accounts/{sid}.json",
        }
    )
