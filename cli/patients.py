"""`ringback state` and `ringback enrol`: looking at a patient, and letting one in."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer


def state(
    phone: Annotated[str, typer.Argument(help="The patient's number, like +447700900123")],
    bodies: Annotated[bool, typer.Option("--bodies", help="Show what people wrote")] = False,
) -> None:
    """Print everything a supporter may need about one patient, as JSON.

    Example: ringback state +447700900123
    """
    from coach import people
    from coach import state as coach_state
    from runtime import clock, database

    with database.sessions()() as session:
        patient = people.by_number(session, people.normal_number(phone))
        if patient is None:
            print(f"Nobody with the number {phone} is known.", file=sys.stderr)
            raise typer.Exit(1)
        whole = coach_state.of(session, patient, bodies=bodies, now=clock.now())
    print(json.dumps(whole, indent=2))


def enrol(
    phone: Annotated[str, typer.Argument(help="The patient's number, like +447700900123")],
    name: Annotated[str | None, typer.Option(help="What the patient likes to be called")] = None,
    timezone: Annotated[str, typer.Option(help="The patient's time zone")] = "Europe/London",
) -> None:
    """Invite a patient: they are texted the consent question and are coached once they say yes.

    Example: ringback enrol +447700900123 --name Ana
    """
    from coach import enrolment
    from runtime import clock, database

    with database.sessions().begin() as session:
        enrolment.invite(session, number=phone, name=name, timezone=timezone, now=clock.now())
    print("Invited. The consent question is in the outbox.")
