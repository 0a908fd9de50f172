"""What a caller's keys mean: three mean the same on every prompt, the others by the prompt."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Universal(StrEnum):
    """What three keys mean wherever the caller is."""

    PERSON = "0"
    REPEAT = "9"
    BACK = "*"


def meaning(digits: str, *, expects: str, keys: Mapping[str, str]) -> Universal | str | None:
    """What `digits` mean on a prompt that expects `words`, a `digit` or a `number`.

    A universal key, else the words that the digits stand for as if they had been spoken, else None.
    A lone 0 or 9 is never an answer, so that the way to a person is the same everywhere; on a
    number prompt 00 and 09 say nought and nine.
    """
    if digits in set(Universal):
        return Universal(digits)
    if digits in keys:
        return keys[digits]
    if not (digits.isascii() and digits.isdigit()):
        return None
    if expects == "number":
        return str(int(digits))
    return digits if expects == "digit" and not keys else None
