"""Checks of voice wordings: they are heard once, by tired people, from a synthetic voice."""

import re
from collections.abc import Iterator

from content.checks.item import Fault, Item, count_words

# About 25 seconds at the pace of a patient synthetic voice.
MOST_WORDS = 68
_UNSPEAKABLE = {
    r"https?:|www\.|\.(?:uk|com|org)\b": ("a web address", "Say what to search for."),
    r"[^\x00-\x7f£]": ("a symbol that is not read aloud", "Write it in plain letters."),
    r"[{}\[\]<>*#_|&%/@+]": ("a symbol", "Write the word: and, or, star, hash, percent."),
    r"\d{3,}": ("a long number", "Write phone numbers apart, so that each digit is read: 9 9 9."),
    r"\b(?:e\.g\.|i\.e\.|etc|mins?|hrs?|approx|NHS|A&E|ASAP|OK)\b": (
        "an abbreviation",
        "Write it as it is said: for example, minutes, N H S, A and E, okay.",
    ),
    r"\b(?:[Rr]eply|[Tt]ext back|[Cc]lick|[Tt]ap|below|above)\b": (
        "words for the eye",
        "Say 'press 1', or ask the question.",
    ),
}


def can_be_spoken(item: Item) -> Iterator[Fault]:
    """Nothing a synthetic voice would stumble over."""
    text = item.filled(item.entry.voice or "", longest=False)
    if item.key.startswith("page."):
        text = text.replace("_", " ")
    for pattern, (what, remedy) in _UNSPEAKABLE.items():
        found = re.search(pattern, text)
        if found:
            yield Fault(f"has {what} in its voice wording ('{found[0]}').", remedy)


def is_short_enough_to_hear(item: Item) -> Iterator[Fault]:
    """Last no longer than a caller can keep in mind: about 25 seconds."""
    words = count_words(item.filled(item.entry.voice or "", longest=False))
    if words > MOST_WORDS:
        yield Fault(
            f"takes {words} words to say, which is too long to listen to.",
            f"Shorten the voice wording to {MOST_WORDS} words.",
        )


VOICE_CHECKS = (can_be_spoken, is_short_enough_to_hear)
