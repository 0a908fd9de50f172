"""Worries, barriers, progress and the patient's own words."""

from __future__ import annotations

from typing import ClassVar

from actions.base import CoachAction, Talk
from coach import barriers, flares, observations, reassurance


class Reassure(CoachAction):
    """Answers the worry that the intent names: `express_hopeless` is about hopeless."""

    action = "action_reassure"

    def act(self, talk: Talk) -> None:
        """Keep the worry and answer it; wait for the patient's words where a question was asked."""
        worry = talk.heard.intent.removeprefix("express_")
        talk.say(
            reassurance.reassure(
                talk.session, talk.patient, worry, words=talk.heard.text, now=talk.now
            )
        )
        if worry in reassurance.ASKS:
            _listen(talk)


class ReportBarrier(CoachAction):
    """Keeps what got in the way and asks for the patient's own idea."""

    action = "action_report_barrier"

    def act(self, talk: Talk) -> None:
        """Record the barrier."""
        barriers.record(
            talk.session,
            talk.patient,
            kind=barriers.PRACTICAL,
            words=talk.heard.text,
            now=talk.now,
        )
        talk.say("barrier.ask_own_idea")
        _listen(talk)


class _Remark(CoachAction):
    """Keeps what the patient reports, and answers it."""

    measure: ClassVar[str]
    key: ClassVar[str]
    asks: ClassVar[bool] = False

    def act(self, talk: Talk) -> None:
        """Note the words and answer."""
        observations.note(
            talk.session, talk.patient, self.measure, words=talk.heard.text, now=talk.now
        )
        talk.say(self.key)
        if self.asks:
            _listen(talk)


class ActivityPain(_Remark):
    """It hurts with activity."""

    action = "action_activity_pain"
    measure, key = observations.ACTIVITY_PAIN, "reassure.activity_pain"


class Improvement(_Remark):
    """Better; a flare-up that was running is over."""

    action = "action_improvement"
    measure, key, asks = observations.IMPROVEMENT, "reassure.improvement", True

    def act(self, talk: Talk) -> None:
        """End the flare-up, then answer."""
        flares.end(talk.session, talk.patient, now=talk.now)
        super().act(talk)


class NoChange(_Remark):
    """No better."""

    action = "action_no_change"
    measure, key, asks = observations.NO_CHANGE, "reassure.no_change", True


class AppointmentOutcome(_Remark):
    """What the clinic said."""

    action = "action_appointment_outcome"
    measure, key = observations.APPOINTMENT_OUTCOME, "appointment.outcome_noted"


class PrepareAppointment(CoachAction):
    """What to bring, and the one question that matters most."""

    action = "action_prepare_appointment"

    def act(self, talk: Talk) -> None:
        """Say it and wait for the question."""
        talk.say("appointment.prepare")
        _listen(talk)


class FinishReflection(CoachAction):
    """Keeps the patient's own words after an open question."""

    action = "action_finish_reflection"

    def act(self, talk: Talk) -> None:
        """Note the words."""
        words = talk.heard.slots.get("own_words") or talk.heard.text
        observations.note(
            talk.session, talk.patient, observations.REFLECTION, words=words, now=talk.now
        )
        talk.say("reflection.noted")


def _listen(talk: Talk) -> None:
    """Take the next words as the answer to the open question, unless another question is waiting."""
    if talk.heard.form is None:
        talk.wait_in("reflection_form", "own_words")
