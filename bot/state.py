"""The state of a talk as JSON: it travels with each turn, so that a Rasa server keeps nothing.

A state is {} (fresh), {"form", "slot", "slots"} (somebody outside asked a form's question) or {"events": [...]}.
"""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from bot.reading import Question

State = Dict[str, Any]
_REQUESTED = "requested_slot"
_LISTEN = "action_listen"


class BadState(ValueError):
    """The state that came with a turn is none of ours; says which part."""


def events_of(state: State, domain: Domain) -> List[Event]:
    """Return the events that rebuild the talk. Raises BadState."""
    begin: List[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    if "form" in state:
        return [*begin, *_seeded(state, domain), ActionExecuted(_LISTEN)]
    if "events" in state:
        return [*begin, *_kept(state["events"])]
    if state:
        raise BadState("state: give {}, {'form', 'slot'} or {'events'}")
    return [*begin, ActionExecuted(_LISTEN)]


def _seeded(state: State, domain: Domain) -> List[Event]:
    form, slot = state["form"], state.get("slot")
    if form not in domain.form_names:
        raise BadState("state.form: no such form")
    if slot not in domain.required_slots_for_form(form):
        raise BadState("state.slot: no such slot in this form")
    slots = state.get("slots") or {}
    unknown = set(slots) - {known.name for known in domain.slots}
    if unknown:
        raise BadState("state.slots: no such slot")
    return [ActiveLoop(form), *(SlotSet(k, v) for k, v in slots.items()), SlotSet(_REQUESTED, slot)]


def _kept(raw: Any) -> List[Event]:
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise BadState("state.events: give a list of objects")
    try:
        return deserialise_events(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise BadState("state.events: not readable") from error


def question_of(tracker: DialogueStateTracker) -> Question:
    """Return what the coach waits for."""
    form = tracker.active_loop_name
    return Question(form, tracker.get_slot(_REQUESTED) if form else None)


def without_form(events: List[Event]) -> List[Event]:
    """Return the events with every form left."""
    return [*events[:-1], ActiveLoop(None), SlotSet(_REQUESTED, None), events[-1]]


def state_after(tracker: DialogueStateTracker) -> State:
    """Return what the next turn needs: the form and its slots, and the last turn's words and actions.

    Slots live as long as a form does; what the programme must remember stands in its database.
    """
    kept: List[Dict[str, Any]] = []
    if tracker.active_loop_name:
        kept.append({"event": "active_loop", "name": tracker.active_loop_name})
        kept += [
            {"event": "slot", "name": name, "value": value}
            for name, value in tracker.current_slot_values().items()
            if value is not None and name != "session_started_metadata"
        ]
    return {"events": [*kept, *_last_turn(tracker)]}


def _last_turn(tracker: DialogueStateTracker) -> List[Dict[str, Any]]:
    last: List[Dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            last.append(
                {
                    "event": "user",
                    "parse_data": {"intent": {"name": event.intent_name}, "entities": []},
                }
            )
            break
        if isinstance(event, BotUttered):
            last.append({"event": "bot", "data": {"custom": event.data.get("custom")}})
        elif isinstance(event, ActionExecuted):
            last.append({"event": "action", "name": event.action_name})
    # A user event between two listens is what a turn looks like.
    return [{"event": "action", "name": _LISTEN}, *reversed(last)]
