"""What every check looks at: one entry in its file, and the measurements that checks share."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from content.entries import Entry, Header, Parameter, Problem, Severity
from content.placeholders import fill, placeholders

# What only ever goes out on one channel needs no wording for the other.
_VOICE_ONLY = ("voice.", "safety.voice_", "page.call")
_SMS_ONLY = ("page.escalation",)


class Fault(NamedTuple):
    """What a check found, before it is known by file and key."""

    problem: str
    remedy: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Item:
    """One entry with everything a check may ask about it."""

    file: str
    key: str
    entry: Entry
    header: Header
    parameters: dict[str, Parameter]

    def problem(self, fault: Fault) -> Problem:
        """Return a fault as a problem of this entry."""
        return Problem(self.file, self.key, fault.problem, fault.remedy, fault.severity)

    def channels(self) -> tuple[str, ...]:
        """Return the channels on which this key goes out."""
        if self.key.startswith(_VOICE_ONLY):
            return ("voice",)
        return ("sms",) if self.key.startswith(_SMS_ONLY) else ("sms", "voice")

    def texts(self) -> dict[str, str]:
        """Return the wordings that the entry has, by channel."""
        by_channel = {"sms": self.entry.sms, "voice": self.entry.voice}
        return {channel: text for channel, text in by_channel.items() if text}

    def filled(self, text: str, *, longest: bool) -> str:
        """Return the text with example values, or with the longest plausible ones."""
        known = {
            name: parameter.longest if longest else parameter.example
            for name, parameter in self.parameters.items()
        }
        values = {name: known.get(name, "?") for name in placeholders(text)}
        return fill(self.key, text, values)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a new line or a colon also ends one."""
    parts = re.split(r"(?<=[.!?])\s+|:\s+|\n+", text)
    return [part.strip() for part in parts if part.strip()]


def count_words(text: str) -> int:
    """Return how many words a text has; a number spelt out digit by digit counts as one."""
    return len(re.sub(r"(?<=\d),? (?=\d)", "", text).split())
