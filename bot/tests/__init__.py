"""Test stories for `rasa test core`, and unit tests in unit/."""
