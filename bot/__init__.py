"""What Rasa reads and runs, in an environment of its own (Python 3.10). Imports nothing of the other folders."""
