"""Reads TwiML. Used on what the coach answers to a call or to a text."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element


class TwimlError(Exception):
    """The document is not TwiML that a call or a text can follow; `code` is Twilio's warning."""

    def __init__(self, message: str, *, code: int = 12100) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Say:
    """Words to be heard; a Play verb comes as its address in brackets."""

    text: str


@dataclass(frozen=True)
class Pause:
    """Quiet. The walk does not wait for it."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class Gather:
    """A question: what is said meanwhile, and what may be answered how."""

    prompts: tuple[Say | Pause, ...]
    inputs: tuple[str, ...]
    action: str
    method: str
    digits: int | None
    finish_on_key: str
    on_empty: bool


@dataclass(frozen=True)
class Redirect:
    """Go on with another document; an empty URL is the present one again."""

    url: str
    method: str


@dataclass(frozen=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True)
class Reject:
    """Do not take the call."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Dial:
    """Connect the call to another phone."""

    number: str
    action: str
    method: str
    seconds: float
    caller_id: str


@dataclass(frozen=True)
class Reply:
    """The Message verb of an answer to a text."""

    body: str


Verb = Say | Pause | Gather | Redirect | Hangup | Reject | Dial | Reply


def parse(document: str) -> list[Verb]:
    """Read the verbs of a document; an empty one has none. Raises TwimlError."""
    if not document.strip():
        return []
    try:
        root = ET.fromstring(document.strip())  # noqa: S314 (the coach's own answer)
    except ET.ParseError as error:
        raise TwimlError(f"not well-formed: {error}") from error
    if root.tag != "Response":
        raise TwimlError("the root element must be <Response>")
    return [_verb(element) for element in root]


def _verb(element: Element) -> Verb:
    read = _READERS.get(element.tag)
    if read is None:
        raise TwimlError(f"<{element.tag}> is not a verb the simulator knows", code=12200)
    return read(element)


def _spoken(element: Element) -> str:
    """Flatten the SSML of a Say: tags that make a gap become a space."""
    parts = [element.text or ""]
    for child in element:
        gap = " " if child.tag in {"break", "p", "s"} else ""
        parts += [gap, _spoken(child), gap, child.tail or ""]
    return " ".join("".join(parts).split())


def _say(element: Element) -> Say:
    return Say(_spoken(element))


def _play(element: Element) -> Say:
    return Say(f"[audio {_text(element)}]")


def _pause(element: Element) -> Pause:
    return Pause(_number(element, "length", default=1.0))


def _gather(element: Element) -> Gather:
    inputs = tuple((element.get("input") or "dtmf").split())
    if not set(inputs) <= {"dtmf", "speech"}:
        raise TwimlError("<Gather input> must be dtmf, speech or both", code=12200)
    digits = element.get("numDigits")
    if digits is not None and not (digits.isdecimal() and int(digits)):
        raise TwimlError("<Gather numDigits> must be a positive number", code=12200)
    return Gather(
        prompts=tuple(_prompt(child) for child in element),
        inputs=inputs,
        action=element.get("action", ""),
        method=_method(element),
        digits=int(digits) if digits else None,
        finish_on_key=element.get("finishOnKey", "#"),
        on_empty=element.get("actionOnEmptyResult", "false").lower() == "true",
    )


def _prompt(element: Element) -> Say | Pause:
    verb = _verb(element)
    if isinstance(verb, Say | Pause):
        return verb
    raise TwimlError(f"<{element.tag}> cannot stand inside <Gather>", code=12200)


def _redirect(element: Element) -> Redirect:
    return Redirect(_text(element), _method(element))


def _hangup(_element: Element) -> Hangup:
    return Hangup()


def _reject(element: Element) -> Reject:
    return Reject(element.get("reason", "rejected"))


def _dial(element: Element) -> Dial:
    number = element.find("Number")
    return Dial(
        number=_text(element if number is None else number),
        action=element.get("action", ""),
        method=_method(element),
        seconds=_number(element, "timeout", default=30.0),
        caller_id=element.get("callerId", ""),
    )


def _reply(element: Element) -> Reply:
    body = element.find("Body")
    return Reply(_text(element if body is None else body))


_READERS: dict[str, Callable[[Element], Verb]] = {
    "Say": _say,
    "Play": _play,
    "Pause": _pause,
    "Gather": _gather,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Reject": _reject,
    "Dial": _dial,
    "Message": _reply,
}


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _method(element: Element) -> str:
    method = element.get("method", "POST").upper()
    if method not in {"GET", "POST"}:
        raise TwimlError(f"<{element.tag} method> must be GET or POST", code=12200)
    return method


def _number(element: Element, name: str, *, default: float) -> float:
    try:
        return float(element.get(name, default))
    except ValueError as error:
        raise TwimlError(f"<{element.tag} {name}> must be a number", code=12200) from error
