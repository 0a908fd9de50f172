"""`ringback clock`: the demo's clock."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Show or move the demo's clock.")

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "w": "weeks"}
_DURATION = re.compile(r"(?:\d+[wdhms])+")


@app.command()
def show() -> None:
    """Print the programme's time. Example: ringback clock show"""
    from runtime import clock
    from runtime.settings import load

    load()
    print(clock.now().isoformat(timespec="seconds"))


@app.command()
def advance(
    duration: Annotated[str, typer.Argument(help="How far, like 7d, 36h, 90m or 1d12h")],
) -> None:
    """Move the demo's clock forward; refused outside the demo. Example: ringback clock advance 7d"""
    from runtime import clock
    from runtime.settings import load

    if not load().demo:
        print("The clock can be moved in the demo only (RINGBACK_ENV=demo).", file=sys.stderr)
        raise typer.Exit(1)
    print(clock.advance(_parse(duration)).isoformat(timespec="seconds"))


def _parse(duration: str) -> timedelta:
    if not _DURATION.fullmatch(duration):
        print(f"{duration!r} is no duration: write it like 7d, 36h or 1d12h.", file=sys.stderr)
        raise typer.Exit(2)
    parts = re.findall(r"(\d+)([wdhms])", duration)
    return sum((timedelta(**{_UNITS[u]: int(n)}) for n, u in parts), timedelta(0))
