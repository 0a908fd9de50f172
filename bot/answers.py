"""Yes, no, not sure, and which of three: what a short answer says, by its words. Called by `bot.reading`."""

from __future__ import annotations

import re
from enum import Enum

from bot.language.plain import for_ngrams


class Answer(Enum):
    """What an answer to a yes-or-no question amounts to."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    OTHER = "other"


_UNSURE = re.compile(
    r"\b(?:not (?:really )?(?:too )?(?:sure|certain)|unsure|dunno|dont know|do not know|no idea|maybe|might|possibly|perhaps"
    r"|sometimes|a bit|bit of|a little|slightly|i think so|kind of|sort of|hard to say|cant tell|both)\b"
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yea|yep|yup|yh|ye|y|aye|ya|yess|course|of course|definitely|absolutely|certainly|ok|okay|sure|please"
    r"|go on|go ahead|sounds good|fine|alright|all right|i do|i am|i have|i would|id like|id love|why not|happy to|lets|agreed?"
    r"|correct|right|true|1)\b|\byes\b|^\W*👍"
)
_NO = re.compile(
    r"^\W*(?:no|nope|nah|naw|na|n|none|neither|not|never|nay|nothing|negative|no thanks?|i dont|i havent|i do not|i am not|im not|2"
    r"|all (?:clear|fine|good|ok)|dont think so)\b|\bnone of (?:those|these|them|that)\b|\bdont think so\b|\bneither\b"
)
_BUT = re.compile(
    r"\b(?:but|except|although|though|apart from|only|just|however)\b(?!\s+(?:thanks?|thank you|ta|cheers)\b)"
)
_CANCEL = re.compile(
    r"\b(?:stop (?:asking|going on|that|this)|leave it|leave (?:me|that) (?:alone|out)|forget (?:it|that|about it)|never ?mind"
    r"|cancel|drop it|skip (?:it|this|that)|dont want (?:a |any |to (?:set|do|answer|talk)|this)|do not want (?:a |any |to)"
    r"|not (?:now|today|doing (?:this|that|it))|no goals?|changed my mind|enough questions|give it a rest|quit|exit|end this|stop it"
    r"|too many questions|none of your business)\b|^stop$"
)
_KEYS = {"1": "same", "2": "more", "3": "less"}
_STEPS = {
    "same": r"same|keep|again|stick|unchanged|carry on|as (?:it )?is|as before|repeat|no change|stay",
    "more": r"more|up|increase|harder|further|longer|extra|bigger|step up|raise",
    "less": r"less|smaller|easier|fewer|down|reduce|lower|shorter|cut|little",
}


def yes_or_no(text: str) -> Answer:
    """Return what the words say, without looking at the intent."""
    plain = for_ngrams(text).strip(" .,!?")
    if plain == "3" or _UNSURE.search(plain):
        return Answer.UNSURE
    if _NO.search(plain):
        return Answer.NO
    return Answer.YES if _YES.search(plain) else Answer.OTHER


def with_a_but(text: str) -> bool:
    """Whether a no goes on to say something that might be a yes: `no, but my legs are weak`."""
    return bool(_BUT.search(for_ngrams(text)))


def cancels(text: str) -> bool:
    """Whether the patient wants no more of this question."""
    return bool(_CANCEL.search(for_ngrams(text)))


def next_step(text: str) -> str | None:
    """Return same, more or less, when the words name one of them."""
    plain = for_ngrams(text)
    if plain.strip(" .!") in _KEYS:
        return _KEYS[plain.strip(" .!")]
    named = [step for step, shape in _STEPS.items() if re.search(rf"\b(?:{shape})\b", plain)]
    return named[0] if len(named) == 1 else None
