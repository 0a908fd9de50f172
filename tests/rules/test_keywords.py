"""Which messages are settled before any model."""

import pytest

from coach.rules.keywords import Keyword, has_words, keyword


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("STOP", Keyword.STOP),
        (" stop! ", Keyword.STOP),
        ("Start", Keyword.START),
        ("help", Keyword.HELP),
        ("join", Keyword.JOIN),
        ("JOIN please", Keyword.JOIN),
        ("Hi, I'd like to join", Keyword.JOIN),
        ("sign me up", Keyword.JOIN),
        ("can i join the programme", Keyword.JOIN),
        ("please stop texting me", Keyword.STOP_IN_WORDS),
        ("Stop sending me messages", Keyword.STOP_IN_WORDS),
        ("pls dont text me any more", Keyword.STOP_IN_WORDS),
        ("I don\u2019t want these texts", Keyword.STOP_IN_WORDS),
        ("no more messages thanks", Keyword.STOP_IN_WORDS),
        ("take me off your list", Keyword.STOP_IN_WORDS),
    ],
)
def test_keyword_is_found(body, word):
    assert keyword(body) is word


@pytest.mark.parametrize(
    "body",
    [
        "I had to stop after five minutes",
        "stop texting me in the mornings",
        "dont text me before 9",
        "can you stop the messages while I'm on holiday",
        "the end of my walk hurt",
        "cancel",
        "help me with exercise 3",
        "my join(t)s hurt",
        "I want to join a gym",
        "yes",
        "",
    ],
)
def test_ordinary_words_are_no_keyword(body):
    assert keyword(body) is None


def test_emoji_and_punctuation_are_no_words():
    assert (
        has_words("\U0001f600 !?"),
        has_words("4"),
        has_words("\u0645\u0631\u062d\u0628\u0627"),
    ) == (
        False,
        True,
        True,
    )
