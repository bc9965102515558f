from datetime import date, datetime, timedelta

import pytest
from factories.conventions import ConventionFactory
from factories.letters import meet
from factories.stories import EXPERT
from sqlalchemy import select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail.request_facts import day_length, read_request
from webapp.models.conventions import Convention
from webapp.services.answers import accept_proposal, settle_answer, undo_answer
from webapp.services.missions import declare_visit, end_mission
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)


@pytest.fixture
def people(now):
    return meet(now)


def test_a_request_says_who_asks_without_the_name(people):
    told = read_request(people.first, TODAY)

    assert (told.town, told.trade, told.staff) == ("Toul", "Menuiserie bois", 8)
    assert "Aubry" not in str(told)


def test_the_words_of_the_request_are_those_that_met_the_offer(people):
    assert read_request(people.first, TODAY).words == ("relectur", "contra de travail")


def test_the_distance_is_from_where_the_expert_works(people):
    assert read_request(people.first, TODAY).distance_km == 28


def test_an_unknown_place_has_no_distance(people):
    people.first.expert.commune.latitude = None

    assert read_request(people.first, TODAY).distance_km is None


def test_a_title_that_only_repeats_the_text_is_left_out(people):
    people.role.title = "Relire un contrat"
    assert read_request(people.first, TODAY).title == "Relire un contrat"

    people.need.text = "Relire un contrat. A signer mi-décembre."

    assert read_request(people.first, TODAY).title == ""


@pytest.mark.parametrize(
    ("wanted", "offered", "said"),
    [("either", "remote", "remote"), ("on_site", "either", "on_site"), ("either", "either", "either")],
)
def test_the_place_is_what_both_sides_can_do(people, wanted, offered, said):
    people.need.place, people.first.offer.place = wanted, offered

    assert read_request(people.first, TODAY).place == said


def own(people):
    return read_request(people.first, TODAY).own_minutes_left


def test_what_the_expert_gives_in_a_year_falls_with_what_was_agreed_then_with_what_it_took(people, now):
    assert own(people) == 2520
    with transaction():
        mission = people.introduced(now)
    assert own(people) == 2520 - 420
    with transaction():
        declare_visit(mission, TODAY, 600, by=EXPERT, now=now)
    assert own(people) == 2520 - 600
    with transaction():
        end_mission(mission, "finish", by=EXPERT, now=now)
    assert own(people) == 2520 - 600


def test_a_short_mission_gives_back_what_it_did_not_take(people, now):
    with transaction():
        mission = people.introduced(now)
        declare_visit(mission, TODAY, 60, by=EXPERT, now=now)
        end_mission(mission, "finish", by=EXPERT, now=now)

    assert own(people) == 2520 - 60


def test_a_yes_that_was_taken_back_and_other_years_count_for_nothing(people, now):
    with transaction():
        people.accept(now)
        undo_answer(people.first, by=EXPERT, now=now)
    assert own(people) == 2520
    with transaction():
        people.accept(now)
        settle_answer(people.first, by=JOB, now=now + timedelta(minutes=30))

    assert read_request(people.first, date(2027, 1, 5)).own_minutes_left == 2520


def test_a_day_is_as_long_as_the_convention_in_force_says(people):
    convention = db.session.scalars(select(Convention)).one()
    convention.minutes_per_day = 450

    days = (TODAY, convention.starts_on, convention.ends_on, date(2025, 3, 31), date(2028, 4, 1))

    assert [day_length(people.need.territory, day) for day in days] == [450, 450, 450, 420, 420]
    assert day_length(None, TODAY) == 420


def test_a_draft_does_not_say_how_long_a_day_is(people):
    convention = db.session.scalars(select(Convention)).first()
    ConventionFactory(
        territory=convention.territory,
        state="draft",
        minutes_per_day=240,
        starts_on=date(2026, 6, 1),
        ends_on=date(2029, 5, 31),
    )

    assert day_length(convention.territory, TODAY) == convention.minutes_per_day


def test_a_year_begins_at_midnight_in_paris(people, now):
    people.first.offer.minutes_per_year = 4200
    db.session.commit()
    before, after = (datetime.fromisoformat(f"2026-12-31T{hour}:30+00:00") for hour in (22, 23))
    with transaction():
        mission = accept_proposal(people.first, by=EXPERT, now=after).mission

    assert read_request(people.first, date(2027, 1, 5)).own_minutes_left == 4200 - mission.agreed_minutes
    mission.created_at = before
    assert read_request(people.first, date(2027, 1, 5)).own_minutes_left == 4200
