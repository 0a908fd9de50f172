"""Checking that a webhook comes from Twilio."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import FormData
from twilio.request_validator import RequestValidator


class Signatures:
    """Accepts a webhook that any of our auth tokens has signed (several while one is rotated)."""

    def __init__(self, auth_tokens: Sequence[str], public_base_url: str) -> None:
        self._validators = [RequestValidator(token) for token in auth_tokens]
        self._base = public_base_url.rstrip("/")

    def valid(self, *, path: str, query: str, form: FormData, signature: str | None) -> bool:
        """Whether `signature` fits the configured public URL and the form.

        The URL is the one Twilio was given, never the one a proxy shows us.
        """
        if not signature:
            return False
        url = f"{self._base}{path}" + (f"?{query}" if query else "")
        return any(v.validate(url, form, signature) for v in self._validators)
