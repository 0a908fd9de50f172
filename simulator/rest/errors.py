"""Errors as Twilio's REST API gives them. Raised by the views of this package."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

_MESSAGES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21205: "Url is not valid",
    21210: "'From' phone number not verified",
    21211: "Invalid 'To' Phone Number",
    21220: "Invalid call state",
    21266: "'To' and 'From' number cannot be the same",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number provided is not a valid, SMS-capable phone number "
    "for your account.",
    21610: "Attempt to send to unsubscribed recipient",
    21612: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
}


class TwilioError(Exception):
    """A request that Twilio refuses, with its error code."""

    def __init__(self, code: int, *, status: int = 400) -> None:
        super().__init__(_MESSAGES.get(code, f"Error {code}"))
        self.code = code
        self.status = status


def not_found() -> TwilioError:
    """Nothing stands at this path."""
    return TwilioError(20404, status=404)


def as_response(_request: Request, error: Exception) -> Response:
    """Starlette's handler for TwilioError."""
    assert isinstance(error, TwilioError)
    return JSONResponse(
        {
            "code": error.code,
            "message": str(error),
            "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
            "status": error.status,
        },
        status_code=error.status,
    )
