"""The end and the stages of a call, and who is told about them."""

import asyncio
from collections.abc import Awaitable, Callable
from email.utils import format_datetime

from simulator import clock
from simulator.calls import Call
from simulator.network import Network
from simulator.wire import WebhookError

Hook = Callable[[Network, Call], Awaitable[None]]


def call_form(network: Network, call: Call) -> dict[str, str]:
    """Return the fields that every webhook about a call carries."""
    form = {
        "CallSid": call.sid,
        "AccountSid": network.settings.account_sid,
        "ApiVersion": "2010-04-01",
        "From": call.from_,
        "To": call.to,
        "Caller": call.from_,
        "Called": call.to,
        "CallStatus": call.status,
        "Direction": call.direction,
        "FromCity": "",
        "FromCountry": "",
        "ToCity": "",
        "ToCountry": "",
    }
    if call.detects_machine and call.answered_by:
        form["AnsweredBy"] = call.answered_by
    return form


def report(network: Network, call: Call, event: str) -> None:
    """Tell the coach that a stage was reached, when it asked for that."""
    if not call.status_callback or event not in call.events:
        return
    form = call_form(network, call) | {
        "SequenceNumber": str(call.events_sent),
        "CallbackSource": "call-progress-events",
        "Timestamp": format_datetime(clock.now()),
    }
    if event == "initiated":
        form["CallStatus"] = "initiated"
    if call.is_over:
        form |= {"CallDuration": str(call.seconds), "Duration": str(-(-call.seconds // 60))}
    call.events_sent += 1
    network.spawn(_post(network, call, form))


async def _post(network: Network, call: Call, form: dict[str, str]) -> None:
    url = call.status_callback or ""
    async with call.events_turn:
        if network.faults.plan.delay_ms:
            await asyncio.sleep(network.faults.plan.delay_ms / 1000)
        if network.faults.drops_webhook():
            network.wire.log_error(11200, url=url, sid=call.sid, reason="dropped on demand")
            return
        try:
            await network.wire.deliver(url, form)
        except WebhookError:
            return  # logged; a call's event is not sent again


def ring(network: Network, call: Call, *, on_no_answer: Hook) -> None:
    """Let the phone ring until it is answered, declined, or has rung long enough."""
    call.status = "ringing"
    report(network, call, "initiated")
    report(network, call, "ringing")

    def stop_ringing() -> None:
        if call.status == "ringing":
            end(network, call, "no-answer")
            network.spawn(on_no_answer(network, call))

    call.ring_timer = asyncio.get_running_loop().call_later(call.ring_seconds, stop_ringing)


def pick_up(network: Network, call: Call) -> None:
    """Connect the two sides."""
    if call.ring_timer:
        call.ring_timer.cancel()
    call.status = "in-progress"
    call.answered = clock.now()
    report(network, call, "answered")


def end(network: Network, call: Call, status: str) -> None:
    """Bring the call to a final status, and the leg it dialled with it. The first end counts."""
    if call.is_over:
        return
    if call.ring_timer:
        call.ring_timer.cancel()
    call.status = status
    call.ended = clock.now()
    call.script = call.gather = call.dial = None
    report(network, call, "completed")
    if call.child and not call.child.is_over:
        end(network, call.child, "completed" if call.child.answered else "canceled")
