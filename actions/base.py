"""What every action shares: one transaction, one patient, one answer, and acting only once in a turn."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from actions.heard import Heard
from coach import people
from models.enums import PatientStatus
from models.messages import ActionRun
from models.people import Patient
from runtime import clock, database

Json = dict[str, Any]


@dataclass
class Talk:
    """One action's view of the turn: whom it is about, what was heard, and what to answer."""

    session: Session
    patient: Patient
    heard: Heard
    now: datetime
    said: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)

    def say(self, key: str, **params: Any) -> None:
        """Say a content key."""
        self.said.append({"say": key, "with": params})

    def set(self, **slots: Any) -> None:
        """Set slots."""
        self.events += [SlotSet(name, value) for name, value in slots.items()]

    def end_form(self) -> None:
        """End the form that is being checked; its finishing action still runs."""
        self.events.append(SlotSet("requested_slot", None))

    def leave_form(self) -> None:
        """Leave the form altogether."""
        self.events += [ActiveLoop(None), SlotSet("requested_slot", None)]

    def wait_in(self, form: str, slot: str) -> None:
        """Let the patient's next words be the answer to a form's question, which has just been asked."""
        self.events += [
            ActiveLoop(form),
            SlotSet("requested_slot", slot),
            FollowupAction("action_listen"),
        ]


class CoachAction(Action):  # type: ignore[misc]  # the SDK carries no types
    """An action in one transaction. The same turn asked twice is answered twice but acted upon once."""

    action: ClassVar[str]
    needs_enrolment: ClassVar[bool] = True

    def name(self) -> str:
        """Rasa's name for it."""
        return self.action

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: Json,  # noqa: ARG002
    ) -> list[Json]:
        """Rasa's entry point; the work waits for the database, so it leaves the event loop."""
        heard = Heard.from_tracker(tracker)
        if not self.concerns(heard):
            return []
        said, events = await asyncio.to_thread(self._once, heard)
        for message in said:
            dispatcher.utter_message(json_message=message)
        return events

    def concerns(self, heard: Heard) -> bool:  # noqa: ARG002
        """Whether there is anything to do; asked before the database is touched."""
        return True

    def act(self, talk: Talk) -> None:
        """Call the coach and say what came of it."""
        raise NotImplementedError

    def _once(self, heard: Heard) -> tuple[list[Json], list[Json]]:
        now = clock.now()
        with database.sessions().begin() as session:
            if not _is_first(session, heard, self.action, now):
                stored = session.get_one(ActionRun, (heard.turn_id, self.action)).answer
                return stored["said"], stored["events"]
            talk = Talk(session, people.get(session, heard.patient_id), heard, now)
            if self.needs_enrolment and talk.patient.status != PatientStatus.ENROLLED:
                talk.say("join.ask_consent")
                talk.wait_in("join_form", "consent")
            else:
                self.act(talk)
            _remember(session, heard, self.action, talk)
            return talk.said, talk.events


def _is_first(session: Session, heard: Heard, action: str, now: datetime) -> bool:
    """Claim the turn for this action; a second claim waits for the first to commit."""
    claim = insert(ActionRun).values(turn_id=heard.turn_id, action=action, answer={}, at=now)
    return session.scalar(claim.on_conflict_do_nothing().returning(ActionRun.action)) is not None


def _remember(session: Session, heard: Heard, action: str, talk: Talk) -> None:
    session.execute(
        update(ActionRun)
        .where(ActionRun.turn_id == heard.turn_id, ActionRun.action == action)
        .values(answer={"said": talk.said, "events": talk.events})
    )


class FormCheck(CoachAction):
    """Checks the answers of a form, and acts on them as soon as they are known."""

    form: ClassVar[str]
    # Must be read even when the message filled nothing, because starting says something.
    greets: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        cls.action = f"validate_{cls.form}"

    def concerns(self, heard: Heard) -> bool:
        """An interruption fills nothing: then there is nothing to check."""
        return bool(heard.answers) or (self.greets and heard.starting)

    def act(self, talk: Talk) -> None:
        """Start the form if need be, then check what was answered."""
        if talk.heard.starting and not self.start(talk):
            talk.end_form()
            return
        self.check(talk, talk.heard.answers)

    def start(self, talk: Talk) -> bool:  # noqa: ARG002
        """Say what comes before the first question; False when the form cannot be gone through."""
        return True

    def check(self, talk: Talk, answers: Json) -> None:
        """Check the answers given in this message: set each slot, or None to ask again."""
        raise NotImplementedError
