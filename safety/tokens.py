"""Cuts a message into plain words that remember where they stood; used by safety.normalise."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

BREAK = "."

_TOKEN = re.compile(
    r"(?P<mixed>(?<![^\W_])(?:b4|2day|2nite|2night|2moro|2morrow|gr8|m8|l8r?|w8|h8|4get|4ever|u\d{2}s?"
    r"|y\d{1,2}|n[oO]1|a\s?&\s?e|a\s?\+\s?e|[lstc]\d{1,2})(?![^\W_]))"
    r"|(?P<number>\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019\u2018`\u00b4][^\W\d_]+)*)"
    r"|(?P<end>[!?;]+|\.(?=\s|$)(?<!\.\.)|\n+)"
    r"|(?P<mark>[&+])"
    r"|(?P<symbol>[\u2190-\u2bff\U0001f000-\U0001faff])",
    re.IGNORECASE,
)
# "leg's gone" is one leg: what is left of 's may not turn it into two.
_OWNED = re.compile(r"['\u2019\u2018`\u00b4]s$", re.IGNORECASE)
_CONTRACTED = re.compile(
    r"(?:it|t?here|wh(?:at|o|ere|en|y)|how|s?he|that|let|else)'s", re.IGNORECASE
)
_HAS = re.compile(
    r"\s+(?:had|been|got|come|fallen|collapsed|just|taken|passed|lost)\b", re.IGNORECASE
)
_STRAIGHT = dict.fromkeys(map(ord, "\u2019\u2018`\u00b4"), "'")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018`\u00b4"))
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Token:
    """One plain word and the stretch of original text it came from."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return the words of any text, lower case and without accents, with BREAK between sentences."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = _plain(match.group(), match.lastgroup or "")
        tokens.append(Token(word, match.start(), match.end()))
        if _OWNED.search(match.group()) and _HAS.match(text, match.end()):
            tokens.append(Token("has", match.end() - 1, match.end()))
    return tokens


def _plain(raw: str, kind: str) -> str:
    if kind == "end":
        return BREAK
    if kind == "mark":
        return "and"
    if kind == "number":
        return raw.replace(",", ".") if len(raw.rsplit(",", 1)[-1]) < 3 else raw.replace(",", "")
    if not _CONTRACTED.fullmatch(raw.translate(_STRAIGHT)):
        raw = _OWNED.sub("", raw)
    word = raw.translate(_APOSTROPHES)
    if not word.isascii():
        folded = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in folded if not unicodedata.combining(c)) or word
    word = word.casefold().replace(" ", "")
    return _STRETCHED.sub(r"\1\1", word) if kind == "word" else word
