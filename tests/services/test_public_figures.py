from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.stories import EXPERT, FIRM, tell_story

from webapp.services.missions import confirm_visit, declare_visit
from webapp.services.public_figures import find_proof, list_promises
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def give(story, minutes, now):
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), minutes, by=EXPERT, now=now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)


def test_nothing_is_proved_before_a_convention_has_ended(now):
    give(tell_story(), 180, now)

    assert find_proof(now) is None


def test_the_past_convention_that_gave_most_is_the_proof(now):
    give(tell_story(name="Longwy"), 60, now)
    give(tell_story(name="Terres de Lorraine"), 180, now)

    proof = find_proof(now + timedelta(days=600))

    assert (proof.place, proof.projects, proof.minutes, proof.jobs_created) == ("Terres de Lorraine", 1, 180, None)


def test_a_mission_without_a_visit_is_no_project(now):
    tell_story().accepted(now)

    assert find_proof(now + timedelta(days=600)).projects == 0


def test_the_conventions_in_force_are_shown_with_what_they_promise(now):
    give(tell_story(name="Longwy", pledged_minutes=840), 60, now)
    PledgeFactory(convention=ConventionFactory(starts_on=date(2020, 1, 1), ends_on=date(2022, 12, 31)))

    (promise,) = list_promises(now)

    assert (promise.place, promise.pledged, promise.given) == ("Longwy", 840, 60)
