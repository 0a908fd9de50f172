"""Rasa's side of an action call, for tests: a tracker as our connector sends it, and what came back."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import CoachAction
from models.people import Patient

Json = dict[str, Any]


def tracker(
    patient: Patient,
    text: str = "hello",
    *,
    intent: str = "greet",
    form: str | None = None,
    slots: Json | None = None,
    answers: Json | None = None,
    starting: bool = False,
    before: list[Json] | None = None,
    entities: list[Json] | None = None,
    turn_id: str | None = None,
) -> Tracker:
    """What Rasa tells an action about a turn; `answers` are the slots that the message filled."""
    message = {
        "text": text,
        "intent": {"name": intent},
        "entities": entities or [],
        "metadata": {"turn_id": turn_id or str(uuid.uuid4()), "channel": "sms"},
    }
    events: list[Json] = [*(before or []), {"event": "user", "text": text}]
    if starting:
        events.append({"event": "active_loop", "name": form})
    if form:
        events.append({"event": "action", "name": form})
    events += [{"event": "slot", "name": k, "value": v} for k, v in (answers or {}).items()]
    return Tracker(
        sender_id=str(patient.id),
        slots={**(slots or {}), **(answers or {})},
        latest_message=message,
        events=events,
        paused=False,
        followup_action=None,
        active_loop={"name": form} if form else {},
        latest_action_name=form or "action_listen",
    )


def run(action: CoachAction, heard: Tracker) -> tuple[list[str], Json]:
    """Run an action; return the content keys it says and the slots it sets."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, heard, {}))
    said = [message["custom"]["say"] for message in dispatcher.messages]
    return said, {e["name"]: e["value"] for e in events if e["event"] == "slot"}
