"""Sentences that the programme owes its patients, on both channels; losing one must be noticed."""

import pytest

import content


@pytest.mark.parametrize("channel", ["sms", "voice"])
@pytest.mark.parametrize(
    ("key", "owed"),
    [
        ("education.scan", "in many people who have no pain"),
        ("education.scan", "Scans seldom change"),
        ("education.surgery", "a spine surgeon gives that opinion"),
        ("education.medicines", "whoever prescribes them"),
        ("join.welcome", "living well with back pain, not a quick fix"),
        ("join.ask_consent", "from your"),
        ("join.ask_consent", "back pain team"),
        ("appointment.prepare", "clothes that are easy to move in"),
        ("talk.who_you_are", "cannot examine you"),
        ("join.ask_consent", "not an emergency service"),
    ],
)
def test_wording_keeps_what_it_owes(key, owed, channel):
    words = " ".join(content.preview(key, channel).replace("N H S", "NHS").split())

    assert owed in words
