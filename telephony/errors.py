"""Why a message could not be delivered, and what that calls for."""

from __future__ import annotations

from models.enums import FailureKind

OPTED_OUT = "21610"

# Twilio's error codes by what they call for. Source: twilio.com/docs/api/errors, read November 2026.
_PERMANENT = {
    "21211",  # not a number
    "21217",  # number not in a valid form
    "21610",  # the recipient has opted out
    "21614",  # cannot receive texts
    "30004",  # blocked, or opted out
    "30005",  # unknown handset
    "30006",  # landline or carrier out of reach: "do not retry"
}
_TEMPORARY = {
    "20429",  # too many requests: never processed, safe to repeat
    "21611",  # the sender's queue is full
    "30001",  # queue overflow
    "30003",  # handset out of reach
    "30008",  # unknown
    "30017",  # carrier network congestion
}


def kind_of(code: str | None, http_status: int | None = None) -> FailureKind:
    """The kind of failure behind a code. An unknown code is our fault until somebody has looked."""
    if code in _PERMANENT:
        return FailureKind.PERMANENT
    if code in _TEMPORARY or (
        http_status is not None and (http_status == 429 or http_status >= 500)
    ):
        return FailureKind.TEMPORARY
    return FailureKind.TECHNICAL


class DeliveryError(Exception):
    """A message was not delivered, or nobody knows whether it was."""

    def __init__(
        self, code: str | None, *, http_status: int | None = None, outcome_unknown: bool = False
    ) -> None:
        super().__init__(f"delivery failed: code {code}, HTTP {http_status}")
        self.code = code
        self.kind = kind_of(code, http_status)
        self.outcome_unknown = outcome_unknown  # the carrier may have taken it all the same

    @property
    def opted_out(self) -> bool:
        """Whether the carrier blocks this number because its owner texted STOP."""
        return self.code == OPTED_OUT
