"""Tests of what runs inside Rasa's environment: `bot/.venv/bin/python -m unittest discover -s bot/tests/unit -t .`."""
