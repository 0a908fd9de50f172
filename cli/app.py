"""The command `ringback` and its sub-commands."""

from __future__ import annotations

import sys

import typer

from cli import clinic, clock, content_commands, patients, words

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Ringback, a self-management coach for people with persistent low back pain.",
)
app.command("screen")(words.screen_words)
app.command("understand")(words.understand)
app.command("state")(patients.state)
app.command("enrol")(patients.enrol)
app.command("up")(clinic.up)
app.command("doctor")(clinic.doctor)
app.command("rotate-keys")(clinic.rotate_keys)
app.add_typer(clock.app, name="clock")
app.add_typer(clinic.user_app, name="user")
app.add_typer(content_commands.app, name="content")


def main() -> None:
    """Run the command; a setting that is missing or wrong is told without a traceback."""
    from coach.errors import CoachError
    from runtime.settings import SettingsError

    try:
        app()
    except (SettingsError, CoachError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
