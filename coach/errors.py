"""What can go wrong in a use-case; doors translate these into words or codes."""

from __future__ import annotations

import uuid


class CoachError(Exception):
    """Root of every error that a use-case raises on purpose."""


class UnknownPatient(CoachError):
    """No patient has this id or number."""

    def __init__(self, patient_id: uuid.UUID | str) -> None:
        super().__init__(f"no patient {patient_id}")
        self.patient_id = patient_id


class NotAllowed(CoachError):
    """The row is not in a state in which this may be done."""
