"""Rasa policy: rules, and back to the form's question once something said in between has been answered.

Plain RulePolicy needs a rule for each form and each intent that may interrupt it; there would be hundreds.
"""

from __future__ import annotations

from typing import Optional, Tuple

from rasa.core.policies.rule_policy import LOOP_RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class ReturningRulePolicy(RulePolicy):
    """RulePolicy that takes an interrupted form up again."""

    @staticmethod
    def _find_action_from_loop_happy_path(
        tracker: DialogueStateTracker,
    ) -> Tuple[Optional[str], Optional[str]]:
        form = tracker.active_loop_name
        answered = (
            form is not None
            and not tracker.is_rule_tracker
            and tracker.is_active_loop_rejected
            and tracker.latest_action_name not in (ACTION_LISTEN_NAME, form)
        )
        if answered:
            return form, LOOP_RULES + form
        return RulePolicy._find_action_from_loop_happy_path(tracker)
