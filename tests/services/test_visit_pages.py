from datetime import date, timedelta

import pytest
from factories.stories import EXPERT, FIRM, tell_story

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.services.answers import settle_answer
from webapp.services.links import find_link
from webapp.services.missions import cancel_visit, declare_visit, dispute_visit, plan_visit
from webapp.services.visit_pages import find_visit, read_visit_page
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)


@pytest.fixture
def mission(now):
    return tell_story(offers=1).accepted(now)


def read(mission, now):
    return read_visit_page(find_link(Purpose.DECLARE_VISIT, mission.id, mission.proposal.expert), now)


def plan(mission, day, now):
    with transaction():
        return plan_visit(mission, day, by=EXPERT, now=now)


def declare(mission, minutes, now):
    with transaction():
        return declare_visit(mission, TODAY, minutes, by=EXPERT, now=now)


def test_the_contact_shows_once_both_were_introduced(mission, now):
    assert read(mission, now).contact is None
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)

    assert read(mission, now).contact == mission.role.need.contact


def test_time_given_leaves_out_what_is_disputed_or_cancelled(mission, now):
    declare(mission, 60, now)
    disputed = declare(mission, 120, now)
    with transaction():
        dispute_visit(disputed, by=FIRM, now=now)
        cancel_visit(plan_visit(mission, date(2026, 12, 3), by=EXPERT, now=now), by=EXPERT, now=now)

    page = read(mission, now)

    assert page.given_minutes == 60
    assert [visit.state for visit in page.told] == ["declared", "disputed"]


def test_a_planned_visit_is_asked_about_on_its_day_and_not_before(mission, now):
    planned = plan(mission, date(2026, 11, 26), now)

    assert read(mission, now + timedelta(days=1)).asks_about is None
    assert read(mission, now + timedelta(days=2)).asks_about == planned


def test_a_declared_day_stands_for_the_visit_planned_on_it_else_for_the_one_that_is_over(mission, now):
    over, to_come = plan(mission, TODAY, now), plan(mission, date(2026, 12, 3), now)
    page = read(mission, now)

    assert page.meant_by(date(2026, 12, 3)) == to_come
    assert page.meant_by(TODAY) == over
    assert page.meant_by(date(2026, 11, 23)) == over


def test_a_declared_day_stands_for_itself_while_nothing_planned_is_over(mission, now):
    plan(mission, date(2026, 12, 3), now)

    assert read(mission, now).meant_by(TODAY) is None


def test_a_visit_is_found_in_its_own_mission_only(mission, now):
    visit = declare(mission, 60, now)
    other = tell_story(offers=1).accepted(now)

    assert find_visit(mission, visit.public_id) == visit
    assert find_visit(other, visit.public_id) is None
