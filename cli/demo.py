"""The small clinic that the demo starts with, and the hour at which it opens."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.demo_people import PATIENTS, TEAM
from coach import accounts, checkins, consent, flares, goals, people
from coach.rules.deadlines import is_working_day
from models.accounts import Account
from models.enums import Channel, Role
from models.people import Patient
from runtime import clock, database
from runtime.settings import Settings

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(9), time(17)


def start_in_working_hours() -> None:
    """Move a clock that stands outside the clinic's hours to the next opening, at 10:00.

    So that whoever tries the demo at night sees a check-in arrive, not quiet hours.
    """
    now = clock.now()
    local = now.astimezone(LONDON)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    clock.advance(datetime.combine(day, time(10), LONDON) - now)


def prepare(settings: Settings, *, now: datetime) -> str:
    """Make the clinic's people when they are missing; returns what to print, new passwords included."""
    with database.sessions().begin() as session:
        passwords = {name: _account(session, *row, now=now) for row in TEAM for name in row[:1]}
        for row in PATIENTS:
            _patient(session, *row, now=now)
    return _welcome(settings, passwords)


def _account(
    session: Session, username: str, name: str, role: Role, number: str | None, *, now: datetime
) -> str:
    password = secrets.token_urlsafe(12)
    known = session.scalars(select(Account).where(Account.username == username)).one_or_none()
    if known is not None:
        accounts.set_password(session, known, password)
        return password
    accounts.create(
        session,
        username=username,
        name=name,
        role=role,
        password=password,
        number=number,
        on_call=role is Role.CLINICIAN,
        now=now,
    )
    return password


def _patient(
    session: Session,
    number: str,
    name: str,
    weeks: int,
    activity: str,
    amount: str,
    days: int,
    *,
    now: datetime,
) -> None:
    if people.by_number(session, number) is not None:
        return
    joined = now - timedelta(weeks=weeks, hours=1)
    patient = people.by_number_or_new(session, number, now=joined)
    patient.preferred_name = name
    consent.give(session, patient, channel=Channel.SMS, now=joined)
    for week in range(weeks):
        _past_week(session, patient, activity, amount, days, at=joined + timedelta(weeks=week))
    if weeks:
        flares.save_plan(session, patient, helps="a warm shower and slow walking", now=joined)
    goals.set_goal(session, patient, activity=activity, amount=amount, days=days, now=now)


def _past_week(
    session: Session, patient: Patient, activity: str, amount: str, days: int, *, at: datetime
) -> None:
    goals.set_goal(session, patient, activity=activity, amount=amount, days=days, now=at)
    checkins.record(
        session,
        patient,
        days_done=max(1, days - 1),
        channel=Channel.SMS,
        now=at + timedelta(days=6),
    )


def _welcome(settings: Settings, passwords: dict[str, str]) -> str:
    sign_ins = "\n".join(
        f"    {name:<7}{password}   ({role})"
        for (name, _, role, _), password in zip(TEAM, passwords.values(), strict=True)
    )
    return f"""
Ringback's demo. Nobody real is texted or called. The dialogue model needs half a minute;
the safety screen works from the first second.

  Phones    http://127.0.0.1:{settings.simulator_port}/
  Console   {settings.console_url}/
{sign_ins}
  Ready?    {settings.public_base_url}/readyz

  A first thing to try: open Phones, be +447700900123, and text "join".
  Then try "numb between my legs and cant wee since this morning", and look at the console.
  Move time on with: make advance BY=7d        Stop with Ctrl-C.
  Logs: {settings.ringback_var_dir}/log/
"""
