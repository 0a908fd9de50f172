"""Custom actions, run as Rasa runs them, on a real database."""
