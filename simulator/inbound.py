"""Texts that a phone sends to the clinic: keywords, delivery to the webhook, a TwiML answer."""

import asyncio
from uuid import uuid4

from simulator import twiml
from simulator.keywords import STOP_CONFIRMATION, OptOutType, opt_out_type
from simulator.messages import Message
from simulator.network import Network
from simulator.outbound import send_reply
from simulator.segments import segment_count
from simulator.sids import new_sid
from simulator.wire import WebhookAnswer, WebhookError

# Texts that arrive within this time of each other change places under the fault "reorder".
REORDER_SECONDS = 0.25
_TWIML_TYPES = {"text/xml", "application/xml", "text/html"}
_BLANK = dict.fromkeys(
    [f"{side}{part}" for side in ("From", "To") for part in ("City", "State", "Zip", "Country")], ""
)


def send_text(network: Network, phone: str, *, body: str, media: int = 0) -> Message:
    """Log a text from this phone and deliver it in the background."""
    message = Message(
        sid=new_sid("MM" if media else "SM"),
        from_=phone,
        to=network.settings.clinic_number,
        body=body,
        direction="inbound",
        status="receiving",
        segments=segment_count(body),
        media=media,
    )
    message.move_to("received")
    network.messages.add(message, phone=phone)
    _obey_keyword(network, phone, opt_out_type(body))
    if network.faults.plan.reorder:
        _hold_back(network, message)
    else:
        network.spawn(_deliver_in_turn(network, message))
    return message


def _obey_keyword(network: Network, phone: str, keyword: OptOutType | None) -> None:
    if keyword is OptOutType.START:
        network.opted_out.discard(phone)
    if keyword is not OptOutType.STOP or phone in network.opted_out:
        return
    network.opted_out.add(phone)
    confirmation = Message(
        from_=network.settings.clinic_number,
        to=phone,
        body=STOP_CONFIRMATION,
        direction="outbound-reply",
        status="delivered",
    )
    network.messages.add_from_carrier(confirmation, phone=phone)


def _hold_back(network: Network, message: Message) -> None:
    network.held_back.append(message)
    if len(network.held_back) == 1:
        network.spawn(_release(network))


async def _release(network: Network) -> None:
    await asyncio.sleep(REORDER_SECONDS)
    held, network.held_back = network.held_back, []
    for message in reversed(held):
        await _deliver(network, message)


async def _deliver_in_turn(network: Network, message: Message) -> None:
    # One at a time per phone, so that two quick texts cannot overtake each other unasked.
    async with network.inbound_turns[message.from_ or ""]:
        await _deliver(network, message)


async def _deliver(network: Network, message: Message) -> None:
    plan = network.faults.plan
    if plan.delay_ms:
        await asyncio.sleep(plan.delay_ms / 1000)
    url = network.settings.public_base + "/twilio/sms"
    form, token = _form(network, message), str(uuid4())
    for _ in range(1 + plan.duplicates):
        if network.faults.drops_webhook():
            network.wire.log_error(11200, url=url, sid=message.sid, reason="dropped on demand")
            continue
        try:
            answer = await network.wire.deliver(url, form, token=token)
        except WebhookError:
            continue
        _take_answer(network, message, answer)


def _form(network: Network, message: Message) -> dict[str, str]:
    form = {
        **_BLANK,
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "SmsStatus": "received",
        "AccountSid": network.settings.account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.from_ or "",
        "To": message.to,
        "Body": message.body,
        "NumMedia": str(message.media),
        "NumSegments": str(message.segments),
    }
    for index in range(message.media):
        form[f"MediaUrl{index}"] = f"https://media.example.com/{message.sid}/{index}"
        form[f"MediaContentType{index}"] = "image/jpeg"
    if keyword := opt_out_type(message.body):
        form["OptOutType"] = keyword
    return form


def _take_answer(network: Network, message: Message, answer: WebhookAnswer) -> None:
    phone = message.from_ or ""
    if phone not in network.opted_out and not _answered_since(network, message):
        network.activity.expect_answer(phone)
    try:
        replies = _replies(answer)
    except twiml.TwimlError as error:
        url = network.settings.public_base + "/twilio/sms"
        network.wire.log_error(error.code, url=url, sid=message.sid, reason=str(error))
        return
    for body in replies:
        send_reply(network, phone, body=body)


def _answered_since(network: Network, message: Message) -> bool:
    thread = network.messages.thread(message.from_ or "")
    return thread[-1].direction != "inbound" and thread[-1].created > message.created


def _replies(answer: WebhookAnswer) -> list[str]:
    if answer.content_type == "text/plain":
        return [answer.body] if answer.body.strip() else []
    if answer.body.strip() and answer.content_type not in _TWIML_TYPES:
        raise twiml.TwimlError(f"content type {answer.content_type} is not TwiML", code=12300)
    verbs = twiml.parse(answer.body)
    return [verb.body for verb in verbs if isinstance(verb, twiml.Reply) and verb.body]
