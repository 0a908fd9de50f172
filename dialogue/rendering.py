"""From content keys to the texts or spoken words of one turn."""

from __future__ import annotations

from collections.abc import Sequence

import smsutil

import content
from dialogue.engine import Say

SEGMENTS = 3


def texts(said: Sequence[Say]) -> list[tuple[list[str], str]]:
    """(content keys, body) of each SMS, joined while they fit three segments."""
    bodies: list[tuple[list[str], str]] = []
    for item in said:
        words = content.render(item.say, "sms", item.with_)
        if bodies and _fits(joined := f"{bodies[-1][1]}\n\n{words}"):
            bodies[-1] = ([*bodies[-1][0], item.say], joined)
        else:
            bodies.append(([item.say], words))
    return bodies


def _fits(body: str) -> bool:
    return len(smsutil.split(body).parts) <= SEGMENTS
