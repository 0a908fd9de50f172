"""Telephone numbers and pseudonyms as the screens show them."""

from __future__ import annotations

import uuid

import phonenumbers


def national(number: str) -> str:
    """A number as it is written in Britain: `07700 900101`."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == 44
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if home
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form)


def ending(number: str) -> str:
    """The last four digits, which tell two patients apart and reach nobody."""
    return number[-4:]


def short(patient_id: uuid.UUID) -> str:
    """The start of a patient's pseudonym, long enough to tell patients apart when read out."""
    return patient_id.hex[:8]
