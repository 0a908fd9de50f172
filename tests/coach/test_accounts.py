"""Accounts: passwords, the lock, and sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coach import accounts, console_sessions
from coach.accounts import BadAccount
from coach.rules import passwords
from models.accounts import Account, AuditEvent
from models.enums import Role

PASSWORD = "four quiet garden walls"


@pytest.fixture
def diaz(session, now) -> Account:
    account = accounts.create(
        session, username=" Diaz ", name="Dr Diaz", role=Role.CLINICIAN, password=PASSWORD, now=now
    )
    session.commit()
    return account


def fail(session, times, now):
    for _ in range(times):
        accounts.verify(session, "diaz", "wrong", now=now)
    session.commit()


def test_the_right_password_opens_the_account(session, diaz, now):
    assert accounts.verify(session, "DIAZ", PASSWORD, now=now) is diaz


def test_the_password_is_stored_as_argon2id_only(diaz):
    assert diaz.password_hash.startswith("$argon2id$")


def test_the_same_letters_from_another_keyboard_are_the_same_password(session, diaz, now):
    accounts.set_password(session, diaz, "caf\u00e9 terrace at noon")

    assert accounts.verify(session, "diaz", "cafe\u0301 terrace at noon", now=now) is diaz


@pytest.mark.parametrize("username", ["nobody", "", "dia\x00z", "x" * 500])
def test_an_unknown_username_opens_nothing(session, diaz, now, username):
    assert accounts.verify(session, username, PASSWORD, now=now) is None


def test_a_deactivated_account_opens_nothing(session, diaz, now):
    diaz.active = False

    assert accounts.verify(session, "diaz", PASSWORD, now=now) is None


def test_four_wrong_passwords_do_not_lock(session, diaz, now):
    fail(session, 4, now)

    assert accounts.verify(session, "diaz", PASSWORD, now=now) is diaz


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(session, diaz, now):
    fail(session, 5, now)

    just_before, after = now + timedelta(minutes=14), now + timedelta(minutes=15)
    assert accounts.verify(session, "diaz", PASSWORD, now=just_before) is None
    assert accounts.verify(session, "diaz", PASSWORD, now=after) is diaz


def test_a_right_password_forgets_earlier_failures(session, diaz, now):
    fail(session, 4, now)
    accounts.verify(session, "diaz", PASSWORD, now=now)
    fail(session, 4, now)

    assert accounts.verify(session, "diaz", PASSWORD, now=now) is diaz


def test_a_lock_is_audited(session, diaz, now):
    fail(session, 5, now)

    actions = session.scalars(select(AuditEvent.action)).all()

    assert actions.count("sign_in_failed") == 5
    assert actions.count("account_locked") == 1


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars", "password1234", "PasswordPassword", "123456789012", "aaaaaaaaaaaa",
        "qwertyuiop12", "ringback2026", "my name is diaz", "x" * 257,
    ],
)  # fmt: skip
def test_a_short_common_or_endless_password_is_refused(password):
    assert passwords.problem(password, username="diaz") is not None


@pytest.mark.parametrize(
    "password",
    ["four quiet garden walls", "zQ8vK2mT4xLw", "ringback helps me to walk", "ñandú ñandú 7!"],
)
def test_a_long_password_of_any_composition_is_taken(password):
    assert passwords.problem(password, username="diaz") is None


def test_a_taken_username_is_refused_by_field(session, diaz, now):
    with pytest.raises(BadAccount) as refused:
        accounts.create(
            session, username="DIAZ", name="Another", role=Role.STAFF, password=PASSWORD, now=now
        )

    assert refused.value.field == "username"


def test_nobody_is_on_call_without_a_number(diaz):
    with pytest.raises(BadAccount):
        accounts.set_on_call(diaz, True)


def test_a_session_is_found_by_its_token_alone(session, diaz, now):
    token = console_sessions.begin(session, diaz, now=now)

    assert console_sessions.find(session, token, now=now).account is diaz
    assert console_sessions.find(session, token + "x", now=now) is None


def test_a_new_password_ends_every_session(session, diaz, now):
    token = console_sessions.begin(session, diaz, now=now)

    accounts.set_password(session, diaz, "five blue boats at sea")

    assert console_sessions.find(session, token, now=now) is None
