"""Bringing the database's tables up to date; apart from the engine, because only `up` and tests need Alembic."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from runtime.database import engine
from runtime.settings import ROOT


def migrate() -> None:
    """Bring the database's tables to the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "models" / "migrations"))
    with engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
