"""TwiML for calls: words to hear, then an answer to wait for or the end. The gateway calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twilio.twiml.voice_response import Gather, VoiceResponse

VOICE = "Polly.Amy-Neural"
LANGUAGE = "en-GB"
# What XML 1.0 cannot carry; one such character would make the answer an application error.
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def ask(
    said: Sequence[str], *, action: str, several_digits: bool, barge_in: bool, timeout: int
) -> str:
    """Say the words and wait for a key or speech, which Twilio then posts to `action`.

    Silence is posted too. Several digits end with the hash key; one digit is taken at once.
    """
    response = VoiceResponse()
    gather = Gather(
        input="dtmf speech",
        action=action,
        method="POST",
        language=LANGUAGE,
        timeout=timeout,
        speech_timeout="auto",
        profanity_filter=False,  # distress must arrive as it was said
        action_on_empty_result=True,
        barge_in=barge_in,
        **({"finish_on_key": "#"} if several_digits else {"num_digits": 1}),
    )
    _say(gather, said)
    response.append(gather)
    return str(response)


def hang_up(said: Sequence[str]) -> str:
    """Say the words and end the call."""
    response = VoiceResponse()
    _say(response, said)
    response.hangup()
    return str(response)


def _say(where: VoiceResponse | Gather, said: Sequence[str]) -> None:
    """Blank lines become short pauses, and so does the step from one thing said to the next."""
    paragraphs = [part for words in said for part in _PARAGRAPHS.split(words) if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        if number:
            where.pause(length=1)
        plain = " ".join(_UNFIT.sub(" ", paragraph).split())
        where.say(plain, voice=VOICE, language=LANGUAGE)
