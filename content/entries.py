"""What a content file holds, as checked values, and the errors it can cause.

Used by every other module of content/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Expects = Literal["words", "digit", "number"]
Severity = Literal["error", "warning"]
CHANNELS = ("sms", "voice")


class ContentError(Exception):
    """A wording cannot be given; says which key and what to do about it."""

    def __init__(self, key: str, problem: str, *, remedy: str) -> None:
        super().__init__(f"{key}: {problem} {remedy}")
        self.key = key
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the content, for the person who has to mend it."""

    file: str
    key: str
    problem: str
    remedy: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem} {self.remedy}"


class Wording(NamedTuple):
    """What is said on one channel, and what kind of answer the caller is then asked for."""

    text: str
    expects: Expects
    keys: Mapping[str, str]


def _keys_as_text(keys: object) -> object:
    return {str(key): words for key, words in keys.items()} if isinstance(keys, dict) else keys


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Header(_Strict):
    """The `_file` entry of a content file: who owns its words and where they come from."""

    owner: str | None = None
    source: str | None = None
    reviewer: str | None = None
    reviewed: date | None = None


class Entry(_Strict):
    """One thing that is said, on both channels side by side."""

    sms: str | None = None
    voice: str | None = None
    expects: Expects = "words"
    keys: Annotated[dict[str, str], BeforeValidator(_keys_as_text)] = Field(default_factory=dict)
    note: str | None = None
    source: str | None = None
    reviewer: str | None = None
    reviewed: date | None = None

    def text(self, channel: str) -> str | None:
        """Return the unfilled words for a channel, or None where the entry has none."""
        return {"sms": self.sms, "voice": self.voice}.get(channel)


class Parameter(_Strict):
    """A name that may stand in braces, with values to preview and to measure wordings."""

    means: str
    example: str | int
    longest: str | int


class LanguageRule(_Strict):
    """A way of talking that the programme avoids, with the examples that prove the rule works."""

    phrases: list[str]
    reason: str
    source: str
    instead: str
    applies_to: list[str] = ["all"]
    must_pass: list[str] = Field(min_length=1)
    must_fail: list[str] = Field(min_length=1)

    def covers(self, key: str) -> bool:
        """Return whether the rule is about this key: `all`, or a beginning such as `safety.`."""
        return any(prefix == "all" or key.startswith(prefix) for prefix in self.applies_to)
