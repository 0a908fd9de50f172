"""Filling in `{name}` and `{days:day}`: the library renders with it, the checks measure with it."""

import re
from collections.abc import Mapping

from content.entries import ContentError

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")
# One curly quote turns a whole SMS into 70-character segments, and phones type them by default.
_PLAIN_PUNCTUATION = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
    }
)


def placeholders(text: str) -> set[str]:
    """Return the parameter names that a text asks for."""
    return {match[1] for match in _PLACEHOLDER.finditer(text)}


def stray_braces(text: str) -> bool:
    """Return whether braces remain that are no placeholder, such as `{Days}` or a lone `{`."""
    return bool(re.search(r"[{}]", _PLACEHOLDER.sub("", text)))


def fill(key: str, text: str, params: Mapping[str, object]) -> str:
    """Return the text with its parameters; whole floats lose their `.0`, `{days:day}` says 1 day.

    Raises ContentError where a parameter is missing: half a sentence must not go out.
    """

    def value(match: re.Match[str]) -> str:
        name, noun = match[1], match[2]
        if params.get(name) is None:
            raise ContentError(
                key,
                f"needs the parameter '{name}', which was not given.",
                remedy=f"Pass '{name}', or take {{{name}}} out of the wording.",
            )
        plain = plain_text(params[name])
        return plain if noun is None else f"{plain} {noun}" + ("" if plain == "1" else "s")

    return _PLACEHOLDER.sub(value, text)


def plain_text(value: object) -> str:
    """Return a parameter's value as one line of plain characters."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).translate(_PLAIN_PUNCTUATION).split())
