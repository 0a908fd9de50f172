"""Flare-ups, warning signs and the plan for bad spells."""

from __future__ import annotations

from actions.base import CoachAction, FormCheck, Json, Talk
from actions.goals import described
from actions.joining import report_sign
from coach import flares, goals

SIGNS = ("flare_cord", "flare_unwell")


class CheckFlare(FormCheck):
    """A warning sign ends the talk with a safety message; otherwise the plan is made."""

    form = "flare_form"
    greets = True

    def start(self, talk: Talk) -> bool:
        """Validate first, and record the bad spell; skip what is known or does not apply."""
        flares.start(talk.session, talk.patient, now=talk.now)
        talk.say("flare.validate")
        plan = flares.plan(talk.session, talk.patient)
        goal = goals.active(talk.session, talk.patient)
        talk.set(flare_helps=plan.helps if plan else None)
        if goal is None:
            talk.set(flare_smaller=False)
        else:
            talk.set(**described(goal))
        return True

    def check(self, talk: Talk, answers: Json) -> None:
        """Act on the warning signs at once."""
        talk.set(**answers)
        _first_sign(talk, answers)


class CheckRedFlag(FormCheck):
    """The two warning-sign questions on their own."""

    form = "red_flag_form"

    def check(self, talk: Talk, answers: Json) -> None:
        """Act on the warning signs at once."""
        talk.set(**answers)
        _first_sign(talk, answers)


def _first_sign(talk: Talk, answers: Json) -> None:
    sign = next((name for name in SIGNS if answers.get(name) is True), None)
    if sign is not None:
        report_sign(talk, sign)


def _escalated(talk: Talk) -> bool:
    return any(talk.heard.slots.get(name) is not False for name in SIGNS)


class FinishFlare(CoachAction):
    """Says the plan, keeps it, and promises to ask again."""

    action = "action_finish_flare"

    def act(self, talk: Talk) -> None:
        """Settle the flare-up, unless a warning sign ended the talk."""
        if _escalated(talk):
            return
        helps = talk.heard.slots.get("flare_helps") or None
        flares.settle(talk.session, talk.patient, helps=helps, now=talk.now)
        if helps:
            talk.say("flare.plan_with_helps", helps=helps)
        else:
            talk.say("flare.plan")
        self._say_goal(talk)
        talk.say("flare.follow_up_promised")

    def _say_goal(self, talk: Talk) -> None:
        if talk.heard.slots.get("flare_smaller"):
            goal = goals.smaller(talk.session, talk.patient)
            talk.say("flare.goal_smaller", **described(goal))
        elif goals.active(talk.session, talk.patient) is not None:
            talk.say("flare.goal_kept")


class FinishRedFlag(CoachAction):
    """Says what to watch for after two noes; never that nothing is wrong."""

    action = "action_finish_red_flag"

    def act(self, talk: Talk) -> None:
        """Speak only when no warning sign was reported."""
        if not _escalated(talk):
            talk.say("red_flag.all_clear")


class ShowFlarePlan(CoachAction):
    """Says the plan for bad spells."""

    action = "action_show_flare_plan"

    def act(self, talk: Talk) -> None:
        """Look the newest plan up."""
        plan = flares.plan(talk.session, talk.patient)
        if plan is None:
            talk.say("flare.no_plan_yet")
        elif plan.helps:
            talk.say("flare.plan_with_helps", helps=plan.helps)
        else:
            talk.say("flare.plan")
