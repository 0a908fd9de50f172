"""One turn of talk as a pure function of (state, text): rebuild the tracker, run Rasa on it, read the state back."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from bot import reading, state
from bot.action_server import ActionServer, TurnActions
from bot.reading import Reading

Json = Dict[str, Any]


class TurnFailed(Exception):
    """Something inside went wrong; nothing of the turn may be used, and it may be repeated."""


@dataclass(frozen=True)
class TurnRequest:
    """What the gateway asks for."""

    sender: str
    channel: str
    text: str
    turn_id: str
    state: Json


class SmsChannel(CollectingOutputChannel):
    """Collects what goes out as a text."""

    @classmethod
    def name(cls) -> str:
        """Rasa picks channel-specific responses by this name."""
        return "sms"


class VoiceChannel(CollectingOutputChannel):
    """Collects what is said on a call."""

    @classmethod
    def name(cls) -> str:
        """Rasa picks channel-specific responses by this name."""
        return "voice"


CHANNELS = {channel.name(): channel for channel in (SmsChannel, VoiceChannel)}


class _OneTurn:
    """Holds the tracker of this turn alone, in the place of Rasa's tracker store."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        self.tracker = tracker

    async def get_or_create_tracker(self, *_: Any, **__: Any) -> DialogueStateTracker:
        return self.tracker

    async def retrieve(self, _: str) -> DialogueStateTracker:
        return self.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.tracker = tracker


async def run(processor: MessageProcessor, actions: ActionServer, request: TurnRequest) -> Json:
    """Answer one turn. Raises BadState for an unusable state and TurnFailed for everything that broke inside."""
    events = state.events_of(request.state, processor.domain)
    tracker = _tracker(processor, request.sender, events)
    parsed = await processor.parse_message(UserMessage(request.text), tracker)
    heard = Reading(
        text=request.text,
        intent=parsed["intent"]["name"],
        confidence=parsed["intent"]["confidence"],
        entities=parsed["entities"],
    )
    understood = reading.read(heard, state.question_of(tracker))
    if understood.leaves_form:
        tracker = _tracker(processor, request.sender, state.without_form(events))
    channel = CHANNELS[request.channel]()
    ours = TurnActions(actions)
    await _processor_for(processor, tracker, ours).handle_message(
        _message(request, understood, channel)
    )
    said = _said(channel)
    if ours.failure or not said:
        raise TurnFailed(ours.failure or "nothing was said")
    return {
        "said": said,
        "state": state.state_after(tracker),
        "intent": heard.intent,
        "confidence": heard.confidence,
        "entities": heard.entities,
    }


def _tracker(processor: MessageProcessor, sender: str, events: List[Any]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        sender, events, slots=processor.domain.slots, domain=processor.domain
    )


def _processor_for(
    processor: MessageProcessor, tracker: DialogueStateTracker, actions: TurnActions
) -> MessageProcessor:
    """The loaded model with this turn's own tracker and action calls: turns share nothing that changes."""
    ours = copy.copy(processor)
    ours.tracker_store = _OneTurn(tracker)
    ours.action_endpoint = actions
    return ours


def _message(
    request: TurnRequest, understood: Reading, channel: CollectingOutputChannel
) -> UserMessage:
    return UserMessage(
        request.text,
        output_channel=channel,
        sender_id=request.sender,
        input_channel=request.channel,
        parse_data={
            "text": request.text,
            "intent": {"name": understood.intent, "confidence": understood.confidence},
            "entities": understood.entities,
        },
        metadata={"turn_id": request.turn_id, "channel": request.channel},
    )


def _said(channel: CollectingOutputChannel) -> List[Json]:
    """Collect what was said. What puts an answer right asks its question anew: the form's own is left out."""
    said: List[Json] = []
    for message in channel.messages:
        custom: Optional[Json] = message.get("custom")
        if custom is None or "say" not in custom:
            raise TurnFailed("an utterance without a content key")
        if not (said and ".invalid" in said[-1]["say"]):
            said.append({"say": custom["say"], "with": custom.get("with") or {}})
    return said
