"""What a person can do with a call: place it, answer, decline, press keys, speak, wait, hang up."""

from collections.abc import Mapping
from urllib.parse import urljoin

from simulator.call_events import end, pick_up, ring
from simulator.calls import Call
from simulator.network import Network
from simulator.numbers import ANONYMOUS, WITHHELD
from simulator.twiml import Gather
from simulator.walker import after_dial, follow, follow_inline, go_on

# An answering machine's tape: so many questions stay unanswered before it hangs up.
TAPE_LENGTH = 20


class NotNowError(Exception):
    """The call is not in a state for this; the text says what to do instead."""


async def place(network: Network, phone: str) -> Call:
    """Call the clinic from this phone, or from a withheld number, and hear what it says first."""
    call = Call(
        from_=WITHHELD if phone == ANONYMOUS else phone,
        to=network.settings.clinic_number,
        phone=phone,
        direction="inbound",
        status="ringing",
    )
    network.calls.add(call)
    async with call.lock:
        await follow(network, call, network.settings.public_base + "/twilio/voice")
    return call


def start_ringing(network: Network, call: Call) -> None:
    """Let a phone ring that the clinic calls."""
    network.calls.add(call)
    network.activity.touch()
    ring(network, call, on_no_answer=after_dial)


async def answer(network: Network, call: Call, *, by: str) -> None:
    """Pick up a ringing phone. A machine stays silent until the coach has hung up."""
    async with call.lock:
        if call.status != "ringing" or call.direction == "inbound":
            raise NotNowError(f"the call is {call.status}; only a ringing phone can be answered")
        call.answered_by = _answered_by(call, by)
        pick_up(network, call)
        call.note(f"[answered by a {by}]")
        if call.parent:
            call.parent.hear("[connected]")
        elif call.twiml:
            await follow_inline(network, call, call.twiml)
        else:
            await follow(network, call, call.url or "", method=call.method)
        if by == "machine":
            await _run_tape(network, call)


def _answered_by(call: Call, by: str) -> str:
    if by == "human":
        return "human"
    return "machine_end_beep" if call.detects_machine == "DetectMessageEnd" else "machine_start"


async def _run_tape(network: Network, call: Call) -> None:
    for _ in range(TAPE_LENGTH):
        if call.gather is None:
            return
        await _stay_silent(network, call, call.gather)
    await _end_by_phone(network, call, "completed")


async def decline(network: Network, call: Call, *, reason: str) -> None:
    """Do not take a ringing call: the line is busy, or nobody answers."""
    if call.status != "ringing" or call.direction == "inbound":
        raise NotNowError(f"the call is {call.status}; only a ringing phone can decline")
    await _end_by_phone(network, call, reason)


async def hang_up(network: Network, call: Call) -> None:
    """Put the phone down."""
    if call.is_over:
        raise NotNowError(f"the call is over ({call.status})")
    call.note("[hung up]")
    await _end_by_phone(network, call, "completed" if call.answered else "canceled")


async def press(network: Network, call: Call, digits: str) -> None:
    """Press keys. What the coach does not wait for is lost, as on a real line."""
    async with call.lock:
        gather = _listening(call, "dtmf")
        call.note(f"[pressed {digits}]")
        if taken := _taken(gather, digits):
            await _submit(network, call, gather, fields={"Digits": taken})
        else:
            await _stay_silent(network, call, gather)


async def speak(network: Network, call: Call, speech: str, *, confidence: float) -> None:
    """Say something aloud."""
    async with call.lock:
        gather = _listening(call, "speech")
        call.note(speech)
        fields = {"SpeechResult": speech, "Confidence": str(confidence)}
        await _submit(network, call, gather, fields=fields)


async def stay_silent(network: Network, call: Call) -> None:
    """Let the coach wait until it gives up waiting."""
    async with call.lock:
        gather = _listening(call)
        call.note("[silence]")
        await _stay_silent(network, call, gather)


def _listening(call: Call, kind: str = "") -> Gather:
    if call.gather is None:
        raise NotNowError(f"the call is {call.status} and does not listen")
    if kind and kind not in call.gather.inputs:
        raise NotNowError(f"the call listens for {' and '.join(call.gather.inputs)} only")
    return call.gather


def _taken(gather: Gather, digits: str) -> str:
    taken = ""
    for key in digits:
        if key == gather.finish_on_key:
            if taken:
                break
            continue  # Twilio heeds this key only after a digit
        taken += key
        if len(taken) == gather.digits:
            break
    return taken


async def _submit(
    network: Network, call: Call, gather: Gather, *, fields: Mapping[str, str]
) -> None:
    call.gather = None
    here = call.script.url if call.script else network.settings.public_base
    await follow(
        network,
        call,
        urljoin(here, gather.action) if gather.action else here,
        method=gather.method,
        fields=fields,
    )


async def _stay_silent(network: Network, call: Call, gather: Gather) -> None:
    if gather.on_empty:
        empty = {"Digits": ""} if "dtmf" in gather.inputs else {}
        spoken = {"SpeechResult": ""} if "speech" in gather.inputs else {}
        await _submit(network, call, gather, fields=empty | spoken)
        return
    call.gather = None
    await go_on(network, call)


async def _end_by_phone(network: Network, call: Call, status: str) -> None:
    end(network, call, status)
    if call.parent:
        await after_dial(network, call)
