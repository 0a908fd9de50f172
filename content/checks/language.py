"""The wording rules of language.yml: read, proved on their own examples, and applied."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from content.checks.item import Fault, Item
from content.entries import LanguageRule, Problem
from content.files import read_named

FILE = "language.yml"


def read_rules(folder: Path) -> tuple[dict[str, LanguageRule], list[Problem]]:
    """Return the rules by id, and every rule that does not do what its own examples say."""
    rules, problems = read_named(LanguageRule, folder / FILE, FILE)
    for name, rule in rules.items():
        problems += [
            Problem(
                FILE,
                name,
                f"finds fault with its own good example '{example}'.",
                "Narrow the phrases, or change the example.",
            )
            for example in rule.must_pass
            if phrase_in(rule, example)
        ]
        problems += [
            Problem(
                FILE,
                name,
                f"does not find its own bad example '{example}'.",
                "Add the phrase, or change the example.",
            )
            for example in rule.must_fail
            if not phrase_in(rule, example)
        ]
    return rules, problems


def phrase_in(rule: LanguageRule, text: str) -> str | None:
    """Return the words in the text that the rule is about, or None."""
    found = _pattern(tuple(rule.phrases)).search(text)
    return found[0] if found else None


def check_language(item: Item, rules: Mapping[str, LanguageRule]) -> Iterator[Fault]:
    """Every rule that covers the key, on every channel."""
    for name, rule in rules.items():
        if not rule.covers(item.key):
            continue
        for channel, text in item.texts().items():
            found = phrase_in(rule, text)
            if found:
                yield Fault(
                    f"says '{found}' ({channel}), against the rule '{name}': {rule.reason}",
                    f"Instead: {rule.instead}",
                )


@lru_cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = (
        re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
