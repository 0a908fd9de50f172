"""What is encrypted, and what a key rotation leaves readable."""

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from coach import keys, people
from models import crypto
from runtime.settings import load
from tests.factories import ANA, BEN, make_patient


@pytest.fixture(autouse=True)
def keys_of_the_tests():
    yield
    crypto.use_keys(load().keys)


def test_a_number_is_not_readable_in_the_database(session, ana):
    (stored,) = session.execute(text("select number from patient")).one()

    assert ANA.encode() not in stored
    assert people.by_number(session, ANA).number == ANA


def test_the_same_words_never_look_the_same_twice(session, now):
    make_patient(session, now=now, number=ANA, preferred_name="Sam")
    make_patient(session, now=now, number=BEN, preferred_name="Sam")

    names = session.scalars(text("select preferred_name from patient")).all()

    assert names[0] != names[1]


def test_a_patient_is_found_while_a_new_key_comes_in(session, ana):
    old = load().keys
    crypto.use_keys([Fernet.generate_key().decode(), *old])
    session.expire_all()

    assert people.by_number(session, ANA).id == ana.id


def test_after_a_rotation_the_old_key_is_no_longer_needed(session, ana):
    old, new = load().keys, Fernet.generate_key().decode()
    crypto.use_keys([new, *old])

    keys.rotate(session)
    session.commit()
    crypto.use_keys([new])
    session.expire_all()

    assert people.by_number(session, ANA).number == ANA


def test_no_key_is_a_loud_failure():
    with pytest.raises(ValueError, match="ENCRYPTION_KEYS"):
        crypto.use_keys([])
