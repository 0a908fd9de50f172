"""The red-flag screen. Stands on models.enums alone: no database, no network, no Rasa."""

from safety.finding import Evidence, Finding
from safety.rulebook import RulebookError
from safety.screening import screen

__all__ = ["Evidence", "Finding", "RulebookError", "screen"]
