"""Rasa pipeline component: our intent model. The model itself stands in bot.language.classifier."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.classifier import IntentModel
from bot.language.smalltalk import without_opening

# Enough to see a near miss; the whole ranking would travel with every turn.
_RANKED = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramIntentClassifier(IntentClassifier, GraphComponent):
    """Ranks intents by word and character n-grams; small talk at the front is set aside."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`C` is the inverse of the regularisation; `min_df` drops n-grams of fewer sentences."""
        return {"C": 10.0, "min_df": 2}

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["sklearn"]

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[IntentModel] = None,
    ) -> None:
        self._config, self._model_storage, self._resource = config, model_storage, resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramIntentClassifier":
        """Make the untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "NgramIntentClassifier":
        """Read the trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every sentence that has an intent, and store the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        self._model = IntentModel.fit(
            [m.get(TEXT) for m in examples],
            [m.get(INTENT) for m in examples],
            c=self._config["C"],
            min_df=self._config["min_df"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set each message's intent."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._model:
                best = [
                    {"name": name, "confidence": odds}
                    for name, odds in self._model.rank(without_opening(text))[:_RANKED]
                ]
                message.set(INTENT, best[0], add_to_output=True)
                message.set("intent_ranking", best, add_to_output=True)
        return messages
