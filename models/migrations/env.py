"""Alembic's entry: runs the migrations on the connection that `runtime.migrations.migrate` hands over."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from models.crypto import EncryptedJSON, EncryptedText
from models.schema import METADATA


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write plain column types into migrations, so that they outlive our classes."""
    if kind == "type" and isinstance(item, (EncryptedJSON, EncryptedText)):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
