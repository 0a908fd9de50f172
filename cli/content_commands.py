"""`ringback content`: checking, previewing and exporting the programme's words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Check, preview and export the programme's words.")


@app.command()
def check() -> None:
    """Check every wording; names file, key and remedy. Example: ringback content check"""
    import content

    problems = content.check()
    for p in problems:
        print(f"{p.file}: {p.key}: {p.problem} {p.remedy}")
    if problems:
        raise typer.Exit(1)
    print(f"{len(content.keys())} wordings, no problem found.")


@app.command()
def preview(
    key: Annotated[str, typer.Argument(help="A content key, like goal.ask_days")],
    channel: Annotated[str, typer.Option(help="sms or voice")] = "sms",
) -> None:
    """Show one wording with made-up values. Example: ringback content preview goal.ask_days"""
    import content

    try:
        print(content.preview(key, channel))
    except content.ContentError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error


@app.command()
def export(
    form: Annotated[str, typer.Option("--format", help="csv or jsonl")] = "csv",
) -> None:
    """Print every wording for reading. Example: ringback content export > words.csv"""
    import content

    sys.stdout.write(content.export(form))
