"""A few stories for the stock project: `rasa init` has some, and its two learned policies train on nothing else."""

from __future__ import annotations

from typing import Any

Step = dict[str, Any]


def _story(name: str, *turns: tuple[str, str]) -> dict[str, Any]:
    steps: list[Step] = []
    for intent, action in turns:
        steps += [{"intent": intent}, {"action": action}]
    return {"story": name, "steps": steps}


STORIES = [
    _story("a greeting", ("greet", "utter_greet"), ("thank", "utter_thank")),
    _story(
        "two questions",
        ("greet", "utter_greet"),
        ("ask_why_pain", "action_educate"),
        ("ask_sleep", "action_educate"),
        ("thank", "utter_thank"),
    ),
    _story(
        "a worry",
        ("express_fear_of_movement", "action_reassure"),
        ("ask_exercise", "action_educate"),
        ("goodbye", "utter_goodbye"),
    ),
    _story(
        "the goal and the plan",
        ("ask_about_goal", "action_show_goal"),
        ("goal_too_hard", "action_adjust_goal"),
        ("ask_flare_up_plan", "action_show_flare_plan"),
        ("thank", "utter_thank"),
    ),
    _story(
        "a person",
        ("ask_who_you_are", "utter_ask_who_you_are"),
        ("ask_for_human", "action_hand_over"),
    ),
]
