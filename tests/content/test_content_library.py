"""The library renders, says clearly what is missing, and follows edits without a restart."""

from pathlib import Path

import pytest

import content
from content import ContentError, Library

SHIPPED = Path(content.__file__).parent
GOAL = """
goal.show:
  sms: "Your goal: {activity}, {amount}, on {days:day}."
  voice: "Your goal is {activity}, {amount}, on {days:day}."
  expects: digit
  keys: {1: "my goal"}
"""


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 day"), (3, "3 days"), (1.0, "1 day"), (4.0, "4 days"), (0, "0 days"), ("1", "1 day")],
)
def test_days_agree_in_number_and_whole_floats_lose_their_point(library, write, days, said):
    write(GOAL)

    text = library.render("goal.show", "sms", {"activity": "walking", "amount": "5", "days": days})

    assert text == f"Your goal: walking, 5, on {said}."


def test_parameters_come_out_in_characters_that_plain_sms_has(library, write):
    write(GOAL)
    patients_words = {
        "activity": "the dog\u2019s walk \u2013 short\u2026",
        "amount": "10\u00a0mins",
        "days": 2,
    }

    text = library.render("goal.show", "sms", patients_words)

    assert text == "Your goal: the dog's walk - short..., 10 mins, on 2 days."


def test_parameters_that_a_wording_does_not_use_are_ignored(library):
    assert library.render("talk.greet", "sms", {"days": 3}) == "Hello. How are you?"


def test_patients_braces_are_not_read_as_placeholders(library, write):
    write(GOAL)

    text = library.render("goal.show", "sms", {"activity": "{amount}", "amount": "5", "days": 2})

    assert text == "Your goal: {amount}, 5, on 2 days."


@pytest.mark.parametrize("params", [{}, {"activity": "walking", "amount": None, "days": 3}])
def test_missing_parameter_is_an_error_that_names_key_and_remedy(library, write, params):
    write(GOAL)

    with pytest.raises(ContentError) as caught:
        library.render("goal.show", "sms", params)

    assert caught.value.key == "goal.show"
    assert "Pass '" in caught.value.remedy


def test_unknown_key_is_an_error_that_names_key_and_remedy(library):
    with pytest.raises(ContentError, match=r"talk\.sing: is not in the content\. Add it") as caught:
        library.render("talk.sing", "sms")

    assert caught.value.key == "talk.sing"


@pytest.mark.parametrize("channel", ["voice", "letter"])
def test_channel_without_wording_is_an_error(library, write, channel):
    write('talk.greet: {sms: "Hello."}')

    with pytest.raises(ContentError, match=channel):
        library.render("talk.greet", channel)


def test_wording_tells_what_answer_is_expected_and_what_the_keys_say(library, write):
    write(GOAL)

    wording = library.wording("goal.show", "voice")

    assert (wording.expects, wording.keys) == ("digit", {"1": "my goal"})
    assert wording.text == "Your goal is {activity}, {amount}, on {days:day}."


def test_paragraphs_of_a_voice_wording_are_blank_lines_so_that_a_pause_can_be_heard(library, write):
    write("talk.greet:\n  voice: >-\n    One\n    two.\n\n    Three.\n")

    assert library.render("talk.greet", "voice") == "One two.\n\nThree."


def test_edit_shows_in_the_next_render(library, write):
    before = library.render("talk.greet", "sms")
    write('talk.greet: {sms: "Good day.", voice: "Good day."}')

    after = library.render("talk.greet", "sms")

    assert (before, after) == ("Hello. How are you?", "Good day.")


@pytest.mark.parametrize(
    "broken",
    [
        'talk.greet: {sms: "Good day.',
        "only some words",
        'talk.greet: {sms: "Hi", colour: red}',
        'talk.greet: {sms: "Hello {Name}"}',
        'talk.greet: {sms: "Hello {name!r}"}',
        'talk.greet: {sms: "A"}\ntalk.greet: {sms: "B"}',
    ],
)
def test_broken_edit_keeps_the_last_good_version_until_it_is_mended(library, write, broken):
    library.render("talk.greet", "sms")
    write(broken)

    kept = library.render("talk.greet", "sms")
    files_named = {problem.file for problem in library.reading_problems()}
    write('talk.greet: {sms: "Mended.", voice: "Mended."}')

    assert (kept, files_named) == ("Hello. How are you?", {"messages/talk.yml"})
    assert (library.render("talk.greet", "sms"), library.reading_problems()) == ("Mended.", [])


def test_broken_edit_is_logged_without_its_words(library, write, capsys):
    library.render("talk.greet", "sms")
    write('talk.greet: {sms: "Secret words"')

    library.render("talk.greet", "sms")
    logged = capsys.readouterr().out

    assert "messages/talk.yml" in logged
    assert "Secret" not in logged


def test_vanished_file_keeps_its_last_good_version(library, folder):
    library.render("talk.greet", "sms")
    (folder / "messages" / "talk.yml").unlink()

    assert library.render("talk.greet", "sms") == "Hello. How are you?"
    assert [problem.file for problem in library.reading_problems()] == ["messages/talk.yml"]


def test_bad_entry_at_start_leaves_the_other_entries_of_its_file_usable(library, write):
    write('talk.greet: {sms: "Hello."}\ntalk.thank: {sms: 3}')

    assert library.render("talk.greet", "sms") == "Hello."
    assert [problem.key for problem in library.reading_problems()] == ["talk.thank"]


def test_files_are_looked_at_again_only_after_a_while(folder):
    library = Library(folder, recheck_seconds=3600)
    library.render("talk.greet", "sms")
    (folder / "messages" / "talk.yml").write_text('talk.greet: {sms: "Good day."}')

    assert library.render("talk.greet", "sms") == "Hello. How are you?"


def test_content_folder_can_be_named_in_the_environment(folder, monkeypatch):
    monkeypatch.setenv("RINGBACK_CONTENT_DIR", str(folder))

    assert content.keys() == ["talk.greet"]


def test_preview_fills_in_examples_and_prefers_what_is_given():
    text = content.preview("goal.show", "sms", {"activity": "swimming"})

    assert "swimming, 10 minutes, on 3 days" in text


def test_export_has_a_row_for_each_key_and_channel():
    entries = Library(SHIPPED).entries()
    lines = content.export("jsonl").splitlines()
    table = content.export("csv")

    assert table.startswith("key,channel,text,segments,")
    assert len(lines) == sum(
        bool(entries[key].text(channel)) for key in entries for channel in ("sms", "voice")
    )


def test_export_refuses_a_format_it_does_not_have():
    with pytest.raises(ContentError, match="Use csv or jsonl"):
        content.export("pdf")
