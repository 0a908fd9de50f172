"""The checker finds each kind of mistake that an editor can make, and says where and what to do."""

import pytest

from content.checks import check_library
from content.checks.item import count_words, sentences

FILE = "_file: {source: NHS advice, reviewer: A. Reviewer}\n"


def entry(key: str = "talk.greet", **fields: object) -> str:
    both = {"sms": "Hello there.", "voice": "Hello there."} | fields
    lines = [f"  {name}: {value!r}\n" for name, value in both.items() if value is not None]
    return f"{key}:\n" + "".join(lines)


def same(text: str, key: str = "talk.greet") -> str:
    return entry(key, sms=text, voice=text)


PLANTED = {
    "no voice": (entry(voice=None), "has no voice wording"),
    "no sms": (entry(sms=None), "has no sms wording"),
    "sms on a telephone key": (entry("voice.menu"), "sms words that never go out"),
    "voice on a page": (entry("page.escalation"), "voice words that never go out"),
    "curly quote": (entry(sms="It\u2019s good."), "characters that plain SMS lacks: '\u2019'"),
    "emoji": (entry(sms="Good \U0001f600"), "characters that plain SMS lacks"),
    "four segments": (entry(sms="word " * 100), "takes 4 SMS segments"),
    "too long with a long goal": (
        same("Your goal is {activity}. " * 9),
        "SMS segments",
    ),
    "three segments of safety": (
        entry("safety.default.emergency", sms="Call 999. " * 35, voice="Call 9 9 9."),
        "takes 3 SMS segments",
    ),
    "safety too long": (
        entry("safety.default.emergency", sms="Call 999. " * 35, voice="Call 9 9 9."),
        "Shorten it to 306",
    ),
    "foreign link": (entry(sms="See www.backs.example.com"), "links to 'www.backs.example.com'"),
    "lookalike link": (entry(sms="See www.nhs.uk.example.com"), "links to"),
    "url on the telephone": (entry(voice="See www.nhs.uk now."), "has a web address"),
    "emoji on the telephone": (entry(voice="Good \U0001f600"), "symbol that is not read aloud"),
    "number run together": (entry(voice="Call 999."), "has a long number"),
    "abbreviation": (entry(voice="Walk for ten mins."), "has an abbreviation"),
    "words for the eye": (entry(voice="Reply yes or no."), "words for the eye"),
    "voice too long": (entry(voice="We can walk. " * 25), "too long to listen to"),
    "unknown placeholder": (same("Hello {nickname}."), "unknown placeholder '{nickname}'"),
    "placeholder on one channel": (entry(sms="Hello {by}."), "uses 'by' on one channel only"),
    "person key": (
        entry(voice="For yes, press 0.", keys={"0": "yes"}),
        "gives a meaning to the key '0'",
    ),
    "silent key": (entry(keys={"1": "yes"}), "does not offer it"),
    "two questions": (same("Are you well? Did you walk?"), "asks 2 questions"),
    "long sentence": (same("one two three four five " * 5 + "."), "sentence of 2"),
    "controlling": (same("You must walk."), "against the rule 'must-and-should'"),
    "soothing in safety": (
        entry("safety.default.emergency", sms="Call 999. It is common.", voice="Call 9 9 9."),
        "against the rule 'safety-no-soothing'",
    ),
    "no help in safety": (same("We will see.", "safety.default.soon"), "names no help (sms)"),
    "question in safety": (
        entry("safety.default.soon", sms="Are you well? Call 999.", voice="Call 9 9 9."),
        "asks a question",
    ),
    "placeholder in safety": (
        entry("safety.default.soon", sms="Call 999 by {by}.", voice="Call 9 9 9 by {by}."),
        "has a placeholder in a safety message",
    ),
    "telling safeguarding": (
        same("Call the police.", "safety.safeguarding.same_day"),
        "against the rule 'safeguarding-stays-neutral'",
    ),
}


@pytest.mark.parametrize(("planted", "found"), PLANTED.values(), ids=PLANTED)
def test_check_finds_planted_mistake(library, write, planted, found):
    write(FILE + planted)

    problems = check_library(library)

    assert [problem for problem in problems if found in problem.problem + problem.remedy]
    assert {problem.file for problem in problems} == {"messages/talk.yml"}


def test_check_has_nothing_to_say_about_sound_content(library):
    assert check_library(library) == []


@pytest.mark.parametrize("field", ["source", "reviewer"])
def test_check_misses_source_and_reviewer(library, write, field):
    write(same("Hello."))

    problems = [problem.problem for problem in check_library(library)]

    assert f"names no {field}." in problems


def test_check_reports_a_key_in_two_files(library, folder):
    (folder / "modules" / "other.yml").write_text(FILE + same("Hello."))

    problems = check_library(library)

    assert {problem.file for problem in problems} == {"messages/talk.yml", "modules/other.yml"}


def test_check_reports_a_file_that_cannot_be_read_with_its_line(library, write):
    library.entries()
    write(FILE + 'talk.greet:\n  sms: "Hello')

    problems = check_library(library)

    assert [(problem.file, problem.key[:4]) for problem in problems] == [
        ("messages/talk.yml", "line")
    ]


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        ("Backs bend.", "Backs move.", "does not find its own bad example"),
        ("Backs are out of true.", "Out of true.", "finds fault with its own good example"),
    ],
)
def test_check_proves_each_language_rule_on_its_own_examples(library, folder, good, bad, found):
    rule = f"""
        test-rule:
          phrases: ["out of true"]
          reason: A reason.
          source: A source.
          instead: Other words.
          must_pass: ["{good}"]
          must_fail: ["{bad}"]
    """
    (folder / "language.yml").write_text(rule)

    problems = check_library(library)

    assert [(problem.file, problem.key) for problem in problems] == [("language.yml", "test-rule")]
    assert found in problems[0].problem


def test_language_rule_without_examples_is_refused(library, folder):
    (folder / "language.yml").write_text(
        "bare: {phrases: [x], reason: r, source: s, instead: i, must_pass: [], must_fail: []}"
    )

    assert {problem.key for problem in check_library(library)} == {"bare"}


def test_sentences_end_at_full_stops_colons_and_new_lines():
    assert sentences("Say: help me.\nNow? Yes") == ["Say", "help me.", "Now?", "Yes"]


def test_number_spelt_out_counts_as_one_word():
    assert count_words("Call 9 9 9 or 1 1 6, 1 2 3") == 4
