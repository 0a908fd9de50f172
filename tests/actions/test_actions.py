"""Slots in, one coach call, keys out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import content
from actions import contact, education, flares, goals, handover, joining, reflecting, reviewing
from actions.server import every_action
from models.enums import PatientStatus
from models.escalations import Escalation
from models.people import Patient
from models.programme import Barrier, CheckIn, Goal, Observation
from tests.actions.rasa import run, tracker
from tests.factories import make_patient

ROOT = Path(__file__).resolve().parents[2]
WALK = {"activity": "walk", "amount": "10 minutes", "days": 3}


@pytest.fixture
def ana(session: Session) -> Patient:
    patient = make_patient(session, now=datetime.now(UTC))
    session.commit()
    return patient


def set_walk(patient: Patient) -> None:
    run(goals.CheckGoal(), tracker(patient, form="goal_form", answers=WALK))


def test_every_action_of_the_domain_is_served() -> None:
    domain = YAML(typ="safe").load(ROOT / "bot" / "domain" / "actions.yml")

    assert {action.action for action in every_action()} == set(domain["actions"])


def test_every_key_that_actions_and_domain_say_has_a_wording() -> None:
    actions = "".join(file.read_text() for file in (ROOT / "actions").glob("*.py"))
    domain = (ROOT / "bot" / "domain" / "responses.yml").read_text()

    said = {*re.findall(r'"([a-z_]+\.[a-z_]+)"', actions), *re.findall(r"say: (\S+)", domain)}

    assert sorted(said - {"sanic.root", "sanic.server"} - set(content.keys())) == []


def test_every_question_and_worry_that_rules_answer_has_a_wording() -> None:
    rules = (ROOT / "bot" / "data" / "rules" / "coaching.yml").read_text()
    questions, worries = rules.split("- rule: ")[1:3]

    said = {
        *(f"education.{topic}" for topic in re.findall(r"intent: ask_(\w+)", questions)),
        *(f"reassure.{worry}" for worry in re.findall(r"intent: express_(\w+)", worries)),
    }

    assert (len(said), sorted(said - set(content.keys()))) == (23, [])


def test_goal_is_recorded_as_soon_as_it_is_known(session: Session, ana: Patient) -> None:
    set_walk(ana)

    goal = session.scalars(select(Goal)).one()
    assert (goal.activity, goal.amount, goal.days, goal.confidence) == (
        "walk", "10 minutes", 3, None,
    )  # fmt: skip


def test_goal_of_nine_days_is_asked_for_again(session: Session, ana: Patient) -> None:
    said, slots = run(
        goals.CheckGoal(), tracker(ana, form="goal_form", answers={**WALK, "days": 9})
    )

    assert (said, slots["days"]) == (["goal.invalid_days"], None)
    assert session.scalars(select(Goal)).all() == []


def test_unsure_patient_is_offered_a_smaller_goal_and_takes_it(
    session: Session, ana: Patient
) -> None:
    set_walk(ana)

    said, slots = run(
        goals.CheckGoal(),
        tracker(ana, form="goal_form", slots=WALK, answers={"accept_smaller": True}),
    )

    assert (said, slots["amount"]) == (["goal.lowered"], "5 minutes")


def test_interruption_leaves_the_form_unchecked(ana: Patient) -> None:
    assert run(goals.CheckGoal(), tracker(ana, form="goal_form")) == ([], {})


def test_turn_asked_twice_acts_once_and_answers_the_same(session: Session, ana: Patient) -> None:
    heard = tracker(ana, intent="ask_sleep", turn_id="turn-1")

    answers = [run(education.Educate(), heard) for _ in range(2)]

    assert answers == [(["education.sleep"], {})] * 2
    assert session.scalar(select(func.count(Observation.id))) == 1


def test_action_for_somebody_who_has_not_joined_asks_for_consent(session: Session) -> None:
    stranger = make_patient(session, now=datetime.now(UTC), enrolled=False)
    session.commit()

    said, slots = run(goals.ShowGoal(), tracker(stranger))

    assert (said, slots) == (["join.ask_consent"], {"requested_slot": "consent"})


def test_consent_takes_effect_at_once(session: Session) -> None:
    stranger = make_patient(session, now=datetime.now(UTC), enrolled=False)
    session.commit()

    run(joining.CheckJoining(), tracker(stranger, form="join_form", answers={"consent": True}))

    session.refresh(stranger)
    assert stranger.status == PatientStatus.ENROLLED


def test_warning_sign_while_joining_escalates_and_ends_the_form(
    session: Session, ana: Patient
) -> None:
    said, slots = run(
        joining.CheckJoining(),
        tracker(ana, "not sure", form="join_form", answers={"red_flag_now": True}),
    )

    assert (said, slots["requested_slot"]) == (["safety.cauda_equina.emergency"], None)
    assert session.scalars(select(Escalation.tier)).one() == "emergency"


def test_review_records_the_days_and_skips_what_got_in_the_way(
    session: Session, ana: Patient
) -> None:
    set_walk(ana)

    said, slots = run(
        reviewing.CheckReview(), tracker(ana, form="review_form", answers={"days_done": 2})
    )

    assert (said, slots["got_in_the_way"]) == (["checkin.partly"], "")
    assert session.scalars(select(CheckIn.days_done)).one() == 2


def test_review_without_a_goal_ends_at_once(ana: Patient) -> None:
    said, slots = run(reviewing.CheckReview(), tracker(ana, form="review_form", starting=True))

    assert (said, slots) == (["goal.none_yet"], {"requested_slot": None})


def test_what_got_in_the_way_is_kept_in_the_patients_words(session: Session, ana: Patient) -> None:
    set_walk(ana)

    run(
        reviewing.CheckReview(),
        tracker(ana, form="review_form", answers={"got_in_the_way": "it rained"}),
    )

    assert session.scalars(select(Barrier.words)).one() == "it rained"


def test_flare_up_starts_with_validation_and_offers_nothing_that_does_not_apply(
    ana: Patient,
) -> None:
    said, slots = run(flares.CheckFlare(), tracker(ana, form="flare_form", starting=True))

    assert (said, slots["flare_smaller"]) == (["flare.validate"], False)


def test_two_noes_never_say_that_nothing_is_wrong(ana: Patient) -> None:
    noes = {"flare_cord": False, "flare_unwell": False}

    assert run(flares.FinishRedFlag(), tracker(ana, slots=noes))[0] == ["red_flag.all_clear"]


def test_worry_is_kept_and_its_question_waits_for_an_answer(session: Session, ana: Patient) -> None:
    heard = tracker(ana, "scared to bend", intent="express_fear_of_movement")

    said, slots = run(reflecting.Reassure(), heard)

    assert (said, slots) == (["reassure.fear_of_movement"], {"requested_slot": "own_words"})
    assert session.scalars(select(Barrier.kind)).one() == "fear_of_movement"


def test_second_misunderstanding_in_a_row_asks_a_person(ana: Patient) -> None:
    earlier = {"event": "user", "parse_data": {"intent": {"name": "nlu_fallback"}}}

    first, _ = run(handover.Fallback(), tracker(ana, intent="nlu_fallback"))
    second, _ = run(handover.Fallback(), tracker(ana, intent="nlu_fallback", before=[earlier]))

    assert (first, second) == (["fallback.rephrase"], ["fallback.human"])


def test_repeat_says_the_last_words_again(ana: Patient) -> None:
    earlier = [
        {"event": "user"},
        {"event": "bot", "data": {"custom": {"say": "talk.greet", "with": {}}}},
    ]

    assert run(handover.Repeat(), tracker(ana, before=earlier))[0] == ["talk.greet"]


def test_repeat_with_nothing_said_says_so(ana: Patient) -> None:
    assert run(handover.Repeat(), tracker(ana))[0] == ["talk.repeat_nothing"]


def test_night_is_no_contact_time(ana: Patient) -> None:
    said, slots = run(
        contact.CheckContact(), tracker(ana, form="contact_form", answers={"contact_time": "03:00"})
    )

    assert (said, slots) == (["contact.invalid_time"], {"contact_time": None})
