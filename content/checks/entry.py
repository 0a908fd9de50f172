"""Checks of an entry as a whole: channels, provenance, placeholders and keypad keys."""

from collections.abc import Iterator

from content.checks.item import Fault, Item, count_words, sentences
from content.placeholders import placeholders

KEYPAD = set("12345678")
LONGEST_SENTENCE = 20


def has_its_channels(item: Item) -> Iterator[Fault]:
    """Both channels are worded, but for keys that only ever go out on one."""
    for channel in item.channels():
        if channel not in item.texts():
            yield Fault(f"has no {channel} wording.", f"Add a line '{channel}:' to it.")
    for channel in item.texts():
        if channel not in item.channels():
            yield Fault(
                f"has {channel} words that never go out.", f"Take the line '{channel}:' out."
            )


def names_source_and_reviewer(item: Item) -> Iterator[Fault]:
    """Somebody stands behind every wording, and it comes from somewhere."""
    for field in ("source", "reviewer"):
        if not (getattr(item.entry, field) or getattr(item.header, field)):
            yield Fault(f"names no {field}.", f"Add '{field}:' to it, or to _file at the top.")


def uses_known_placeholders(item: Item) -> Iterator[Fault]:
    """Braces hold names that the program knows, and the same ones on both channels."""
    used = {channel: placeholders(text) for channel, text in item.texts().items()}
    for name in sorted(set().union(*used.values()) - item.parameters.keys()):
        yield Fault(
            f"uses the unknown placeholder '{{{name}}}'.",
            "Pick a name from parameters.yml.",
        )
    if len(used) > 1 and used["sms"] != used["voice"]:
        odd = ", ".join(sorted(used["sms"] ^ used["voice"]))
        yield Fault(
            f"uses '{odd}' on one channel only.", "Use the same placeholders in sms and voice."
        )


def offers_only_free_keys(item: Item) -> Iterator[Fault]:
    """0, 9 and * mean the same on every prompt; a key that is set is also spoken."""
    for key in item.entry.keys:
        if key not in KEYPAD:
            yield Fault(
                f"gives a meaning to the key '{key}'.",
                "Use 1 to 8: 0 is a person, 9 says it again, star goes back.",
            )
        elif f"press {key}" not in (item.entry.voice or ""):
            yield Fault(
                f"sets the key {key}, but the voice wording does not offer it.",
                f"Say what it is for, and then 'press {key}'.",
            )


def asks_one_question(item: Item) -> Iterator[Fault]:
    """One question at a time, so that the answer is clear."""
    for channel, text in item.texts().items():
        if text.count("?") > 1:
            yield Fault(f"asks {text.count('?')} questions ({channel}).", "Ask one.", "warning")


def keeps_sentences_short(item: Item) -> Iterator[Fault]:
    """At most 20 words in a sentence, as NHS style has it."""
    for channel, text in item.texts().items():
        for sentence in sentences(item.filled(text, longest=False)):
            words = count_words(sentence)
            if words > LONGEST_SENTENCE:
                start = " ".join(sentence.split()[:5])
                yield Fault(
                    f"has a sentence of {words} words ({channel}: '{start} ...').",
                    "Make two of it.",
                    "warning",
                )


ENTRY_CHECKS = (
    has_its_channels,
    names_source_and_reviewer,
    uses_known_placeholders,
    offers_only_free_keys,
    asks_one_question,
    keeps_sentences_short,
)
