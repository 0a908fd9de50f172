"""Entities by rule."""

from __future__ import annotations

import unittest

from bot.language import activities, entities, numbers
from bot.language.plain import for_ngrams
from bot.language.smalltalk import without_opening


def found(text: str) -> dict:
    """The first value of each entity."""
    made: dict = {}
    for entity in entities.extract(text):
        made.setdefault(entity["entity"], entity["value"])
    return made


class EntityTest(unittest.TestCase):
    def test_goal_in_one_sentence_is_read_in_its_three_parts(self) -> None:
        self.assertEqual(
            found("walk 10 minutes three days this week"),
            {"activity": "walk", "amount": "10 minutes", "days": 3},
        )

    def test_amounts_are_read_in_the_ways_people_say_them(self) -> None:
        said = {
            "half an hour": "30 minutes",
            "ten mins": "10 minutes",
            "15min": "15 minutes",
            "an hour and a half": "90 minutes",
            "5 lengths": "5 lengths",
            "a mile": "1 mile",
            "twice a day": "twice a day",
            "round the block": "round the block",
        }

        self.assertEqual({text: found(text).get("amount") for text in said}, said)

    def test_days_are_read_in_the_ways_people_say_them(self) -> None:
        said = {
            "every day": 7,
            "every other day": 3,
            "twice": 2,
            "3 times a week": 3,
            "4x": 4,
            "mon, wed and fri": 3,
            "weekends": 2,
            "Monday to Friday": 5,
            "once a week": 1,
        }

        self.assertEqual({text: found(text).get("days") for text in said}, said)

    def test_times_a_day_are_an_amount_and_no_number_of_days(self) -> None:
        self.assertNotIn("days", found("5 times a day"))

    def test_score_out_of_ten_is_its_first_number(self) -> None:
        self.assertEqual(
            [found(t)["number"] for t in ("7/10", "7 out of 10", "about seven")], [7, 7, 7]
        )

    def test_number_within_a_time_is_no_number_of_its_own(self) -> None:
        self.assertEqual(found("text me at 6pm"), {"time_of_day": "18:00"})

    def test_time_that_is_refused_is_not_taken(self) -> None:
        self.assertEqual(found("not mornings, evenings are better")["time_of_day"], "evening")

    def test_length_of_a_break_is_read_in_days(self) -> None:
        self.assertEqual(
            [found(t)["duration"] for t in ("two weeks", "a fortnight", "until Monday")],
            ["14 days", "14 days", "until monday"],
        )

    def test_correction_is_noticed(self) -> None:
        self.assertEqual(
            [found(t).get("correction") for t in ("sorry I meant 4 days", "4 days")], [True, None]
        )

    def test_entity_keeps_the_words_it_came_from(self) -> None:
        amount = entities.extract("Walk Ten Minutes")[1]

        self.assertEqual((amount["text"], amount["start"], amount["end"]), ("Ten Minutes", 5, 16))


class WordsTest(unittest.TestCase):
    def test_homophone_is_a_number_only_when_it_stands_alone(self) -> None:
        self.assertEqual(
            [numbers.alone("too."), numbers.alone("Free"), numbers.alone("to the shop")],
            [2, 3, None],
        )

    def test_own_words_lose_their_opening(self) -> None:
        self.assertEqual(activities.own_words("i'd like to do some knitting"), "knitting")

    def test_apostrophes_and_repeats_do_not_matter_to_the_model(self) -> None:
        self.assertEqual(for_ngrams("Don’t   knowwww"), for_ngrams("dont knoww"))

    def test_greeting_does_not_hide_what_follows(self) -> None:
        self.assertEqual(
            without_opening("Hi there, my back has gone again"), "my back has gone again"
        )

    def test_mere_greeting_stays_whole(self) -> None:
        self.assertEqual(without_opening("hello again"), "hello again")


if __name__ == "__main__":
    unittest.main()
