"""What a caller has heard in each turn, kept on the call's row: no process needs a memory."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import content
from models.messages import Call

# {"say": content key, "with": parameters}, as the dialogue model gives them too.
Item = dict[str, Any]

# Enough to go back and to answer a repeated webhook; a long call must not grow its row for ever.
KEPT = 12
# Follows every safety message on a call.
REPEAT_ADVICE = "safety.voice_repeat"
# May be heard while an open escalation forbids coaching.
_NOT_COACHING = ("safety.", "handover.", "voice.")
_COACHING = {"voice.menu", "voice.greeting_known", "voice.coach_slow"}


def item(key: str, **parameters: Any) -> Item:
    """One thing to say."""
    return {"say": key, "with": parameters}


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What is said in one turn, and what the call then waits for."""

    turn: int
    says: list[Item]
    lead: list[Item] = field(default_factory=list)  # said first, never repeated
    asks: Item  # its wording decides what keys mean
    depth: int  # how far from the menu: where the star key goes back to
    strikes: int = 0
    hang_up: bool = False
    state: dict[str, Any] = field(default_factory=dict)  # the dialogue's, while this waits

    @property
    def advises(self) -> bool:
        """Whether it answers a red flag."""
        return any(said["say"] == REPEAT_ADVICE for said in self.says)

    @property
    def about_safety(self) -> bool:
        """Whether it holds a safety statement, which nothing may cut short."""
        return any(is_safety(said) for said in self.says)


def is_safety(said: Item) -> bool:
    """Whether this is safety advice."""
    return bool(said["say"].startswith("safety."))


def is_coaching(said: Item) -> bool:
    """Whether an open escalation forbids saying this."""
    key: str = said["say"]
    return key in _COACHING or not key.startswith(_NOT_COACHING)


def is_question(said: Item) -> bool:
    """Whether the caller is left with something to answer."""
    wording = content.wording(said["say"], "voice")
    return bool(wording.keys) or wording.expects != "words" or "?" in wording.text


def every(call: Call) -> list[Prompt]:
    """The prompts still kept, oldest first."""
    return [Prompt(**raw) for raw in call.said or []]


def said_in(call: Call, turn: int) -> Prompt | None:
    """What was answered in this turn, when it was answered before; the newest for one long past."""
    if not call.said or turn > call.turn_number:
        return None
    prompts = every(call)
    return next((prompt for prompt in prompts if prompt.turn == turn), prompts[-1])


def keep(call: Call, prompt: Prompt) -> Prompt:
    """Note what was answered; the caller commits it with whatever caused it."""
    call.said = [*(call.said or []), asdict(prompt)][-KEPT:]
    call.turn_number, call.strikes = prompt.turn, prompt.strikes
    return prompt


def before(call: Call) -> Prompt | None:
    """The prompt that the newest one followed, one step nearer to the menu."""
    prompts = every(call)
    depth = prompts[-1].depth - 1 if prompts else 0
    return next((prompt for prompt in reversed(prompts) if prompt.depth == depth), None)
