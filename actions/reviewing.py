"""The weekly review: days done, what got in the way, and the goal of the coming week."""

from __future__ import annotations

from actions.base import CoachAction, FormCheck, Json, Talk
from actions.goals import described
from coach import barriers, checkins, goals
from coach.rules import checkins as rules
from coach.rules.checkins import NextStep, Outcome


class CheckReview(FormCheck):
    """Records the days as soon as they are told; asks what got in the way only when there were none."""

    form = "review_form"
    greets = True

    def start(self, talk: Talk) -> bool:
        """There must be a goal to review."""
        if goals.active(talk.session, talk.patient) is not None:
            return True
        talk.say("goal.none_yet")
        return False

    def check(self, talk: Talk, answers: Json) -> None:
        """Act on each answer of this message."""
        talk.set(**answers)
        if "days_done" in answers:
            _record_days(talk, answers["days_done"])
        if answers.get("got_in_the_way"):
            barriers.record(
                talk.session,
                talk.patient,
                kind=barriers.PRACTICAL,
                words=answers["got_in_the_way"],
                now=talk.now,
            )


def _record_days(talk: Talk, days_done: float) -> None:
    goal = goals.active(talk.session, talk.patient)
    if goal is None:  # the question was asked, and the goal has been taken away since
        talk.say("goal.none_yet")
        talk.end_form()
        return
    if not rules.is_valid(days_done):
        talk.say("checkin.invalid_days", days=goal.days)
        talk.set(days_done=None)
        return
    outcome = checkins.record(
        talk.session,
        talk.patient,
        days_done=int(days_done),
        channel=talk.heard.channel,
        now=talk.now,
    )
    if outcome is Outcome.NONE:
        talk.say("checkin.none", days=goal.days)
    else:
        talk.say(f"checkin.{outcome}", days_done=int(days_done), days=goal.days)
        talk.set(got_in_the_way="")


class FinishReview(CoachAction):
    """Begins the coming week."""

    action = "action_finish_review"

    def act(self, talk: Talk) -> None:
        """Set the next goal as the patient chose."""
        step = talk.heard.slots.get("next_step")
        if step is None or goals.active(talk.session, talk.patient) is None:
            return
        goal = checkins.choose_next(talk.session, talk.patient, NextStep(step), now=talk.now)
        talk.say("checkin.next_goal", **described(goal))
