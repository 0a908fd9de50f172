"""The notation that clinicians write patterns in."""

import pytest

from safety.grammar import Grammar
from safety.notation import NotationError, read


def found(pattern: str, text: str) -> bool:
    grammar = Grammar(
        {"sign": read(pattern), "place": read("leg|foot")},
        roots=["sign"],
        gap_stops=frozenset({"but"}),
        number_words=frozenset({"two"}),
    )
    return "sign" in grammar.search(text.split())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("numb|dead leg", "a dead leg"),
        ("tingl* foot", "tingling foot"),
        ("my? foot", "foot"),
        ("numb ..2 @place", "numb in my leg"),
        ("numb ~3 @place", "my leg feels numb"),
        ("(gone to sleep|dead) now", "it has gone to sleep now"),
        ("<num> tablets", "two tablets"),
        ("wee !bit", "a wee"),
        ("^ help $", "help"),
    ],
)
def test_pattern_matches(pattern, text):
    assert found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("numb ..2 @place", "numb all the way down my leg"),
        ("numb ..3 @place", "numb but my leg"),
        ("wee !bit", "a wee bit"),
        ("^ help $", "help me"),
        ("numb leg", "numb . leg"),
    ],
)
def test_pattern_does_not_match(pattern, text):
    assert not found(pattern, text)


@pytest.mark.parametrize("pattern", ["(numb", "numb)", "a ~2 b ~2 c", "()", ""])
def test_unreadable_pattern_is_refused(pattern):
    with pytest.raises(NotationError):
        read(pattern)


@pytest.mark.parametrize("pattern", ["..3 leg", "@nowhere leg"])
def test_pattern_that_cannot_be_compiled_is_refused(pattern):
    with pytest.raises(NotationError):
        found(pattern, "leg")
