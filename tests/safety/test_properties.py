"""What holds for every message."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety import Finding, screen
from tests.safety.sets import labelled

FLAGGED = [message.text for message in labelled("flagged_dev")]
WORSE = [
    "I cannot feel between my legs",
    "I have crushing chest pain",
    "I am going to kill myself tonight",
    "I took 30 paracetamol",
]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_screen_never_raises_on_any_text(text):
    assert isinstance(screen(text), Finding)


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800 numb \udfff", "🍑💧🚽", "a" * 100_000, "numb " * 300, "'’`´"]
)
def test_screen_never_raises_on_odd_texts(text):
    assert isinstance(screen(text), Finding)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FLAGGED), st.text(max_size=20), st.text(max_size=20))
def test_evidence_points_into_the_original_text(message, before, after):
    text = f"{before} {message} {after}"

    assert all(e.text == text[e.start : e.end] for e in screen(text).evidence)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FLAGGED), st.sampled_from(WORSE))
def test_adding_a_worse_fact_never_lowers_the_tier(message, fact):
    before, after = screen(message), screen(f"{message}. {fact}")

    assert after.tier.rank >= before.tier.rank


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FLAGGED))
def test_capitals_make_no_difference(message):
    assert screen(message.upper()).tier is screen(message.lower()).tier


def test_finding_is_the_same_every_time():
    assert screen(FLAGGED[0]) == screen(FLAGGED[0])
