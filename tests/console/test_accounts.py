"""What administrators do to accounts."""

import re

import pytest
from sqlalchemy import select

from models.accounts import Account
from tests.console.conftest import PASSWORD

NEW = {"name": "Dr Fox", "username": "fox", "role": "clinician", "password": PASSWORD}


@pytest.fixture
def alex(people, browser):
    return browser("alex")


def link(browser, name):
    return re.search(rf'href="(/accounts/[^"]+)">{name}', browser.get("/accounts").text)[1]


def account(session, username):
    return session.scalars(
        select(Account).where(Account.username == username),
        execution_options={"populate_existing": True},
    ).one()


def test_a_new_account_can_sign_in(alex, browser):
    alex.submit("/accounts", NEW)

    assert browser().sign_in("fox").status_code == 303


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "diaz"}, "Somebody has this username already"),
        ({"username": "F x"}, "Use 2 to 64 letters"),
        ({"name": " "}, "Enter the person"),
        ({"role": "god"}, "Choose what this person may do"),
        ({"password": "short"}, "at least 12 characters"),
        ({"number": "12"}, "Write the phone number like"),
        ({"on_call": "1"}, "Add a phone number first"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_added(alex, session, change, words):
    answer = alex.submit("/accounts", NEW | change)

    assert answer.status_code == 422
    assert words in answer.text
    assert len(session.scalars(select(Account)).all()) == 4


def test_deactivating_signs_out_and_takes_off_call(alex, diaz, session):
    alex.submit(f"{link(alex, 'Dr Diaz')}/active")

    assert diaz.open("/queue").headers["Location"].startswith("/sign-in")
    assert not account(session, "diaz").on_call


def test_a_deactivated_account_can_be_activated_again(alex, browser):
    path = link(alex, "Sam Staff")
    alex.submit(f"{path}/active")
    refused = browser().sign_in("sam")

    alex.submit(f"{path}/active", {"active": "1"})

    assert (refused.status_code, browser().sign_in("sam").status_code) == (401, 303)


def test_an_account_that_does_not_exist_cannot_be_changed(alex):
    path = "/accounts/4b1f8f60-5c3e-4f57-9f5e-0d6a3d2f9a11"

    assert alex.submit(f"{path}/active", {"active": "1"}).status_code == 404


def test_administrators_cannot_deactivate_themselves(alex, session):
    answer = alex.submit(f"{link(alex, 'Alex Admin')}/active")

    assert answer.status_code == 422
    assert account(session, "alex").active


def test_a_new_password_unlocks_and_replaces_the_old_one(alex, browser, people):
    for _ in range(5):
        browser().sign_in("sam", "wrong")

    alex.submit(f"{link(alex, 'Sam Staff')}/password", {"password": "five blue boats at sea"})

    assert browser().sign_in("sam").status_code == 401
    assert browser().sign_in("sam", "five blue boats at sea").status_code == 303


def test_a_phone_number_is_kept_in_one_form(alex, session):
    alex.submit(f"{link(alex, 'Dr Evans')}/number", {"number": "07700 900202"})

    assert account(session, "evans").number == "+447700900202"


def test_the_number_of_somebody_on_call_cannot_be_removed(alex, session):
    answer = alex.submit(f"{link(alex, 'Dr Diaz')}/number", {"number": ""})

    assert answer.status_code == 422
    assert account(session, "diaz").number is not None


@pytest.mark.parametrize(("name", "username"), [("Sam Staff", "sam"), ("Alex Admin", "alex")])
def test_only_clinicians_can_be_put_on_call(alex, session, name, username):
    path = link(alex, name)
    alex.submit(f"{path}/number", {"number": "07700 900203"})

    answer = alex.submit(f"{path}/on-call", {"on_call": "1"})

    assert "Only clinicians can be on call" in answer.text
    assert not account(session, username).on_call
