"""One turn of a call: what was keyed or said is stored, screened, and answered or handed on.

`dialogue.speech` calls it around the one step that needs the network, the dialogue model.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import content
from coach import calls, escalations, handover, inbox, intake, safety_messages
from coach.prompts import Prompt, item, said_in
from coach.rules.keypad import Universal, meaning
from coach.talking import MENU, Caller
from models.enums import Channel, InboundStatus, Tier
from models.escalations import Escalation
from models.messages import InboundMessage
from safety import Finding

# Questions about warning signs, under the names by which `handover` knows them.
_SIGNS = {
    "join.ask_red_flag_now": "red_flag_now",
    "flare.ask_cord": "flare_cord",
    "flare.ask_unwell": "flare_unwell",
}
_NO = {"no", "none", "nope"}


@dataclass(frozen=True)
class Heard:
    """One webhook of a call: keys, or every way in which the speech was understood."""

    sid: str
    number: str | None  # none: withheld
    turn: int
    digits: str = ""
    speech: Sequence[str] = ()

    @property
    def nothing(self) -> bool:
        """Whether it was silence."""
        return not self.digits and not self.speech


@dataclass(frozen=True)
class Question:
    """Words that only the dialogue model can answer."""

    sid: str
    turn: int
    patient_id: uuid.UUID
    inbound_id: uuid.UUID
    text: str
    state: dict[str, Any]


def hear(session: Session, heard: Heard, *, now: datetime) -> Prompt | Question:
    """Take in one webhook of a call in the caller's transaction.

    A repeated webhook gets the answer that the first one got; one whose first is still being
    answered becomes the same question again, which acts once.
    """
    call = calls.start(session, heard.sid, heard.number, now=now)
    known = said_in(call, heard.turn)
    if known is not None:
        return known
    caller = Caller(session, call, turn=heard.turn, now=now)
    if caller.withheld:
        return caller.say("voice.withheld", hang_up=True)
    if heard.nothing:
        return caller.greeting() if caller.last is None else caller.silence()
    return _take_in(caller, heard)


def _take_in(caller: Caller, heard: Heard) -> Prompt | Question:
    key = None if heard.speech else _meaning(caller, heard.digits)
    # Every understanding of the speech is screened; the first is Twilio's best.
    words = "\n".join(heard.speech) or key or heard.digits
    inbound = _stored(caller, words)
    finding = intake.screened(inbound, now=caller.now)
    prompt = _before_the_coach(caller, inbound, finding, key, spoken=bool(heard.speech))
    if prompt is not None:
        _settle(inbound, caller.now)
        caller.note_turn(inbound, prompt)
        return prompt
    text = heard.speech[0] if heard.speech else words
    return Question(
        sid=heard.sid,
        turn=heard.turn,
        patient_id=caller.patient.id,
        inbound_id=inbound.id,
        text=text,
        state=caller.talk.state,
    )


def _meaning(caller: Caller, digits: str) -> Universal | str | None:
    asks = caller.last.asks["say"] if caller.last else MENU
    wording = content.wording(asks, "voice")
    return meaning(digits, expects=wording.expects, keys=wording.keys)


def _stored(caller: Caller, words: str) -> InboundMessage:
    sid = f"{caller.call.provider_sid}:{caller.turn}"
    inbound = inbox.store(
        caller.session,
        caller.patient,
        provider_sid=sid,
        channel=Channel.VOICE,
        body=words,
        call_id=caller.call.id,
        now=caller.now,
    )
    if inbound is not None:
        return inbound
    return caller.session.scalars(
        select(InboundMessage).where(InboundMessage.provider_sid == sid)
    ).one()


def _before_the_coach(
    caller: Caller,
    inbound: InboundMessage,
    finding: Finding | None,
    key: Universal | str | None,
    *,
    spoken: bool,
) -> Prompt | None:
    """The answer that needs no dialogue model; None when only that can answer."""
    if finding is None:
        return _unscreened(caller, inbound)
    if finding.flag:
        return _flagged(caller, inbound, finding)
    if not spoken and (key is None or isinstance(key, Universal)):
        return _key_of_the_call(caller, key)
    return _without_the_model(caller, inbound, clarify=spoken and finding.clarify)


def _flagged(caller: Caller, inbound: InboundMessage, finding: Finding) -> Prompt:
    escalation = intake.escalate_finding(
        caller.session, caller.patient, inbound, finding, now=caller.now
    )
    key = safety_messages.key(str(finding.category), finding.tier)
    return _advise(caller, escalation, key)


def _key_of_the_call(caller: Caller, key: Universal | None) -> Prompt:
    match key:
        case Universal.PERSON:
            return caller.ask_for_a_person()
        case Universal.REPEAT:
            return caller.repeat()
        case Universal.BACK:
            return caller.back()
        case None:
            return caller.strike("voice.no_match")


def _without_the_model(caller: Caller, inbound: InboundMessage, *, clarify: bool) -> Prompt | None:
    """What may not, or need not, reach the dialogue model; None for everything else."""
    if (waiting := caller.blocked) is not None:
        return caller.say(waiting)
    if not caller.known:
        return caller.strike()
    if clarify and not caller.asked("flare.ask_cord"):
        return caller.ask_after_warning_signs()
    return caller.own_answer(inbound.body) if caller.asked("voice.coach_slow") else None


def _unscreened(caller: Caller, inbound: InboundMessage) -> Prompt:
    """A failed screen raises urgency: advice that fits anything, and a clinician reads it."""
    escalation = escalations.raise_escalation(
        caller.session,
        caller.patient,
        tier=Tier.SAME_DAY,
        category=escalations.UNSCREENED,
        evidence=[{"inbound_id": str(inbound.id)}],
        channel=Channel.VOICE,
        now=caller.now,
    )
    return _advise(caller, escalation, f"safety.default.{Tier.SAME_DAY}")


def _advise(caller: Caller, escalation: Escalation, key: str) -> Prompt:
    """Safety advice at once, noted on the escalation."""
    escalations.log(
        caller.session, escalation, "advised", channel=Channel.VOICE, detail=key, now=caller.now
    )
    return caller.advise(key)


def answered_meanwhile(session: Session, question: Question, *, now: datetime) -> Prompt | None:
    """Lock the call after the network step; what a repeated webhook was answered meanwhile."""
    return said_in(calls.start(session, question.sid, None, now=now), question.turn)


def coach_answered(
    session: Session, question: Question, said: Sequence[dict[str, Any]], *, now: datetime
) -> Prompt:
    """Turn the dialogue model's answer into what the caller hears."""
    inbound = session.get_one(InboundMessage, question.inbound_id)
    inbound.status, inbound.handled_at = InboundStatus.HANDLED, now
    return _caller(session, question, now=now).answer(said)


def coach_away(session: Session, question: Question, *, now: datetime) -> Prompt:
    """Answer without the dialogue model: the goal, the plan, a safety message or the safe menu."""
    caller = _caller(session, question, now=now)
    inbound = session.get_one(InboundMessage, question.inbound_id)
    prompt = (
        caller.own_answer(question.text)
        or _unread_warning_sign(caller, question.text)
        or caller.strike(says=[item("voice.coach_slow")])
    )
    _settle(inbound, now)
    caller.note_turn(inbound, prompt)
    return prompt


def _caller(session: Session, question: Question, *, now: datetime) -> Caller:
    call = calls.start(session, question.sid, None, now=now)
    return Caller(session, call, turn=question.turn, now=now)


def _unread_warning_sign(caller: Caller, text: str) -> Prompt | None:
    """An answer about a warning sign that was not read counts as yes unless it begins with no."""
    sign = next((sign for key, sign in _SIGNS.items() if caller.asked(key)), None)
    first_word = re.match(r"\w+", text.lower())
    if sign is None or (first_word and first_word[0] in _NO):
        return None
    key = handover.report_sign(
        caller.session,
        caller.patient,
        question=sign,
        words=text,
        channel=Channel.VOICE,
        now=caller.now,
    )
    return caller.advise(key)


def _settle(inbound: InboundMessage, now: datetime) -> None:
    inbound.status, inbound.handled_at = InboundStatus.SETTLED, now
