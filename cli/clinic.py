"""`ringback up`, `doctor`, `user add` and `rotate-keys`: running a clinic."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

import typer

from models.enums import Role

user_app = typer.Typer(no_args_is_help=True, help="Accounts for the console.")


def up() -> None:
    """Run everything, in the demo with a simulated telephone, until Ctrl-C. Example: ringback up"""
    from cli import supervisor

    raise typer.Exit(supervisor.run())


def doctor() -> None:
    """Say what works and what does not, with the remedy. Example: ringback doctor"""
    from cli import checks

    wrong = 0
    for check in checks.run():
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
        wrong += not check.ok
    raise typer.Exit(1 if wrong else 0)


def rotate_keys() -> None:
    """Encrypt everything again under the first of ENCRYPTION_KEYS. Example: ringback rotate-keys"""
    from coach import keys
    from runtime import database

    with database.sessions().begin() as session:
        print(f"{keys.rotate(session)} rows written under the newest key.")


@user_app.command()
def add(
    username: Annotated[str, typer.Argument(help="What they sign in with")],
    name: Annotated[str, typer.Option(help="Their name, as patients and colleagues know it")],
    role: Annotated[Role, typer.Option(help="What they may do")],
    phone: Annotated[str | None, typer.Option(help="For pages, like +447700900123")] = None,
    on_call: Annotated[bool, typer.Option("--on-call", help="Page them")] = False,
) -> None:
    """Add an account and print its first password.

    Example: ringback user add diaz --name "Dr Diaz" --role clinician --phone +447700900201 --on-call
    """
    from coach import accounts, people
    from runtime import clock, database

    if on_call and phone is None:
        print("--on-call needs --phone: pages go there.", file=sys.stderr)
        raise typer.Exit(2)
    password = secrets.token_urlsafe(12)
    with database.sessions().begin() as session:
        accounts.create(
            session,
            username=username,
            name=name,
            role=role,
            password=password,
            number=people.normal_number(phone) if phone else None,
            on_call=on_call,
            now=clock.now(),
        )
    print(f"{username} may sign in with the password {password}")
