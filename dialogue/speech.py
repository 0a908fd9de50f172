"""One spoken turn, the counterpart of `turn` for calls: keys or speech in, a prompt out."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.orm import Session, sessionmaker

import content
from coach import hearing, safety_messages
from coach.hearing import Heard, Question
from coach.prompts import Prompt
from dialogue import turn as turns
from dialogue.engine import Answer, EngineFailed, RasaEngine
from models.enums import Channel, Tier
from safety import screen

log = structlog.get_logger()


def take(
    sessions: sessionmaker[Session],
    engine: RasaEngine,
    heard: Heard,
    *,
    now: datetime,
) -> Prompt:
    """Answer one webhook of a call, with no transaction open while the dialogue model thinks.

    Raises what the database raises; the caller of the telephone must then hear the last words.
    """
    question = take_in(sessions, heard, now=now)
    if isinstance(question, Prompt):
        return question
    try:
        answer: Answer | None = engine.answer(
            patient_id=question.patient_id,
            channel=Channel.VOICE,
            text=question.text,
            turn_id=str(question.inbound_id),
            state=question.state,
        )
    except EngineFailed as error:
        log.warning("spoken turn failed", inbound_id=str(question.inbound_id), reason=str(error))
        answer = None
    with sessions.begin() as session:
        return _finish(session, question, answer, now=now)


def _finish(
    session: Session, question: Question, answer: Answer | None, *, now: datetime
) -> Prompt:
    """Commit a turn as one: the dialogue's state, what was said, and the words marked handled."""
    known = hearing.answered_meanwhile(session, question, now=now)
    if known is not None:
        return known
    if answer is None:
        return hearing.coach_away(session, question, now=now)
    turns.remember(
        session, question.patient_id, Channel.VOICE, question.inbound_id, answer, now=now
    )
    said = [{"say": one.say, "with": one.with_} for one in answer.said]
    return hearing.coach_answered(session, question, said, now=now)


def take_in(sessions: sessionmaker[Session], heard: Heard, *, now: datetime) -> Prompt | Question:
    """Store and screen one webhook of a call, and answer what needs no dialogue model."""
    with sessions.begin() as session:
        return hearing.hear(session, heard, now=now)


def words(prompt: Prompt) -> list[str]:
    """What the caller hears. Raises ContentError when a wording is gone since it was chosen."""
    return [
        content.render(one["say"], "voice", one["with"]) for one in [*prompt.lead, *prompt.says]
    ]


def several_digits(prompt: Prompt) -> bool:
    """Whether the answer may take several keys."""
    return content.wording(prompt.asks["say"], "voice").expects == "number"


def advice(heard: Heard) -> str | None:
    """The safety message for what was said when nothing can be stored; None when nothing is urgent.

    A screen that fails too counts as urgent.
    """
    text = "\n".join(heard.speech)
    if not text:
        return None
    try:
        finding = screen(text, channel=Channel.VOICE)
    except Exception:
        log.exception("screen failed")
        return content.render(f"safety.default.{Tier.SAME_DAY}", "voice")
    if not finding.flag:
        return None
    return content.render(safety_messages.key(str(finding.category), finding.tier), "voice")
