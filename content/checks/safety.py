"""Checks of safety messages, which must work at any time, for anybody, with nothing filled in."""

from collections.abc import Iterator

from content.checks.item import Fault, Item
from content.placeholders import placeholders

LONGEST_SMS = 306
_HELP = {"sms": ("999", "111", "A&E"), "voice": ("9 9 9", "1 1 1", "A and E")}
_NEUTRAL = ("safety.safeguarding", "safety.voice_")


def stands_alone(item: Item) -> Iterator[Fault]:
    """No placeholders, because a missing value must never hold a safety message back."""
    if not item.key.startswith("safety."):
        return
    if any(placeholders(text) for text in item.texts().values()):
        yield Fault("has a placeholder in a safety message.", "Write it so that it needs none.")
    if len(item.entry.sms or "") > LONGEST_SMS:
        yield Fault(
            f"is {len(item.entry.sms or '')} characters long.", f"Shorten it to {LONGEST_SMS}."
        )


def says_where_to_get_help(item: Item) -> Iterator[Fault]:
    """Every safety message names help, but for those that a third person must not understand."""
    if not item.key.startswith("safety.") or item.key.startswith(_NEUTRAL):
        return
    for channel, text in item.texts().items():
        if not any(place in text for place in _HELP[channel]):
            yield Fault(f"names no help ({channel}).", "Name 999, 111 or A&E.")


def acts_before_it_asks(item: Item) -> Iterator[Fault]:
    """Say what to do first; a question belongs in a message of its own."""
    if item.key.startswith("safety.") and any("?" in text for text in item.texts().values()):
        yield Fault("asks a question.", "Say what to do now; ask in a message of its own.")


SAFETY_CHECKS = (stands_alone, says_where_to_get_help, acts_before_it_asks)
