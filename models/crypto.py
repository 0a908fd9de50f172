"""Encryption at rest: column types for text and JSON, and the blind index that finds a phone number.

The key ring is given once at start by `runtime`; without it every read and write fails loudly.
"""

# ruff: noqa: ARG002, D102 - the hooks of SQLAlchemy's TypeDecorator

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class KeyRing:
    """Fernet keys, newest first: the first one writes, all of them read."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("ENCRYPTION_KEYS is empty: give at least one Fernet key")
        self.fernet = MultiFernet([Fernet(key) for key in keys])
        # The index key is derived, so that a leaked index does not give the bodies away.
        self._index_keys = [hashlib.sha256(b"blind-index:" + key.encode()).digest() for key in keys]

    def index(self, number: str) -> bytes:
        """The blind index of a phone number under the newest key."""
        return self.indexes(number)[0]

    def indexes(self, number: str) -> list[bytes]:
        """The blind indexes under every key, newest first, for looking up during a rotation."""
        return [hmac.digest(key, number.encode(), "sha256") for key in self._index_keys]


_ring: KeyRing | None = None


def use_keys(keys: Sequence[str]) -> KeyRing:
    """Set this process's key ring. Raises ValueError when a key is not a Fernet key."""
    global _ring  # noqa: PLW0603 - one ring a process, set once at start
    _ring = KeyRing(keys)
    return _ring


def ring() -> KeyRing:
    """This process's key ring. Raises RuntimeError before `use_keys`."""
    if _ring is None:
        raise RuntimeError("no encryption keys: call models.crypto.use_keys first")
    return _ring


class EncryptedText(TypeDecorator[str]):
    """Text that only the key ring can read. Cannot be searched."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        # Lone surrogates cannot be UTF-8; a hostile body must still be stored.
        return None if value is None else ring().fernet.encrypt(value.encode("utf-8", "replace"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else ring().fernet.decrypt(value).decode()


class EncryptedJSON(TypeDecorator[Any]):
    """A JSON value that only the key ring can read."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else ring().fernet.encrypt(json.dumps(value).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(ring().fernet.decrypt(value))
