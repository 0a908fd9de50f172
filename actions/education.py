"""Questions about back pain: one explanation for each."""

from __future__ import annotations

from actions.base import CoachAction, Talk
from coach import education


class Educate(CoachAction):
    """Explains the topic that the intent names: `ask_sleep` is about sleep."""

    action = "action_educate"

    def act(self, talk: Talk) -> None:
        """Say the topic's explanation."""
        topic = talk.heard.intent.removeprefix("ask_")
        talk.say(education.explain(talk.session, talk.patient, topic, now=talk.now))
