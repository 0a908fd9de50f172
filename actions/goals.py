"""This week's goal: the form, showing it, and making it easier or harder."""

from __future__ import annotations

from typing import Any

from actions.base import CoachAction, FormCheck, Json, Talk
from coach import checkins, goals
from coach.rules import goals as rules
from models.programme import Goal


def described(goal: Goal) -> dict[str, Any]:
    """A goal as parameters of a content key."""
    return {"activity": goal.activity, "amount": goal.amount, "days": goal.days}


class CheckGoal(FormCheck):
    """Records the goal as soon as activity, amount and days are known; later answers complete it."""

    form = "goal_form"

    def check(self, talk: Talk, answers: Json) -> None:
        """Drop what cannot be, record what is known, and skip the offer of a smaller goal when sure."""
        given = _valid(talk, answers)
        talk.set(**given)
        known = {**talk.heard.slots, **given}
        if any(given.get(part) is not None for part in ("activity", "amount", "days")):
            _record(talk, known)
        if given.get("confidence") is not None:
            sure = given["confidence"] >= rules.CONFIDENT
            talk.set(accept_smaller=False if sure else None)
        if given.get("accept_smaller") and given.get("amount") is None:
            goal = goals.smaller(talk.session, talk.patient)
            talk.set(**described(goal))
            talk.say("goal.lowered", **described(goal))


def _valid(talk: Talk, answers: Json) -> Json:
    valid = dict(answers)
    if "days" in valid and not rules.is_valid_days(valid["days"]):
        valid["days"] = None
        talk.say("goal.invalid_days")
    if "confidence" in valid and not rules.is_valid_confidence(valid["confidence"]):
        valid["confidence"] = None
        talk.say("goal.invalid_confidence")
    return valid


def _record(talk: Talk, known: Json) -> None:
    if any(known.get(part) is None for part in ("activity", "amount", "days")):
        return
    goals.set_goal(
        talk.session,
        talk.patient,
        activity=known["activity"],
        amount=known["amount"],
        days=int(known["days"]),
        now=talk.now,
    )


class FinishGoal(CoachAction):
    """Adds confidence and time of day, and says the goal back."""

    action = "action_finish_goal"

    def act(self, talk: Talk) -> None:
        """Complete the goal that the form has recorded."""
        slots = talk.heard.slots
        when = slots.get("goal_when") or None
        goal = goals.complete(
            talk.session, talk.patient, confidence=int(slots["confidence"]), when=when
        )
        if when:
            talk.say("goal.recorded_with_when", **described(goal), goal_when=when)
        else:
            talk.say("goal.recorded", **described(goal))


class ShowGoal(CoachAction):
    """Says the goal, and how many days are done when that is known."""

    action = "action_show_goal"

    def act(self, talk: Talk) -> None:
        """Look the goal up."""
        goal = goals.active(talk.session, talk.patient)
        if goal is None:
            talk.say("goal.none_yet")
            return
        check_in = checkins.of_goal(talk.session, goal)
        if check_in is None:
            talk.say("goal.show", **described(goal))
        else:
            talk.say("goal.show_progress", **described(goal), days_done=check_in.days_done)


class AdjustGoal(CoachAction):
    """Too hard or too easy: the goal changes at once."""

    action = "action_adjust_goal"

    def act(self, talk: Talk) -> None:
        """Make the active goal smaller or larger."""
        try:
            if talk.heard.intent == "goal_too_easy":
                talk.say("goal.raised", **described(goals.larger(talk.session, talk.patient)))
            else:
                talk.say("goal.lowered", **described(goals.smaller(talk.session, talk.patient)))
        except goals.NoGoal:
            talk.say("goal.none_yet")
