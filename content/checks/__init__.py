"""Everything that is checked before a wording is published; run by `ringback content check`."""

from collections import Counter
from collections.abc import Iterator

from content.checks.entry import ENTRY_CHECKS
from content.checks.item import Item
from content.checks.language import check_language, read_rules
from content.checks.readability import check_readability
from content.checks.safety import SAFETY_CHECKS
from content.checks.sms import SMS_CHECKS
from content.checks.voice import VOICE_CHECKS
from content.entries import Parameter, Problem
from content.files import read_named
from content.library import Library

ITEM_CHECKS = (*ENTRY_CHECKS, *SMS_CHECKS, *VOICE_CHECKS, *SAFETY_CHECKS, check_readability)


def read_parameters(library: Library) -> tuple[dict[str, Parameter], list[Problem]]:
    """Return the known parameters of a library's folder, and what is wrong with that file."""
    return read_named(Parameter, library.folder / "parameters.yml", "parameters.yml")


def check_library(library: Library) -> list[Problem]:
    """Return every problem of a library, by file and key; empty means fit to publish."""
    parameters, parameter_problems = read_parameters(library)
    rules, rule_problems = read_rules(library.folder)
    problems = [*library.reading_problems(), *parameter_problems, *rule_problems]
    for item in _items(library, parameters):
        for check in ITEM_CHECKS:
            problems += [item.problem(fault) for fault in check(item)]
        problems += [item.problem(fault) for fault in check_language(item, rules)]
    return [*problems, *_repeated(library)]


def _items(library: Library, parameters: dict[str, Parameter]) -> Iterator[Item]:
    for file in library.files():
        for key, entry in file.entries.items():
            yield Item(file.name, key, entry, file.header, parameters)


def _repeated(library: Library) -> list[Problem]:
    counted = Counter(key for file in library.files() for key in file.entries)
    return [
        Problem(file.name, key, "is in more than one file.", "Keep one of them.")
        for file in library.files()
        for key in file.entries
        if counted[key] > 1
    ]
