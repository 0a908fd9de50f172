"""Key rotation: writing everything that is encrypted again under the newest key."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from models.base import Base
from models.crypto import EncryptedJSON, EncryptedText, ring
from models.people import Patient


def rotate(session: Session) -> int:
    """Encrypt every row again and index every number again. Returns how many rows were written.

    Put the new key first in ENCRYPTION_KEYS, restart, run this, then remove the old key.
    """
    return sum(_rotate_table(session, mapper.class_) for mapper in Base.registry.mappers)


def _rotate_table(session: Session, kind: type[Base]) -> int:
    names = [
        attribute.key
        for attribute in inspect(kind).column_attrs
        if isinstance(attribute.columns[0].type, EncryptedJSON | EncryptedText)
    ]
    if not names:
        return 0
    written = 0
    for row in session.scalars(select(kind).execution_options(yield_per=500)):
        for name in names:
            if getattr(row, name) is not None:
                flag_modified(row, name)
        if isinstance(row, Patient):
            row.number_index = ring().index(row.number)
        written += 1
    session.flush()
    return written
