"""Checks of SMS wordings: characters that phones and prices agree on, length, and links."""

import re
from collections.abc import Iterator

import smsutil
from smsutil.codecs import is_valid_gsm

from content.checks.item import Fault, Item

MOST_SEGMENTS = 3
MOST_SAFETY_SEGMENTS = 2
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_TRUSTED_LINK = re.compile(r"(?:https://)?(?:www\.)?([a-z0-9-]+\.)*(nhs|gov)\.uk(/\S*)?$")


def segments(text: str) -> int:
    """Return how many SMS segments a text is sent and charged as."""
    return len(smsutil.split(text).parts)


def uses_plain_characters(item: Item) -> Iterator[Fault]:
    """One curly quote or dash more than doubles the price of a text and can break old phones."""
    odd = sorted({char for char in item.entry.sms or "" if not is_valid_gsm(char)})
    if odd:
        listed = ", ".join(f"'{char}'" for char in odd)
        yield Fault(
            f"has characters that plain SMS lacks: {listed}.",
            "Use straight quotes, a hyphen, and no emoji.",
        )


def fits_its_segments(item: Item) -> Iterator[Fault]:
    """Short enough even when a patient chose long words for the goal."""
    if not item.entry.sms:
        return
    most = MOST_SAFETY_SEGMENTS if item.key.startswith("safety.") else MOST_SEGMENTS
    text = item.filled(item.entry.sms, longest=True)
    if segments(text) > most:
        yield Fault(
            f"takes {segments(text)} SMS segments ({len(text)} characters with long values).",
            f"Shorten it to {most}: about {most * 153} characters.",
        )


def links_only_to_trusted_pages(item: Item) -> Iterator[Fault]:
    """Links lead to the NHS or the government, or are handed over by the program."""
    for link in _LINK.findall(item.entry.sms or ""):
        if not _TRUSTED_LINK.match(link.rstrip(".,")):
            yield Fault(f"links to '{link}'.", "Link to nhs.uk or gov.uk, or to nothing.")


SMS_CHECKS = (uses_plain_characters, fits_its_segments, links_only_to_trusted_pages)
