"""What a caller's keys mean."""

import pytest

from coach.rules.keypad import Universal, meaning

YES_NO = {"1": "yes", "2": "no"}


@pytest.mark.parametrize("expects", ["words", "digit", "number"])
@pytest.mark.parametrize("key", Universal)
def test_universal_keys_mean_the_same_on_every_prompt(key, expects):
    assert meaning(key.value, expects=expects, keys={}) is key


def test_a_key_of_the_prompt_stands_for_its_words():
    assert meaning("2", expects="digit", keys=YES_NO) == "no"


@pytest.mark.parametrize("expects", ["words", "digit"])
def test_a_key_that_the_prompt_does_not_offer_means_nothing(expects):
    assert meaning("7", expects=expects, keys=YES_NO) is None


def test_a_digit_where_one_is_expected_is_the_answer():
    assert meaning("5", expects="digit", keys={}) == "5"


def test_a_digit_where_words_are_expected_means_nothing():
    assert meaning("5", expects="words", keys={}) is None


@pytest.mark.parametrize(("keyed", "number"), [("10", "10"), ("7", "7"), ("00", "0"), ("09", "9")])
def test_several_digits_are_a_number_where_one_is_expected(keyed, number):
    assert meaning(keyed, expects="number", keys={}) == number


@pytest.mark.parametrize("keyed", ["", "#", "1*", "\u0663", "12a"])
def test_what_is_no_number_means_nothing(keyed):
    assert meaning(keyed, expects="number", keys={}) is None
