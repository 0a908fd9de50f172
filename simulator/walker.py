"""Walks a call through TwiML, up to where the phone must do something or the call ends."""

import asyncio
from collections import deque
from collections.abc import Mapping
from urllib.parse import urljoin

from simulator import clock
from simulator.call_events import call_form, end, ring
from simulator.calls import Call, Script
from simulator.network import Network
from simulator.numbers import is_reachable
from simulator.twiml import (
    Dial,
    Gather,
    Hangup,
    Pause,
    Redirect,
    Reject,
    Reply,
    Say,
    TwimlError,
    Verb,
    parse,
)
from simulator.wire import WebhookError

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
# A redirect polls for an answer that takes real time, so it waits a little.
POLL_SECONDS = 0.5


async def follow(
    network: Network,
    call: Call,
    url: str,
    *,
    method: str = "POST",
    fields: Mapping[str, str] | None = None,
) -> None:
    """Ask the coach what comes next and walk on from there.

    An error of the coach's ends the call with Twilio's apology and stands in /debug/webhooks.
    """
    try:
        await _load(network, call, url, method=method, fields=fields)
        await _walk(network, call)
    except (TwimlError, WebhookError) as error:
        _apologise(network, call, error)


async def follow_inline(network: Network, call: Call, document: str) -> None:
    """Walk through TwiML that came with the order to place the call."""
    try:
        call.script = Script(verbs=deque(parse(document)), url=network.settings.public_base + "/")
        await _walk(network, call)
    except (TwimlError, WebhookError) as error:
        _apologise(network, call, error)


async def go_on(network: Network, call: Call) -> None:
    """Walk on in the document that the call is in."""
    try:
        await _walk(network, call)
    except (TwimlError, WebhookError) as error:
        _apologise(network, call, error)


async def after_dial(network: Network, leg: Call) -> None:
    """Tell the coach how the leg of a Dial verb ended, or take the next verb."""
    call = leg.parent
    if call is None or call.child is not leg:
        return
    async with call.lock:
        dial, call.dial = call.dial, None
        if dial is None or call.script is None:
            return
        if not dial.action:
            await go_on(network, call)
            return
        fields = {
            "DialCallSid": leg.sid,
            "DialCallStatus": leg.status,
            "DialCallDuration": str(leg.seconds),
        }
        url = urljoin(call.script.url, dial.action)
        await follow(network, call, url, method=dial.method, fields=fields)


async def _load(
    network: Network,
    call: Call,
    url: str,
    *,
    method: str,
    fields: Mapping[str, str] | None = None,
) -> None:
    with network.activity.moving():
        form = call_form(network, call) | dict(fields or {})
        answer = await network.wire.deliver(url, form, method=method)
    if call.is_over:
        return
    call.script = Script(verbs=deque(parse(answer.body)), url=url)


async def _walk(network: Network, call: Call) -> None:
    documents = 0
    while call.script is not None and call.gather is None and call.dial is None:
        if not call.script.verbs:
            end(network, call, "completed")
            return
        verb = call.script.verbs.popleft()
        if not isinstance(verb, Reject):
            _connect(call)
        if isinstance(verb, Redirect):
            documents += 1
            if documents > network.settings.redirect_limit:
                raise TwimlError("the call goes round in redirects", code=12400)
            # The first redirect is a step in the talk; those after it wait for something.
            await asyncio.sleep(min(0.1 * (documents - 1), POLL_SECONDS))
            await _load(network, call, _resolve(call.script, verb.url), method=verb.method)
        else:
            _perform(network, call, verb)


def _perform(network: Network, call: Call, verb: Verb) -> None:
    match verb:
        case Say(text):
            _hear(call, text)
        case Gather():
            for prompt in verb.prompts:
                if isinstance(prompt, Say):
                    _hear(call, prompt.text)
            call.gather = verb
        case Hangup():
            end(network, call, "completed")
        case Reject(reason):
            end(network, call, "busy" if reason == "busy" else "failed")
        case Dial():
            _place_leg(network, call, verb)
        case Reply():
            raise TwimlError("<Message> cannot stand in a call", code=12200)
        case Pause():
            pass  # nothing is heard


def _connect(call: Call) -> None:
    """Put a phone that calls in through: the coach did not reject it."""
    if call.status == "ringing":
        call.status = "in-progress"
        call.answered = clock.now()


def _hear(call: Call, text: str) -> None:
    if text:
        call.hear(text)


def _place_leg(network: Network, call: Call, dial: Dial) -> None:
    call.hear(f"[dialling {dial.number}]")
    leg = Call(
        from_=dial.caller_id or call.from_,
        to=dial.number,
        phone=dial.number,
        direction="outbound-dial",
        status="queued",
        ring_seconds=dial.seconds,
        parent=call,
    )
    network.calls.add(leg)
    call.child, call.dial = leg, dial
    if is_reachable(dial.number):
        ring(network, leg, on_no_answer=after_dial)
        return
    end(network, leg, "failed")
    network.spawn(after_dial(network, leg))


def _resolve(script: Script, url: str) -> str:
    return urljoin(script.url, url) if url else script.url


def _apologise(network: Network, call: Call, error: Exception) -> None:
    if isinstance(error, TwimlError):
        url = call.script.url if call.script else network.settings.public_base + "/twilio/voice"
        network.wire.log_error(error.code, url=url, sid=call.sid, reason=str(error))
    if not call.is_over:
        _connect(call)
        call.hear(APOLOGY)
        end(network, call, "completed")
