"""Pages that cannot be given."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from console.app import create
from tests.console.conftest import Browser


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/no-such-page", 404),
        ("GET", "/escalations/not-an-id", 404),
        ("GET", "/sign-out", 405),
        ("GET", "/static/../app.py", 404),
    ],
)
def test_a_page_that_does_not_exist_says_so_and_leads_back(browser, method, path, status):
    answer = browser().request(method, path)

    assert answer.status_code == status
    assert "Page not found" in answer.text


def test_a_form_of_another_kind_is_refused(browser):
    answer = browser().post("/sign-in", json={"username": "diaz"})

    assert answer.status_code == 415
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_its_database_the_console_says_what_to_do(clock):
    away = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    one = Browser(create(sessionmaker(away), clock))
    one.cookies.set("ringback", "anything")

    answer = one.get("/queue")

    assert answer.status_code == 503
    assert "procedure for when Ringback is down" in answer.text


def test_an_unknown_patient_is_not_found(diaz):
    assert diaz.get("/patients/4b1f8f60-5c3e-4f57-9f5e-0d6a3d2f9a11").status_code == 404
