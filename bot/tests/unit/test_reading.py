"""What words mean after a question."""

from __future__ import annotations

import unittest
from typing import Any, Dict, Optional

from bot.language import entities
from bot.reading import Question, Reading, read


def slots(
    text: str,
    slot: str,
    form: str = "goal_form",
    intent: str = "nlu_fallback",
    confidence: float = 0.9,
) -> Dict[str, Any]:
    """The answers that a reading makes of a message."""
    heard = Reading(text, intent, confidence, entities.extract(text))
    return {e["entity"]: e["value"] for e in read(heard, Question(form, slot)).entities}


def intent_of(text: str, slot: str, form: str, intent: str = "nlu_fallback") -> str:
    """The intent that the dialogue sees."""
    return read(Reading(text, intent, 0.9, entities.extract(text)), Question(form, slot)).intent


class BareAnswerTest(unittest.TestCase):
    def test_bare_number_means_what_was_asked(self) -> None:
        self.assertEqual(
            [
                slots("3", "days"),
                slots("3", "confidence"),
                slots("3", "days_done", "review_form"),
                slots("3", "pain_score", "pain_form"),
            ],
            [{"days": 3}, {"confidence": 3}, {"days_done": 3}, {"pain_score": 3}],
        )

    def test_bare_number_for_an_amount_is_minutes(self) -> None:
        self.assertEqual(slots("10", "amount"), {"amount": "10 minutes"})

    def test_not_sure_counts_as_a_warning_sign(self) -> None:
        for text in (
            "3",
            "not sure",
            "dunno",
            "maybe",
            "yes",
            "1",
            "a bit",
            "no but my legs feel weak",
        ):
            self.assertEqual(slots(text, "flare_cord", "flare_form"), {"flare_cord": True}, text)

    def test_plain_no_is_no_warning_sign(self) -> None:
        for text in ("2", "no", "none of those", "nope", "no thank you", "neither"):
            self.assertEqual(
                slots(text, "red_flag_now", "join_form"), {"red_flag_now": False}, text
            )

    def test_next_step_is_read_from_word_key_and_intent(self) -> None:
        read_as = [
            slots(t, "next_step", "review_form", intent=i)
            for t, i in (("same", "x"), ("2", "x"), ("too much for me", "goal_too_hard"))
        ]

        self.assertEqual(
            read_as, [{"next_step": "same"}, {"next_step": "more"}, {"next_step": "less"}]
        )

    def test_correction_after_the_days_changes_the_days(self) -> None:
        self.assertEqual(slots("sorry I meant 1 day", "next_step", "review_form"), {"days_done": 1})

    def test_own_words_are_kept_as_an_answer(self) -> None:
        self.assertEqual(
            slots("heat and a hot bath", "flare_helps", "flare_form", intent="ask_pain_relief"),
            {"flare_helps": "heat and a hot bath"},
        )


class InterruptionTest(unittest.TestCase):
    def test_question_is_no_answer(self) -> None:
        self.assertEqual(slots("should I rest?", "activity", intent="ask_rest_or_move"), {})

    def test_wish_for_a_person_is_no_answer(self) -> None:
        self.assertEqual(slots("get me a human", "goal_when", intent="ask_for_human"), {})

    def test_stop_asking_becomes_a_no(self) -> None:
        self.assertEqual(intent_of("stop asking me that", "days", "goal_form"), "deny")

    def test_open_question_is_left_for_another_wish(self) -> None:
        heard = Reading("what was my goal", "ask_about_goal", 0.9, [])

        self.assertTrue(read(heard, Question("reflection_form", "own_words")).leaves_form)


class GoalTest(unittest.TestCase):
    def test_whole_goal_fills_the_form_at_once(self) -> None:
        self.assertEqual(
            slots("walk 10 minutes three days this week", "activity", intent="set_goal"),
            {"activity": "walk", "amount": "10 minutes", "days": 3},
        )

    def test_correction_with_its_unit_changes_that_part(self) -> None:
        self.assertEqual(slots("sorry I meant 4 days", "confidence"), {"days": 4})

    def test_bare_correction_changes_the_answer_before(self) -> None:
        self.assertEqual(slots("sorry, I meant 4", "confidence"), {"days": 4})

    def test_weekdays_in_answer_to_when_are_no_number_of_days(self) -> None:
        self.assertEqual(
            slots("Monday and Friday after work", "goal_when"),
            {"goal_when": "Monday and Friday after work"},
        )

    def test_whole_goal_in_place_of_the_safety_answer_is_a_goal(self) -> None:
        text = "walk 10 minutes three days this week"

        self.assertEqual(intent_of(text, "red_flag_now", "join_form"), "set_goal")
        self.assertNotIn("red_flag_now", slots(text, "red_flag_now", "join_form"))

    def test_goal_told_with_consent_is_kept_with_it(self) -> None:
        told = slots("yes I want to walk 10 minutes", "consent", "join_form", intent="set_goal")

        self.assertEqual(told, {"consent": True, "activity": "walk", "amount": "10 minutes"})

    def test_no_other_form_takes_the_place_of_a_safety_question(self) -> None:
        self.assertEqual(
            intent_of("my pain is bad today", "flare_cord", "flare_form", "report_pain_score"),
            "nlu_fallback",
        )

    def test_whole_goal_is_a_goal_whatever_it_was_taken_for(self) -> None:
        said = ("walk 15 minutes 4 days", "walked 15 minutes 4 days")

        heard = [Reading(t, "report_goal_progress", 0.5, entities.extract(t)) for t in said]
        self.assertEqual(
            [read(h, Question()).intent for h in heard], ["set_goal", "report_goal_progress"]
        )

    def test_asking_for_a_goal_while_setting_one_asks_again(self) -> None:
        self.assertEqual(
            intent_of("SET A GOAL", "activity", "goal_form", "set_goal"), "repeat_message"
        )

    def test_progress_starts_the_review_with_its_days(self) -> None:
        heard = Reading("did 2 days", "report_goal_progress", 0.9, entities.extract("did 2 days"))

        self.assertEqual(read(heard, Question()).first("days_done"), 2)


if __name__ == "__main__":
    unittest.main()
