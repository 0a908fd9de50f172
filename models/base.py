"""What every row has in common: a declarative base, identifiers and aware times."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated, ClassVar

from sqlalchemy import DateTime, Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base; constraint names are fixed so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMING)
    # Enums are stored as their words, readable in SQL and free to grow without a type change.
    type_annotation_map: ClassVar = {
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        )
    }


Id = Annotated[uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4)]
At = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Word = Annotated[str, mapped_column(String(64))]
