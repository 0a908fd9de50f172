"""What a caller hears next: greeting, menu, coach's words, re-prompts, a person, safety advice.

Every way out goes through one place, which passes no coaching while an open escalation blocks it.
Called by `coach.hearing`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cached_property

import structlog
from sqlalchemy.orm import Session

import content
from coach import escalations, flares, goals, handover, inbox, people, safety_messages
from coach.prompts import (
    REPEAT_ADVICE,
    Item,
    Prompt,
    before,
    every,
    is_coaching,
    is_question,
    is_safety,
    item,
    keep,
)
from coach.rules.goals import Target
from models.enums import Channel, PatientStatus
from models.messages import Call, Conversation, InboundMessage, Turn
from models.people import Patient

log = structlog.get_logger()

MENU, STRANGER, MORE = "voice.menu", "voice.greeting_unknown", "voice.anything_else"
STRIKES = 3
# A no or a thank you that answers no question of the dialogue; after an offer, it is the end.
_NO_MORE = {"talk.deny_without_question", "talk.thank"}


class Caller:
    """One caller in one turn of a locked call."""

    def __init__(self, session: Session, call: Call, *, turn: int, now: datetime) -> None:
        self.session, self.call, self.turn, self.now = session, call, turn, now
        prompts = every(call)
        self.last: Prompt | None = prompts[-1] if prompts else None

    @property
    def withheld(self) -> bool:
        """Whether nobody knows who is calling."""
        return self.call.patient_id is None

    @cached_property
    def patient(self) -> Patient:
        """The row behind the caller's number."""
        assert self.call.patient_id is not None
        return people.get(self.session, self.call.patient_id)

    @property
    def known(self) -> bool:
        """Whether personal things may be said on this number."""
        return (
            self.patient.status is PatientStatus.ENROLLED and self.patient.wrong_person_at is None
        )

    @property
    def blocked(self) -> str | None:
        """What is said instead of coaching while an open escalation forbids it."""
        if self.withheld:
            return None
        flag = escalations.blocking(self.session, self.patient.id)
        return None if flag is None else safety_messages.waiting_key(flag)

    @cached_property
    def talk(self) -> Conversation:
        """The dialogue's memory of this patient's calls."""
        return inbox.conversation(self.session, self.patient.id, Channel.VOICE, now=self.now)

    def asked(self, key: str) -> bool:
        """Whether the caller is answering this."""
        return self.last is not None and self.last.asks["say"] == key

    # What is said

    def greeting(self) -> Prompt:
        """The first words of a call; the goal only to the patient whose number it is."""
        if not self.known:
            return self.say(STRANGER)
        if (waiting := self.blocked) is not None:
            return self.say("voice.greeting_known_no_goal", waiting)
        goal = self._goal()
        hello = (
            item("voice.greeting_known_no_goal")
            if goal is None
            else item("voice.greeting_known", **asdict(goal))
        )
        return self.say(hello, MENU)

    def answer(self, said: Sequence[Item]) -> Prompt:
        """The coach's answer; after a fallback, counted as a strike, the question comes again."""
        says = [one for one in said if self._can_be_said(one)]
        if not says:
            return self.strike(says=[item("voice.coach_slow")])
        if any(_is_fallback(one) for one in says):
            return self._not_understood(says)
        if any(one["say"] == "talk.goodbye" for one in says):
            return self.say(*says, hang_up=True)
        if self.asked(MORE) and says[0]["say"] in _NO_MORE:
            return self.say("voice.goodbye", hang_up=True)
        if any(is_safety(one) for one in says):
            return self.say(*says, REPEAT_ADVICE)
        return self._offer(*says)

    def _not_understood(self, says: list[Item]) -> Prompt:
        if any(one["say"] == "fallback.human" for one in says):
            return self.say(*says, MORE)  # a person has been asked, and the form is left
        if self.asked(MORE):  # an open offer must not take back what was just asked
            return self.strike(says=says)
        sorry = [one for one in says if _is_fallback(one)]
        return self.strike(*sorry, says=[one for one in says if not _is_fallback(one)])

    def advise(self, key: str) -> Prompt:
        """Safety advice, and how to hear it again."""
        return self.say(key, REPEAT_ADVICE)

    def ask_after_warning_signs(self) -> Prompt:
        """Something may be a red flag: ask before anything else, as for a text."""
        inbox.seed_form(
            self.session,
            self.patient.id,
            Channel.VOICE,
            form="red_flag_form",
            slot="flare_cord",
            now=self.now,
        )
        return self.say("flare.ask_cord")

    def ask_for_a_person(self) -> Prompt:
        """The caller wants a person: said by when, and the line stays open."""
        return self.say(item("voice.person_requested", by=self._promise()), MORE)

    def own_answer(self, words: str) -> Prompt | None:
        """The goal or the plan without the dialogue model, for the words of its menu's keys."""
        keys = content.wording("voice.coach_slow", "voice").keys
        if _plain(words) == _plain(keys["1"]):
            goal = self._goal()
            return self._offer(item("goal.show", **asdict(goal)) if goal else item("goal.none_yet"))
        return self._offer(self._plan()) if _plain(words) == _plain(keys["2"]) else None

    # What is said again

    def repeat(self) -> Prompt:
        """The same once more."""
        if self.last is None:
            return self.greeting()
        return self._prompt(self.last.says, asks=self.last.asks, depth=self.last.depth)

    def back(self) -> Prompt:
        """One step nearer to the menu; the dialogue goes back too, to wait for the right answer."""
        target = before(self.call)
        at_home = target is None or target.depth == 0
        self.talk.state = {} if at_home else target.state  # type: ignore[union-attr]
        if at_home:
            return self._prompt([item(self._home)], depth=0)
        assert target is not None
        return self._prompt(target.says, asks=target.asks, depth=target.depth)

    def silence(self) -> Prompt:
        """Nothing was heard. After an open offer that is an answer: the call is over."""
        if self.asked(MORE):
            return self.say("voice.goodbye", hang_up=True)
        return self.strike("voice.no_input")

    def strike(self, *lead: Item | str, says: list[Item] | None = None) -> Prompt:
        """Something went wrong: say so and ask again; the third time in a row, find a person."""
        strikes = self.call.strikes + 1
        if strikes >= STRIKES:
            return self._three_strikes()
        sorry, last = _items(lead), self.last
        if says or last is None:
            return self._prompt(says or [item(self._home)], lead=sorry, strikes=strikes)
        if last.about_safety:  # an apology would only stand before what matters
            return self._prompt(last.says, asks=last.asks, depth=last.depth, strikes=strikes)
        return self._prompt([last.asks], lead=sorry, depth=last.depth, strikes=strikes)

    def _three_strikes(self) -> Prompt:
        if (waiting := self.blocked) is not None:
            return self.say(waiting, hang_up=True)
        if not self.known:
            return self.say("voice.goodbye", hang_up=True)
        return self.say(item("voice.three_strikes", by=self._promise()), hang_up=True)

    # How it is kept

    def say(self, *said: Item | str, hang_up: bool = False) -> Prompt:
        """Something new, one step further from the menu."""
        return self._prompt(_items(said), hang_up=hang_up)

    def _offer(self, *said: Item) -> Prompt:
        """Leave the caller with something to answer, or with an open offer."""
        return self.say(*said) if is_question(said[-1]) else self.say(*said, MORE)

    def note_turn(self, inbound: InboundMessage, prompt: Prompt) -> None:
        """Keep for the clinician's view what was answered without the dialogue model."""
        self.session.add(
            Turn(
                patient_id=self.patient.id,
                inbound_id=inbound.id,
                channel=Channel.VOICE,
                content_keys=[one["say"] for one in [*prompt.lead, *prompt.says]],
                at=self.now,
            )
        )

    def _prompt(
        self,
        says: list[Item],
        *,
        lead: list[Item] | None = None,
        asks: Item | None = None,
        depth: int | None = None,
        strikes: int = 0,
        hang_up: bool = False,
    ) -> Prompt:
        if (waiting := self.blocked) is not None:
            says = [one for one in says if not is_coaching(one)] or [item(waiting)]
            lead, asks = [one for one in lead or [] if not is_coaching(one)], None
        further = self.last.depth + 1 if self.last else 0
        prompt = Prompt(
            turn=self.turn,
            says=says,
            lead=lead or [],
            asks=asks or says[-1],
            depth=further if depth is None else depth,
            strikes=strikes,
            hang_up=hang_up,
            state={} if self.withheld else self.talk.state or {},
        )
        return keep(self.call, prompt)

    @property
    def _home(self) -> str:
        return MENU if self.known else STRANGER

    def _promise(self) -> str:
        """By when a person will be in touch, who is asked for that now."""
        return handover.ask_for_human(
            self.session, self.patient, channel=Channel.VOICE, now=self.now
        ).by

    def _goal(self) -> Target | None:
        goal = goals.active(self.session, self.patient)
        return goals.target(goal) if goal else None

    def _plan(self) -> Item:
        plan = flares.plan(self.session, self.patient)
        if plan is None or not plan.helps:
            return item("flare.plan")
        return item("flare.plan_with_helps", helps=plan.helps)

    def _can_be_said(self, one: Item) -> bool:
        try:
            content.render(one["say"], "voice", one["with"])
        except content.ContentError:
            log.exception("answer cannot be said", key=one["say"], call_id=str(self.call.id))
            return False
        return True


def _items(said: Sequence[Item | str]) -> list[Item]:
    return [item(one) if isinstance(one, str) else one for one in said]


def _is_fallback(one: Item) -> bool:
    return bool(one["say"].startswith("fallback."))


def _plain(words: str) -> str:
    return re.sub(r"[^\w ]", "", words.lower()).strip()
