"""When the programme gets in touch: times, breaks, returns and wrong numbers."""

from __future__ import annotations

from actions.base import CoachAction, FormCheck, Json, Talk
from coach import contact, handover


class CheckContact(FormCheck):
    """A time of day at which texts are sent."""

    form = "contact_form"

    def check(self, talk: Talk, answers: Json) -> None:
        """Ask again for what is no such time."""
        words = answers.get("contact_time")
        if words is not None and not contact.is_valid_time(words):
            talk.say("contact.invalid_time")
            words = None
        talk.set(contact_time=words)


class FinishContact(CoachAction):
    """Keeps the time."""

    action = "action_finish_contact"

    def act(self, talk: Talk) -> None:
        """Change it and say so."""
        words = talk.heard.slots["contact_time"]
        at = contact.change_time(talk.session, talk.patient, words, now=talk.now)
        talk.say("contact.changed", contact_time=at)


class Pause(CoachAction):
    """A break, for as long as was said."""

    action = "action_pause"

    def act(self, talk: Talk) -> None:
        """Start it; a question that was waiting is dropped."""
        until = contact.pause(talk.patient, talk.heard.entities.get("duration"), now=talk.now)
        talk.say("programme.paused", until=until)
        talk.leave_form()


class Resume(CoachAction):
    """The end of a break."""

    action = "action_resume"

    def act(self, talk: Talk) -> None:
        """End it, if there is one."""
        back = contact.resume(talk.session, talk.patient, now=talk.now)
        talk.say("programme.resumed" if back else "programme.not_paused")


class WrongPerson(CoachAction):
    """Not the patient's phone."""

    action = "action_wrong_person"
    needs_enrolment = False

    def act(self, talk: Talk) -> None:
        """Stop coaching this number."""
        handover.report_wrong_person(
            talk.session, talk.patient, channel=talk.heard.channel, now=talk.now
        )
        talk.say("talk.wrong_person")
        talk.leave_form()
