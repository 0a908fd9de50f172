"""The action server: Rasa's own protocol on loopback, one process, no bodies in its logs."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions import (
    contact,
    education,
    flares,
    goals,
    handover,
    joining,
    reflecting,
    reviewing,
    scores,
)
from actions.base import CoachAction
from runtime import database

MODULES = (contact, education, flares, goals, handover, joining, reflecting, reviewing, scores)


def every_action() -> Iterator[type[CoachAction]]:
    """Each action that has a name of its own."""
    for module in MODULES:
        for item in vars(module).values():
            own = isinstance(item, type) and item.__module__ == module.__name__
            if own and issubclass(item, CoachAction) and "action" in vars(item):
                yield item


def executor() -> ActionExecutor:
    """Rasa's executor with our actions."""
    made = ActionExecutor()
    for action in every_action():
        made.register_action(action)
    return made


def run() -> None:
    """Serve until stopped. GET /health answers when it is ready."""
    logging.basicConfig(level=logging.WARNING)
    # This SDK serves a 3.6 server as it is: measured, and the protocol has not changed.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    # Says at INFO what it is asked for, at every call.
    for name in ("rasa_sdk", "sanic.root", "sanic.server"):
        logging.getLogger(name).setLevel(logging.ERROR)
    database.sessions()  # the first turn shall not wait for the engine
    app = create_app(executor(), cors_origins=[])
    app.config.MOTD = False
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.run(
        host="127.0.0.1",
        port=int(os.environ.get("ACTIONS_PORT", "5055")),
        single_process=True,
        access_log=False,
        motd=False,
    )
