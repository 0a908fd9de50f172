"""What the words mean after the question that was asked. Pure; `bot.turn` calls it between NLU and dialogue.

Rasa's slots take entities that bear their names, so the reading's product is such entities. When an answer
cannot be read as one, none is made: the form then rejects it and a rule answers by the intent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional

from bot import answers
from bot.answers import Answer
from bot.language import activities, numbers

Entity = Dict[str, Any]

GOAL_PARTS = ("activity", "amount", "days")
RED_FLAGS = ("red_flag_now", "flare_cord", "flare_unwell")
YES_NO = ("consent", "accept_smaller", "flare_smaller")
NUMBERS = ("days", "confidence", "days_done", "pain_score")
WORDS = ("activity", "amount", "goal_when", "flare_helps", "got_in_the_way", "own_words")
# The number asked for before this one: what `sorry, I meant 4` mends.
PREVIOUS = {
    "confidence": "days",
    "accept_smaller": "confidence",
    "goal_when": "confidence",
    "next_step": "days_done",
}

# Said in the middle of a question, these are never its answer.
_ALWAYS_BREAK = {
    "ask_for_human",
    "report_red_flag",
    "wrong_person",
    "repeat_message",
    "pause_programme",
    "ask_privacy",
}
_CHAT = {
    "thank",
    "greet",
    "goodbye",
    "ask_what_you_can_do",
    "ask_who_you_are",
    "resume_programme",
    "change_contact_time",
}
_OWN_START = {
    "goal_form": ("set_goal",),
    "review_form": ("report_goal_progress", "report_goal_missed"),
    "flare_form": ("report_flare_up",),
    "red_flag_form": ("report_red_flag",),
    "contact_form": ("change_contact_time",),
    "pain_form": ("report_pain_score",),
}
_STARTS_A_FORM = {
    "set_goal",
    "report_goal_progress",
    "report_goal_missed",
    "report_pain_score",
    "change_contact_time",
}
_SURE, _SURE_OF_QUESTION = 0.5, 0.25
_QUESTION = re.compile(
    r"\?\s*$|^\W*(?:(?:and|but|so|hi|hello|ok|sorry|thanks)\W+)*(?:what|why|how|when|where|who|which|can|could|should|is|are"
    r"|am|do|does|did|will|would|shall|may)\b",
    re.IGNORECASE,
)


# What a bare `walk 15 minutes 4 days` may be taken for.
_TAKEN_FOR = {
    "report_goal_progress",
    "answer_number",
    "nlu_fallback",
    "out_of_scope",
    "ask_exercise",
}
_PAST = re.compile(
    r"\b(?:did|done|went|swam|was|were|have|had|ive|i've|got|only|[a-z]+ed)\b|\?", re.IGNORECASE
)


@dataclass(frozen=True)
class Question:
    """What the coach waits for: a form and the slot that it asked for; both None when it waits for nothing."""

    form: Optional[str] = None
    slot: Optional[str] = None


@dataclass(frozen=True)
class Reading:
    """A message as the dialogue shall see it."""

    text: str
    intent: str
    confidence: float
    entities: List[Entity]
    leaves_form: bool = False

    def first(self, name: str) -> Any:
        """Return the first value of an entity, or None."""
        return next((e["value"] for e in self.entities if e["entity"] == name), None)


def read(message: Reading, question: Question) -> Reading:
    """Return the message with its answer, if it is one, as an entity named after the slot."""
    if question.form is None:
        return _opening(message)
    if answers.cancels(message.text) and question.slot not in (*RED_FLAGS, "consent"):
        return replace(message, intent="deny", entities=[])
    understood = _answering(message, question)
    if not understood.entities and understood.intent in _OWN_START.get(question.form, ()):
        # `Set a goal` while the goal is being set: the question is simply asked again.
        return replace(understood, intent="repeat_message")
    return understood


def _answering(message: Reading, question: Question) -> Reading:
    if question.form == "join_form":
        return _joining(message, question)
    if question.form == "goal_form":
        return _goal(message, question)
    answer = _answer(message, question.slot)
    if answer is not None:
        return replace(message, entities=_as_entities(answer))
    if question.slot in RED_FLAGS:
        return _insisting(message)
    return replace(message, entities=[], leaves_form=question.form == "reflection_form")


def _as_entities(values: Dict[str, Any]) -> List[Entity]:
    return [{"entity": name, "value": value} for name, value in values.items()]


def _opening(message: Reading) -> Reading:
    """Give what starts a form to the form: `did 2 days` starts the review with its first answer."""
    values: Dict[str, Any] = {}
    if _is_whole_goal(message):
        return replace(message, intent="set_goal")
    if message.intent == "report_goal_progress":
        values["days_done"] = _either(message.first("days"), message.first("number"))
    if message.intent == "report_goal_missed":
        values["days_done"] = 0
    if message.intent == "report_pain_score":
        values["pain_score"] = message.first("number")
    if message.intent == "change_contact_time":
        values["contact_time"] = message.first("time_of_day")
    made = {name: value for name, value in values.items() if value is not None}
    return replace(message, entities=[*message.entities, *_as_entities(made)])


def _is_whole_goal(message: Reading) -> bool:
    """What, how much and how often, not in the past tense: a goal, whatever it was taken for."""
    whole = all(message.first(name) is not None for name in GOAL_PARTS)
    return whole and message.intent in _TAKEN_FOR and not _PAST.search(message.text)


def _either(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _joining(message: Reading, question: Question) -> Reading:
    """Read consent or the safety question; a goal told in its place, or with it, is kept."""
    goal = {name: message.first(name) for name in GOAL_PARTS if message.first(name) is not None}
    told = "activity" in goal and (len(goal) > 1 or message.intent == "set_goal")
    if told and question.slot == "red_flag_now":
        return replace(message, intent="set_goal", entities=_as_entities(goal))
    answer = _answer(message, question.slot) or {}
    if not answer and question.slot in RED_FLAGS:
        return _insisting(message)
    return replace(message, entities=_as_entities({**answer, **(goal if told else {})}))


def _insisting(message: Reading) -> Reading:
    """No other form may take the place of a safety question that is open; it is asked again."""
    elsewhere = message.intent in _STARTS_A_FORM
    return replace(message, intent="nlu_fallback" if elsewhere else message.intent, entities=[])


def _goal(message: Reading, question: Question) -> Reading:
    """Read goal parts wherever they stand, corrections, and the answer that was asked for."""
    mends = message.first("correction") is not None
    if not mends and _breaks_off(message, question.slot):
        return replace(message, entities=[])
    parts = {name: message.first(name) for name in GOAL_PARTS if message.first(name) is not None}
    early = question.slot in GOAL_PARTS
    if not early and not mends:
        # `Monday and Thursday after work` says when, not how many.
        parts = (
            {}
            if question.slot == "goal_when"
            else {k: v for k, v in parts.items() if k != "activity"}
        )
    if mends and not parts and message.first("number") is not None and question.slot in PREVIOUS:
        parts = {PREVIOUS[question.slot]: message.first("number")}
    if question.slot == "accept_smaller" and "amount" in parts:
        parts["accept_smaller"] = True
    asked = (
        {}
        if parts.keys() & {question.slot} or (parts and not early)
        else _answer(message, question.slot) or {}
    )
    if parts and question.slot in WORDS:
        asked = {}  # the words were those of another part
    return replace(message, entities=_as_entities({**asked, **parts}))


def _answer(message: Reading, slot: Optional[str]) -> Optional[Dict[str, Any]]:
    """Return the asked slot's value, or the one before it when that is mended, or None."""
    if slot == "next_step" and message.first("correction") is not None:
        days = _either(message.first("days"), message.first("number"))
        if days is not None:
            return {"days_done": days}
    value = _value(message, slot)
    return None if value is None or slot is None else {slot: value}


def _value(message: Reading, slot: Optional[str]) -> Any:
    if slot in RED_FLAGS:
        return _warning_sign(message)
    if slot in YES_NO:
        return _agreed(message)
    if slot in NUMBERS:
        return _number(message, slot)
    if slot == "next_step":
        return _step(message)
    if slot == "contact_time":
        return _contact_time(message)
    return _own_words(message, slot) if slot in WORDS else None


def _warning_sign(message: Reading) -> Optional[bool]:
    """Yes and not sure count as a sign; so does a no that goes on with a `but`."""
    if message.intent in _ALWAYS_BREAK - {"report_red_flag"} and message.confidence >= _SURE:
        return None
    said = answers.yes_or_no(message.text)
    if said is Answer.OTHER:
        return {"affirm": True, "deny": False, "report_red_flag": True}.get(message.intent)
    return said is not Answer.NO or answers.with_a_but(message.text)


def _agreed(message: Reading) -> Optional[bool]:
    if _breaks_off(message, None):
        return None
    said = answers.yes_or_no(message.text)
    if said in (Answer.OTHER, Answer.UNSURE):
        return {"affirm": True, "deny": False, "goal_too_hard": True}.get(message.intent)
    return said is Answer.YES


def _number(message: Reading, slot: str) -> Optional[float]:
    if _breaks_off(message, slot):
        return None
    spoken = numbers.alone(message.text)
    value = _either(spoken, message.first("number"), message.first("days"))
    if slot in ("days", "days_done"):
        value = _either(message.first("days"), value)
    if value is None and slot == "days_done" and (message.intent in ("report_goal_missed", "deny")):
        return 0
    return value


def _step(message: Reading) -> Optional[str]:
    named = answers.next_step(message.text)
    by_intent = {"goal_too_hard": "less", "goal_too_easy": "more", "affirm": "same"}
    return named if named else by_intent.get(message.intent)


def _contact_time(message: Reading) -> Optional[str]:
    by_number = {1: "morning", 2: "afternoon", 3: "evening"}.get(message.first("number"))
    if _breaks_off(message, None):
        return None
    return _either(
        message.first("time_of_day"),
        by_number,
        message.text if len(message.text.split()) <= 3 else None,
    )


def _own_words(message: Reading, slot: str) -> Optional[str]:
    if _breaks_off(message, slot) or (slot == "own_words" and _is_no_reflection(message)):
        return None
    if slot == "activity":
        if (
            message.intent in ("set_goal", "affirm", "deny")
            and message.first("activity") is None
            and len(message.text.split()) < 6
        ):
            return (
                None
                if message.intent != "set_goal" or "goal" in message.text.lower()
                else _activity(message)
            )
        return _activity(message)
    if slot == "amount":
        bare = _either(numbers.alone(message.text), message.first("number"))
        return _either(
            message.first("amount"), f"{bare} minutes" if bare else None, message.text.strip(" .")
        )
    if (
        message.intent == "deny"
        or answers.yes_or_no(message.text) is Answer.NO
        and len(message.text.split()) < 4
    ):
        return ""  # nothing to add is an answer too
    return message.text.strip()


def _activity(message: Reading) -> str:
    return _either(message.first("activity"), activities.own_words(message.text))


def _is_no_reflection(message: Reading) -> bool:
    """An open question may be left: a clear wish for something else is not taken for its answer."""
    return message.confidence >= _SURE and message.intent in {
        *_CHAT, "set_goal", "goal_too_hard", "goal_too_easy", "ask_about_goal", "report_flare_up", "ask_flare_up_plan",
        "report_goal_progress", "report_goal_missed", "report_pain_score", "affirm", "deny", "answer_number",
        "ask_letter_or_summary", "join_programme",
    }  # fmt: skip


def _breaks_off(message: Reading, slot: Optional[str]) -> bool:
    """Whether the message is something else than an answer to the question."""
    intent, sure = message.intent, message.confidence
    if intent in _ALWAYS_BREAK:
        return sure >= _SURE
    if intent in _CHAT:
        return sure >= _SURE and not _names_a_part(message)
    if intent == "report_flare_up":
        return sure >= _SURE and slot not in ("flare_helps", "got_in_the_way", "own_words")
    if intent.startswith("ask_") or intent == "prepare_appointment":
        question = bool(_QUESTION.search(message.text))
        return sure >= (_SURE_OF_QUESTION if question else 0.8) and (question or slot not in WORDS)
    return (
        intent.startswith("express_")
        and sure >= _SURE
        and slot not in ("got_in_the_way", "own_words", "flare_helps")
    )


def _names_a_part(message: Reading) -> bool:
    return any(message.first(name) is not None for name in (*GOAL_PARTS, "number", "time_of_day"))
