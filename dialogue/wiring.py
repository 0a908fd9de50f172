"""The dialogue model that the settings name."""

from __future__ import annotations

from dialogue.engine import RasaEngine
from runtime.settings import Settings


def engine(settings: Settings) -> RasaEngine:
    """The dialogue model at RASA_URL."""
    return RasaEngine(settings.rasa_url, settings.rasa_shared_secret.get_secret_value())
