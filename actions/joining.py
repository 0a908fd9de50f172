"""Joining: consent, the first safety question, and a goal that is told too early."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop

from actions.base import CoachAction, FormCheck, Json, Talk
from coach import consent, goals, handover
from coach.rules import goals as rules
from models.programme import Goal

GOAL = ("activity", "amount", "days")


class CheckJoining(FormCheck):
    """Consent takes effect at once; a warning sign stops joining, with a safety message."""

    form = "join_form"
    needs_enrolment = False

    def check(self, talk: Talk, answers: Json) -> None:
        """Act on consent and on the safety question."""
        talk.set(**answers)
        agreed = answers.get("consent")
        if agreed is True:
            consent.give(talk.session, talk.patient, channel=talk.heard.channel, now=talk.now)
        elif agreed is False:
            consent.decline(talk.session, talk.patient, channel=talk.heard.channel, now=talk.now)
            talk.end_form()
        if answers.get("red_flag_now") is True:
            report_sign(talk, "red_flag_now")
            consent.suspend(talk.patient)


class FinishJoining(CoachAction):
    """Says welcome or goodbye, and lets the first goal follow."""

    action = "action_finish_joining"
    needs_enrolment = False

    def act(self, talk: Talk) -> None:
        """Answer by how the form ended."""
        slots = talk.heard.slots
        if slots.get("consent") is False:
            talk.say("join.declined")
        elif slots.get("red_flag_now") is False:
            talk.say("join.welcome")
            if "activity" not in slots:
                talk.say("join.ask_first_goal")
                talk.wait_in("goal_form", "activity")
            else:
                # A goal was told before: the form takes it up where it stands.
                _record_told(talk)
                talk.events.append(ActiveLoop("goal_form"))


class NoteGoal(CoachAction):
    """Keeps a goal that came in the place of another answer."""

    action = "action_note_goal"

    def act(self, talk: Talk) -> None:
        """Record the goal when all of it was told; what is missing is asked for later."""
        goal = _record_told(talk)
        if goal is not None:
            talk.say("goal.noted", activity=goal.activity, amount=goal.amount, days=goal.days)


def _record_told(talk: Talk) -> Goal | None:
    activity, amount, days = (talk.heard.slots.get(name) for name in GOAL)
    if activity is None or amount is None or days is None or not rules.is_valid_days(days):
        return None
    return goals.set_goal(
        talk.session, talk.patient, activity=activity, amount=amount, days=int(days), now=talk.now
    )


def report_sign(talk: Talk, question: str) -> None:
    """Escalate a warning sign, say the safety message and end the form."""
    key = handover.report_sign(
        talk.session,
        talk.patient,
        question=question,
        words=talk.heard.text,
        channel=talk.heard.channel,
        now=talk.now,
    )
    talk.say(key)
    talk.end_form()
