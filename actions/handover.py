"""Reaching a person, repeating, and not understanding."""

from __future__ import annotations

from actions.base import CoachAction, Talk
from coach import handover

FALLBACK = "nlu_fallback"


class HandOver(CoachAction):
    """Asks the team to contact the patient."""

    action = "action_hand_over"
    needs_enrolment = False

    def act(self, talk: Talk) -> None:
        """Say by when, and whether it had been promised before."""
        promise = handover.ask_for_human(
            talk.session, talk.patient, channel=talk.heard.channel, now=talk.now
        )
        talk.say(
            "handover.already_waiting" if promise.again else "handover.promised", by=promise.by
        )


class Letter(CoachAction):
    """Asks the team for a letter, plan or summary."""

    action = "action_letter"

    def act(self, talk: Talk) -> None:
        """Say by when."""
        promise = handover.ask_for_letter(
            talk.session, talk.patient, channel=talk.heard.channel, now=talk.now
        )
        talk.say("letter.requested", by=promise.by)


class Fallback(CoachAction):
    """Not understood: first asks for other words; the second time in a row a person is asked."""

    action = "action_fallback"
    needs_enrolment = False

    def act(self, talk: Talk) -> None:
        """Ask again, or give up kindly."""
        if talk.heard.intent_before != FALLBACK:
            talk.say("fallback.rephrase")
            return
        handover.ask_for_human(talk.session, talk.patient, channel=talk.heard.channel, now=talk.now)
        talk.say("fallback.human")
        talk.leave_form()


class Repeat(CoachAction):
    """Says the last thing again; a form's question is asked again by the form."""

    action = "action_repeat"
    needs_enrolment = False

    def act(self, talk: Talk) -> None:
        """Repeat what was said in the turn before."""
        if talk.heard.form is not None:
            return
        for item in talk.heard.said_before:
            talk.say(item["say"], **item.get("with", {}))
        if not talk.said:
            talk.say("talk.repeat_nothing")
