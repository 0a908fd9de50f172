"""Telephone numbers as the network knows them. Used wherever a number comes in."""

import re

# What Twilio gives as From when the caller withholds the number (it spells ANONYMOUS).
WITHHELD = "+266696687"
ANONYMOUS = "anonymous"

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def is_e164(text: str) -> bool:
    """Whether the text is a plus sign and 7 to 15 digits."""
    return _E164.fullmatch(text) is not None


def is_reachable(number: str) -> bool:
    """Whether a text or call can be sent there: a withheld caller has no way back."""
    return is_e164(number) and number != WITHHELD
