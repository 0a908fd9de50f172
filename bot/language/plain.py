"""Plain text for matching: one place that undoes what phones and speech-to-text do. Used by all of language/."""

from __future__ import annotations

import re

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
)
_REPEATED = re.compile(r"(\w)\1{2,}")
_SPACES = re.compile(r"\s+")


def same_length(text: str) -> str:
    """Return the text in lower case with plain quotes; offsets still fit the original."""
    lowered = text.translate(_QUOTES).lower()
    return lowered if len(lowered) == len(text) else text.translate(_QUOTES)


def for_ngrams(text: str) -> str:
    """Return the text as the n-grams see it: `Don’t` and `dont` are one word, `soooo` is `soo`."""
    return for_encoder(text).replace("'", "")


def for_encoder(text: str) -> str:
    """Return the text as the encoder sees it, which knows the apostrophe of `don't`."""
    plain = text.translate(_QUOTES).lower()
    return _SPACES.sub(" ", _REPEATED.sub(r"\1\1", plain)).strip()
