"""Texts that the clinic sends to a phone: acceptance by the network, then receipts."""

import asyncio
from dataclasses import dataclass

from simulator import clock
from simulator.faults import ReceiptOrder
from simulator.messages import Message
from simulator.network import Network
from simulator.segments import segment_count
from simulator.wire import WebhookError

# 30003 to 30008 come back from the far network; other late codes never left Twilio.
_UNDELIVERED = range(30003, 30009)


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A text as the coach asks for it; checked already."""

    to: str
    body: str
    service_sid: str | None = None
    status_callback: str | None = None
    smart_encoded: bool = False
    media: int = 0


def send_text(network: Network, outgoing: Outgoing) -> Message:
    """Accept a text and move it on in the background."""
    message = Message(
        from_=network.settings.clinic_number,
        to=outgoing.to,
        body=outgoing.body,
        direction="outbound-api",
        status="accepted" if outgoing.service_sid else "queued",
        segments=segment_count(outgoing.body, smart_encoded=outgoing.smart_encoded),
        media=outgoing.media,
        service_sid=outgoing.service_sid,
        status_callback=outgoing.status_callback,
    )
    _accept(network, message)
    return message


def send_reply(network: Network, phone: str, *, body: str) -> None:
    """Send what a Message verb says. An opted-out phone gets nothing, which is logged."""
    if phone in network.opted_out:
        url = network.settings.public_base + "/twilio/sms"
        network.wire.log_error(21610, url=url, sid="", reason="the phone opted out")
        return
    message = Message(
        from_=network.settings.clinic_number,
        to=phone,
        body=body,
        direction="outbound-reply",
        status="queued",
        segments=segment_count(body),
    )
    _accept(network, message)


def _accept(network: Network, message: Message) -> None:
    network.messages.add(message, phone=message.to)
    network.activity.answered(message.to)
    network.spawn(_move_on(network, message))


async def _move_on(network: Network, message: Message) -> None:
    plan = network.faults.plan
    statuses = _statuses(network, message)
    if not message.status_callback or plan.receipts is ReceiptOrder.NONE:
        for status in statuses:
            message.move_to(status)
        return
    if plan.receipts is ReceiptOrder.OUT_OF_ORDER:
        for status in statuses:
            message.move_to(status)
        statuses.reverse()
    for status in statuses:
        if plan.receipts is not ReceiptOrder.OUT_OF_ORDER:
            message.move_to(status)
        for _ in range(2 if plan.receipts is ReceiptOrder.DUPLICATED else 1):
            await _send_receipt(network, message, status)


def _statuses(network: Network, message: Message) -> list[str]:
    first = ["queued"] if message.service_sid else []
    message.error_code = network.faults.failure(message.to)
    if message.error_code is None:
        return [*first, "sent", "delivered"]
    if message.error_code in _UNDELIVERED:
        return [*first, "sent", "undelivered"]
    return [*first, "failed"]


async def _send_receipt(network: Network, message: Message, status: str) -> None:
    url = message.status_callback or ""
    if network.faults.plan.delay_ms:
        await asyncio.sleep(network.faults.plan.delay_ms / 1000)
    if network.faults.drops_webhook():
        network.wire.log_error(11200, url=url, sid=message.sid, reason="dropped on demand")
        return
    try:
        await network.wire.deliver(url, _form(network, message, status))
    except WebhookError:
        return  # logged; a receipt is not sent again


def _form(network: Network, message: Message, status: str) -> dict[str, str]:
    form = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": network.settings.account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.from_ or "",
        "To": message.to,
    }
    if message.service_sid:
        form["MessagingServiceSid"] = message.service_sid
    if message.error_code and status in {"undelivered", "failed"}:
        form["ErrorCode"] = str(message.error_code)
    if status in {"delivered", "undelivered"}:
        form["RawDlrDoneDate"] = clock.now().strftime("%y%m%d%H%M")
    return form
