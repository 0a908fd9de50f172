"""Rows for tests: plain functions, no surprises."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coach import consent
from models.accounts import Account
from models.crypto import ring
from models.enums import PatientStatus, Role
from models.people import Patient

ANA = "+447700900101"
BEN = "+447700900102"
DR_DIAZ = "+447700900201"


def make_patient(
    session: Session, *, now: datetime, number: str = ANA, enrolled: bool = True, **overrides: Any
) -> Patient:
    """A patient; enrolled with consent unless told otherwise."""
    patient = Patient(
        number=number,
        number_index=ring().index(number),
        status=PatientStatus.UNKNOWN,
        created_at=now,
        **overrides,
    )
    session.add(patient)
    session.flush()
    if enrolled:
        consent.give(session, patient, channel="sms", now=now)
    session.flush()
    return patient


def make_clinician(session: Session, *, now: datetime, **overrides: Any) -> Account:
    """Dr Diaz, a clinician on call with a telephone."""
    values = {
        "username": "diaz",
        "name": "Dr Diaz",
        "role": Role.CLINICIAN,
        "password_hash": "none: this account never signs in",
        "number": DR_DIAZ,
        "on_call": True,
    }
    account = Account(created_at=now, **(values | overrides))
    session.add(account)
    session.flush()
    return account
