"""Words that are settled before any model: STOP, START, HELP, JOIN, and "please stop texting me"."""

from __future__ import annotations

import re
from enum import StrEnum


class Keyword(StrEnum):
    """What a message asks of the service itself, rather than of the coach."""

    STOP = "stop"  # the carrier's own keyword: it blocks our texts itself
    STOP_IN_WORDS = "stop_in_words"  # a sentence that means it
    START = "start"
    HELP = "help"
    JOIN = "join"


# Single words the carrier acts on (CANCEL, END, QUIT and YES are removed from our Twilio service:
# they are plausible answers in a coaching talk). Source: docs/operations.md#carrier-keywords.
_CARRIER = {
    **dict.fromkeys(["stop", "stopall", "unsubscribe", "optout", "revoke"], Keyword.STOP),
    **dict.fromkeys(["start", "unstop"], Keyword.START),
    "help": Keyword.HELP,
}
_POLITE = r"(?:please|pls|plz|just|can you|could you|would you|will you|kindly)?\s*"
_WISH = r"i(?:'?d| would)? (?:want|like|wanna|wish)(?: to)?|can i|could i|may i|let me|how do i"
_JOIN = re.compile(
    r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))\b[\s,.!]*)?"
    rf"(?:please\s+)?(?:(?:{_WISH})\s+)?(?:please\s+)?"
    r"(?:re)?(?:join|sign(?:\s+me)?\s*up|register|enrol+)(?:\s+me)?(?:\s+up)?"
    r"(?:\s+(?:please|now|in|up|ringback|again|for [\w ]{2,30}"
    r"|the (?:programme|program|coach|service)))*\W*",
    re.IGNORECASE,
)

_ME = r"(?:me|us|this (?:number|phone)|my (?:number|phone|mobile))"
_FILLER = r"(?:(?:these|those|your|the|any|more|all|this|sending|me|getting|receiving)\s+)*"
_TEXTS = r"(?:texts?|txts?|messages?|msgs?|messaging|texting|txting|sms|reminders?)"
_SOME = r"(?:in the|at|before|after|until|till|on|so|this)"  # not for ever, only at some times
_OPT_OUT = re.compile(
    rf"\b(?:{_POLITE}(?:stop|quit|cease|end)\s+(?:texting|txting|messaging|contacting|sending)\b"
    rf"(?!\s+(?:my|him|her|them|{_SOME}))"
    rf"|{_POLITE}stop\s+{_FILLER}{_TEXTS}"
    rf"|(?:do not|don'?t|dont|never)\s+(?:text|txt|message|msg|contact)\s+{_ME}\b(?!\s+{_SOME}\b)"
    rf"|(?:don'?t|dont|do not|no longer)\s+(?:want|wish|need)\s+(?:to\s+(?:get|receive|have)\s+)?"
    rf"{_FILLER}{_TEXTS}"
    rf"|(?:no more|enough)\s+(?:of\s+)?{_FILLER}{_TEXTS}"
    rf"|(?:take|remove|delete|get)\s+{_ME}\s+(?:off|from|out)\b"
    r"|unsubscribe|opt(?:ing)?[\s-]?(?:me\s+)?out|leave the (?:programme|program)"
    r")",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(
    r"\b(?:morning|mornings|evening|evenings|night|nights|weekends?|sundays?|late|early|while|until|till|"
    r"holiday|week|weeks|fortnight|month|instead|how (?:do|can) i)\b",
    re.IGNORECASE,
)


def keyword(body: str) -> Keyword | None:
    """The keyword that a message amounts to, if any.

    Only a message that is nothing but a carrier keyword counts as one ("stop" within a sentence
    does not); a wish to stop the texts at some times is no wish to stop them all.
    """
    plain = body.replace("\u2019", "'").strip()
    alone = re.sub(r"[^\w]", "", plain).lower()
    if alone in _CARRIER:
        return _CARRIER[alone]
    if _JOIN.fullmatch(plain):
        return Keyword.JOIN
    if len(plain) <= 300 and _OPT_OUT.search(plain) and not _NOT_ALL.search(plain):
        return Keyword.STOP_IN_WORDS
    return None


def has_words(body: str) -> bool:
    """Whether there is anything to read: a letter or a digit in any script."""
    return any(ch.isalnum() for ch in body)


def mostly_noise(body: str) -> bool:
    """Whether more than a third of it is control or replacement characters: binary, not writing."""
    noise = sum(1 for ch in body if ch == "\ufffd" or not (ch.isprintable() or ch.isspace()))
    return noise * 3 > len(body)
