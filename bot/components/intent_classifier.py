"""Rasa pipeline component: our intent model. The model itself stands in bot.language.classifier."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language import encoder
from bot.language.classifier import IntentModel, Settings
from bot.language.smalltalk import without_opening

# Enough to see a near miss; the whole ranking would travel with every turn.
_RANKED = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class BlendedIntentClassifier(IntentClassifier, GraphComponent):
    """Ranks intents by n-grams and sentence vectors; small talk at the front is set aside."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The settings that evaluation chose; `bot.language.classifier.Settings` says what each does."""
        return {
            "ngram_c": 30.0,
            "vector_c": 3.0,
            "min_df": 2,
            "vector_share": 0.6,
            "sharpness": 1.35,
            "scope_caution": 1.5,
        }

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["sklearn", "onnxruntime", "tokenizers"]

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> str:
        """What else the model is made of: when it changes, Rasa's cache of trained parts is stale."""
        files = sorted(Path(encoder.__file__).parent.glob("*.*"))
        made_of = b"".join(file.read_bytes() for file in files if file.is_file())
        return hashlib.sha256(made_of).hexdigest()

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
    ) -> "BlendedIntentClassifier":
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
    ) -> "BlendedIntentClassifier":
        """Read the trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every sentence that has an intent, and store the model with its encoder."""
        # What builds the encoder is needed here alone; a server would carry it in memory.
        from bot.language import encoder_graph

        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        with self._model_storage.write_to(self._resource) as folder:
            encoder_graph.build(folder)
            self._model = IntentModel.fit(
                [m.get(TEXT) for m in examples],
                [m.get(INTENT) for m in examples],
                encoder=encoder.Encoder(folder),
                settings=self._settings(),
            )
            self._model.save(folder)
        return self._resource

    def _settings(self) -> Settings:
        return Settings(**{name: self._config[name] for name in Settings.__annotations__})

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
