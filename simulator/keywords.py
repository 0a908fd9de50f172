"""The carrier's own keywords: what Advanced Opt-Out reacts to before the coach sees the text.

The clinic's service has CANCEL, END, QUIT, YES and INFO taken out, since they are plausible
answers.
"""

from enum import StrEnum


class OptOutType(StrEnum):
    """The value of the OptOutType field of an inbound text."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


_KEYWORDS = {
    **dict.fromkeys(["STOP", "STOPALL", "UNSUBSCRIBE", "OPTOUT", "REVOKE"], OptOutType.STOP),
    **dict.fromkeys(["START", "UNSTOP"], OptOutType.START),
    "HELP": OptOutType.HELP,
}

# The carrier says this, not the clinic, so it is not part of the coach's content.
STOP_CONFIRMATION = (
    "You have unsubscribed and will get no more messages from this number. "
    "Reply START to resubscribe."
)


def opt_out_type(body: str) -> OptOutType | None:
    """Return the keyword that the whole text consists of, if any. Only single words count."""
    return _KEYWORDS.get(body.strip().upper())
