"""How bad the pain is today."""

from __future__ import annotations

from actions.base import CoachAction, FormCheck, Json, Talk
from coach import observations


class CheckPainScore(FormCheck):
    """A score is a number from 0 to 10."""

    form = "pain_form"

    def check(self, talk: Talk, answers: Json) -> None:
        """Ask again for what is off the scale."""
        score = answers.get("pain_score")
        if score is not None and not observations.is_valid_pain(score):
            talk.say("pain_score.invalid")
            score = None
        talk.set(pain_score=score)


class NotePainScore(CoachAction):
    """Keeps the score."""

    action = "action_pain_score"

    def act(self, talk: Talk) -> None:
        """Note it and say so."""
        score = talk.heard.slots["pain_score"]
        observations.note(talk.session, talk.patient, observations.PAIN, value=score, now=talk.now)
        talk.say("pain_score.noted", score=score)
