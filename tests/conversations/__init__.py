"""Whole talks, one YAML transcript each, through the real intake, dialogue, Rasa, action server and PostgreSQL."""
