"""Webhooks that nobody in their right mind would send, from a seeded generator: the same seed, the same attack."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

FORM = "application/x-www-form-urlencoded"
PATHS = ("/twilio/sms", "/twilio/voice", "/twilio/status")
_METHODS = ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW")
_WORDS = (
    "", "hello", "STOP", "stop", "HELP", "START", "join", "yes", "/restart", "/session_start",
    "numb between my legs and cant wee", "0", "99999999999999999999", "-1", "1e400", "NaN",
    "'; DROP TABLE patient; --", "{{7*7}}", "{activity}", "${jndi:ldap://x}", "<Response/>", "%s%n",
    "\x00", "a\x00b", "\x1b[31m", "\ufffd\ufffd\ufffd\ufffd", "\u202eflipped", "e\u0301" * 200,
    "\U0001f600" * 1600, "x" * 1601, "y" * 20000, " \t\r\n ", "\ufeff", "\u200d", "Ａ１", "١٢٣", "²",
)  # fmt: skip
_NUMBERS = (
    "+447700900999", "", "+", "00", "anonymous", "Anonymous", "+266696687", "client:alice",
    "sip:a@b.example", "+44" + "7" * 60, "+44\x007700900999", "\u0664\u0664", "Ringback", "999",
    "+1 (555) 010-0000", "whatsapp:+447700900999", "\U0001f600", "+447700900000",
)  # fmt: skip
_FIELDS = (
    "Body", "From", "To", "NumMedia", "NumSegments", "OptOutType", "MediaUrl0", "CallSid", "Digits",
    "SpeechResult", "Confidence", "CallStatus", "AnsweredBy", "MessageStatus", "ErrorCode", "AccountSid",
    "MessageSid", "UnstableSpeechResult", "Direction", "__proto__", "Body[]", "Body[a][b]", "\x00", "",
)  # fmt: skip
_QUERIES = (
    "", "?turn=1", "?turn=-1", "?turn=99999999999999999999", "?turn=\u0661", "?ob=1", "?ob=%00",
    "?ob=00000000-0000-0000-0000-000000000000", "?turn=1&turn=2", "?%ff=%fe", "?a[]=1", "?" + "q" * 4000,
    "?ob=' or 1=1--", "?turn=%F0%9F%98%80", "?;", "?&&&=",
)  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """One request; `pairs` is its form where it has a well-formed one, for signing."""

    method: str
    path: str
    sid: str
    body: bytes
    pairs: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = False


def form(dice: random.Random, number: int) -> Attack:
    """A url-encoded form with wild values, fields that come twice, and fields that do not exist."""
    path = dice.choice(PATHS)
    sid = f"{dice.choice(('SM', 'CA', 'MM'))}{number:032x}"
    pairs = [("CallSid" if "voice" in path else "MessageSid", sid), ("From", dice.choice(_NUMBERS))]
    pairs += [(dice.choice(_FIELDS), dice.choice(_WORDS)) for _ in range(dice.randrange(12))]
    if dice.random() < 0.3:
        dice.shuffle(pairs)
    own = next(v for n, v in pairs if n in ("CallSid", "MessageSid"))
    where = path + quote_plus(dice.choice(_QUERIES), safe="?=&%[];'")
    return Attack(
        "POST", where, own, urlencode(pairs).encode(), tuple(pairs), {"Content-Type": FORM}
    )


def wild(dice: random.Random, number: int) -> Attack:
    """Something that is no proper form at all, or no proper request."""
    made = form(dice, number)
    return dice.choice(_WILD)(dice, made)


def _bytes(dice: random.Random, made: Attack) -> Attack:
    return _with(made, dice.randbytes(dice.randrange(3000)), {"Content-Type": FORM})


def _half(dice: random.Random, made: Attack) -> Attack:
    """Percent signs and encodings that end in the middle, and surrogates that stand alone."""
    tail = dice.choice(
        (b"%", b"%G1", b"&Body=%ED%A0%80", b"&Body=%FF%FE", b"&%00=%00", b"&=&=&", b";;")
    )
    return _with(made, made.body + tail, made.headers)


def _huge(dice: random.Random, made: Attack) -> Attack:
    size = dice.choice((65_000, 70_000, 300_000))
    return _with(made, b"Body=" + b"z" * size, made.headers)


def _many(dice: random.Random, made: Attack) -> Attack:
    return _with(
        made, b"&".join(b"a%d=1" % n for n in range(dice.choice((150, 1000, 5000)))), made.headers
    )


def _nested(dice: random.Random, made: Attack) -> Attack:
    depth = dice.choice((10, 1000, 20000))
    body = b'{"Body":' * depth if dice.random() < 0.5 else b"[" * depth
    return _with(made, body, {"Content-Type": dice.choice(("application/json", FORM, "text/xml"))})


def _multipart(dice: random.Random, made: Attack) -> Attack:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{dice.choice(_WORDS)}\r\n'
        for name in ("MessageSid", "From", "Body")
    )
    end = dice.choice(("--b--\r\n", "--b", ""))
    kind = dice.choice(
        ("multipart/form-data; boundary=b", "multipart/form-data", "MULTIPART/form-data;boundary=b")
    )
    return _with(made, (parts + end).encode("utf-8", "surrogatepass"), {"Content-Type": kind})


def _charset(dice: random.Random, made: Attack) -> Attack:
    charset = dice.choice(("utf-16", "utf-7", "latin-1", "nonsense", "idna", "rot13"))
    headers = {
        "Content-Type": f"{FORM}; charset={charset}",
        "Content-Encoding": dice.choice(("gzip", "br", "x")),
    }
    return _with(made, made.body, headers)


def _method(dice: random.Random, made: Attack) -> Attack:
    return Attack(dice.choice(_METHODS), made.path, made.sid, made.body, (), made.headers)


def _path(dice: random.Random, made: Attack) -> Attack:
    path = dice.choice(
        ("/twilio/sms/", "//twilio/sms", "/twilio/../healthz", "/twilio/sms%00", "/TWILIO/SMS", "/twilio/%73ms",
         "/readyz", "/healthz", "/", "/docs", "/webhooks/rest/webhook", "/twilio/sms;a=b", "/\xff")
    )  # fmt: skip
    return Attack(
        made.method, quote_plus(path, safe="/%;=."), made.sid, made.body, (), made.headers
    )


def _in_chunks(_dice: random.Random, made: Attack) -> Attack:
    return Attack("POST", made.path, made.sid, made.body, (), made.headers, chunked=True)


def _with(made: Attack, body: bytes, headers: dict[str, str]) -> Attack:
    return Attack("POST", made.path, made.sid, body, (), dict(headers))


_WILD: tuple[Callable[[random.Random, Attack], Attack], ...] = (
    _bytes, _half, _huge, _many, _nested, _multipart, _charset, _method, _path, _in_chunks,
)  # fmt: skip
