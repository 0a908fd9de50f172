"""Signing in and out, how long it lasts, and what forms must carry."""

import re

import pytest
from sqlalchemy import func, select
from starlette.routing import Route

from console.app import create
from models.accounts import AuditEvent, ConsoleSession
from tests.console.conftest import PASSWORD, Browser

OPEN_TO_ALL = {"/healthz", "/sign-in"}


def signed_in(browser):
    return browser.open("/your-account").status_code == 200


def test_every_route_but_sign_in_and_health_needs_a_login(app, browser):
    stranger = browser()

    answers = {
        (path, method): stranger.request(
            method,
            path.replace("{id:uuid}", "4b1f8f60-5c3e-4f57-9f5e-0d6a3d2f9a11"),
            follow_redirects=False,
        )
        for path, methods in [(r.path, r.methods) for r in app.routes if isinstance(r, Route)]
        for method in methods
        if path not in OPEN_TO_ALL
    }

    assert len(answers) > 20
    assert {a.headers["Location"].split("?")[0] for a in answers.values()} == {"/sign-in"}


def test_sign_in_with_the_right_password_opens_the_console(people, browser):
    one = browser()

    answer = one.sign_in("diaz")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert signed_in(one)


@pytest.mark.parametrize(("username", "password"), [("diaz", "wrong"), ("nobody", PASSWORD)])
def test_sign_in_fails_in_the_same_words_for_a_wrong_name_and_a_wrong_password(
    people, browser, username, password
):
    answer = browser().sign_in(username, password)

    assert answer.status_code == 401
    assert "The username or password is wrong, or the account is locked." in answer.text


def test_sign_in_goes_on_to_the_page_that_was_asked_for(people, browser):
    one = browser()
    asked = one.open("/patients").headers["Location"]

    answer = one.sign_in("diaz", next=asked.split("next=")[1])

    assert answer.headers["Location"] == "/patients"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_sign_in_never_goes_on_to_another_site(people, browser, elsewhere):
    assert browser().sign_in("diaz", next=elsewhere).headers["Location"] == "/"


def test_sign_in_form_is_refused_without_its_cookie(people, browser):
    one = browser()
    data = {"form_token": "guessed", "username": "diaz", "password": PASSWORD}

    answer = one.post("/sign-in", data=data)

    assert answer.status_code == 403
    assert not signed_in(one)


def test_signing_in_gives_a_new_token_and_ends_the_old_one(people, browser):
    one = browser("diaz")
    before = one.cookies["ringback"]

    one.sign_in("diaz")
    old = browser()
    old.cookies.set("ringback", before)

    assert one.cookies["ringback"] != before
    assert not signed_in(old)


def test_the_token_itself_is_not_stored(session, diaz):
    stored = session.scalars(select(ConsoleSession.token_hash)).one()

    assert stored != diaz.cookies["ringback"]
    assert len(stored) == 64


def test_signing_out_ends_the_session_on_the_server(diaz, browser):
    token = diaz.cookies["ringback"]

    diaz.submit("/sign-out")
    thief = browser()
    thief.cookies.set("ringback", token)

    assert not signed_in(thief)


def test_a_session_ends_after_half_an_hour_without_a_visit(diaz, clock):
    clock.forward(minutes=29)
    assert signed_in(diaz)

    clock.forward(minutes=30)
    assert not signed_in(diaz)


def test_a_page_that_reloads_itself_does_not_keep_a_session_alive(diaz, clock):
    for _ in range(7):
        clock.forward(minutes=5)
        diaz.open("/queue?refresh=auto")

    assert not signed_in(diaz)


def test_a_session_ends_after_twelve_hours_however_busy(diaz, clock):
    for _ in range(36):
        clock.forward(minutes=20)
        diaz.open("/queue")

    assert not signed_in(diaz)


def test_a_form_without_the_session_token_is_refused(diaz, escalation):
    answer = diaz.post(f"/escalations/{escalation.id}/acknowledge", data={"csrf_token": "guessed"})

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_another_site_is_refused(diaz, escalation, headers):
    path = f"/escalations/{escalation.id}/acknowledge"

    assert diaz.submit(path, headers=headers).status_code == 403
    assert diaz.submit(path, headers={"Origin": "http://testserver"}).status_code == 303


def test_a_form_sent_after_the_session_ended_says_that_it_was_lost(diaz, clock, escalation):
    clock.forward(hours=1)

    answer = diaz.post(f"/escalations/{escalation.id}/note", data={"words": "called"})

    assert "not saved" in answer.text


def test_an_overlong_form_is_refused(diaz):
    answer = diaz.post("/your-account", data={"password": "x" * 70_000})

    assert answer.status_code == 413


def test_every_answer_carries_the_security_headers(browser):
    headers = browser().open("/sign-in").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_no_page_has_inline_script_or_style_that_the_policy_would_block(diaz, escalation):
    for path in ("/sign-in", "/queue", f"/escalations/{escalation.id}", "/patients", "/system"):
        assert not re.search(r"<script|<style|style=|\son\w+=", diaz.get(path).text), path


def test_behind_https_the_cookies_are_secure_and_bound_to_the_host(sessions, people, clock):
    app = create(sessions, clock, base_url="https://console.example")
    one = Browser(app, base_url="https://console.example")

    cookie = one.sign_in("diaz").headers["Set-Cookie"]

    assert cookie.startswith("__Host-ringback=")
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax"))


def test_sign_ins_and_failures_are_audited(session, people, browser):
    browser().sign_in("diaz", "wrong")
    browser("diaz")

    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.at)).all()

    assert sorted(actions) == ["sign_in", "sign_in_failed"]


def test_changing_the_password_needs_the_old_one_and_signs_out_everywhere(session, diaz):
    new = {"password": "five blue boats at sea"}

    refused = diaz.submit("/your-account", {"current": "wrong", **new})
    changed = diaz.submit("/your-account", {"current": PASSWORD, **new})

    assert "This is not your password" in refused.text
    assert changed.headers["Location"] == "/sign-in"
    assert session.scalar(select(func.count()).select_from(ConsoleSession)) == 0
