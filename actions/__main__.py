"""`python -m actions`: run the action server."""

from actions.server import run

if __name__ == "__main__":
    run()
