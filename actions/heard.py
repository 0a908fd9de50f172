"""What an action is told about the turn: read once from Rasa's tracker."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from models.enums import Channel


@dataclass(frozen=True)
class Heard:
    """The patient's message and where the talk stands."""

    turn_id: str
    patient_id: uuid.UUID
    channel: Channel
    text: str
    intent: str
    entities: dict[str, Any] = field(default_factory=dict)  # the first value of each
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)  # slots that this message filled
    starting: bool = False  # the form was started by this message
    intent_before: str | None = None
    said_before: list[dict[str, Any]] = field(default_factory=list)  # in the turn before

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Heard:
        """Read Rasa's tracker as our connector sends it."""
        message = tracker.latest_message
        turn = message["metadata"]
        before, since = _split(tracker.events)
        return cls(
            turn_id=turn["turn_id"],
            patient_id=uuid.UUID(tracker.sender_id),
            channel=Channel(turn["channel"]),
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or "",
            entities={e["entity"]: e["value"] for e in reversed(message.get("entities") or [])},
            slots={k: v for k, v in tracker.slots.items() if v is not None},
            form=tracker.active_loop.get("name"),
            answers=_answers(since),
            starting=any(e["event"] == "active_loop" and e.get("name") for e in since),
            intent_before=_intent(before),
            said_before=_said(before),
        )


def _split(events: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Events before the patient's latest message, and those since."""
    last = max((i for i, e in enumerate(events) if e["event"] == "user"), default=0)
    return events[:last], events[last + 1 :]


def _answers(since: list[dict[str, Any]]) -> dict[str, Any]:
    """Slots that the form hands over for checking: those set after its own name in the list of events."""
    answers: dict[str, Any] = {}
    for event in reversed(since):
        if event["event"] == "action":
            break
        if event["event"] == "slot" and event["value"] is not None:
            answers.setdefault(event["name"], event["value"])
    answers.pop("requested_slot", None)
    return answers


def _intent(before: list[dict[str, Any]]) -> str | None:
    users = [e for e in before if e["event"] == "user"]
    return ((users[-1].get("parse_data") or {}).get("intent") or {}).get("name") if users else None


def _said(before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    said = [(e.get("data") or {}).get("custom") for e in before if e["event"] == "bot"]
    return [item for item in said if item]
