"""What `ringback doctor` looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cli import processes


@dataclass(frozen=True)
class Check:
    """One thing that works or does not; a failure's detail says what to do."""

    name: str
    ok: bool
    detail: str


def run() -> Iterator[Check]:
    """Look at settings, words, screen, model, database, dialogue model and ledger, in that order."""
    from runtime.settings import SettingsError, load

    try:
        settings = load()
    except SettingsError as error:
        yield Check("settings", False, str(error))
        return
    yield Check("settings", True, settings.ringback_env)
    yield _words()
    yield _screen()
    model = processes.MODEL.exists()
    yield Check("trained model", model, "present" if model else "missing: run make train")
    yield from _database()
    yield _dialogue()


def _words() -> Check:
    import content

    problems = content.check()
    first = f"{problems[0].file} {problems[0].key}: {problems[0].remedy}" if problems else ""
    return Check("words", not problems, first or f"{len(content.keys())} wordings")


def _screen() -> Check:
    from safety import screen

    found = screen("numb between my legs and cant wee since this morning")
    return Check("screen", found.flag, f"finds {found.category} {found.tier}" if found.flag else
                 "misses a plain emergency: restore content/red_flags.yml")  # fmt: skip


def _database() -> Iterator[Check]:
    from sqlalchemy.exc import SQLAlchemyError

    from coach import ledger
    from runtime import clock, database

    try:
        with database.sessions()() as session:
            late = ledger.gaps(session, now=clock.now())
    except SQLAlchemyError as error:
        yield Check(
            "database", False, f"{type(error).__name__}: check DATABASE_URL, run ringback up"
        )
        return
    yield Check("database", True, "reached, tables present")
    detail = (
        f"{len(late)} late, the oldest {late[0].kind} since {late[0].expected_at}" if late else ""
    )
    yield Check("expected and sent", not late, detail or "nothing is late")


def _dialogue() -> Check:
    from dialogue.wiring import engine
    from runtime.settings import load

    ready = engine(load()).ready()
    return Check("dialogue model", ready, "answers" if ready else "down: is ringback up running?")
