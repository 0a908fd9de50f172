"""How many segments a text takes, as Twilio bills it."""

from smsutil import split

# The look-alikes that smart encoding replaces and that a phone keyboard really produces.
_LOOK_ALIKES = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
    }
)


def segment_count(body: str, *, smart_encoded: bool = False) -> int:
    """Segments of the body: 160 or 153 GSM characters each, 70 or 67 otherwise."""
    text = body.translate(_LOOK_ALIKES) if smart_encoded else body
    return max(1, len(split(text).parts))
