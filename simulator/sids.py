"""Identifiers in Twilio's shape: two letters and 32 hexadecimal digits."""

from uuid import uuid4


def new_sid(prefix: str) -> str:
    """Make an identifier, such as `SM…` for a text or `CA…` for a call."""
    return prefix + uuid4().hex
