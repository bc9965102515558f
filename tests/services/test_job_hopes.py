from datetime import date, timedelta

import pytest
from factories.stories import DESK, FIRM, tell_story
from factories.territories import LocalRuleFactory
from sqlalchemy import func, select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.outcomes import JobPromise
from webapp.services.answers import settle_answer
from webapp.services.job_hopes import find_hope, state_hope
from webapp.services.missions import end_mission
from webapp.services.outcomes import ASKS_FOR_JOBS
from webapp.transaction import transaction


@pytest.fixture
def mission(engine_app, session, now):
    story = tell_story(offers=1)
    LocalRuleFactory(territory=story.role.need.territory, code=ASKS_FOR_JOBS, value=None)
    return story.accepted(now)


def introduce(mission, now):
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))


def test_a_firm_is_asked_once_somebody_was_introduced(mission, now):
    need = mission.role.need
    assert find_hope(need) is None

    introduce(mission, now)

    hope = find_hope(need)
    assert (hope.mission, hope.is_said, hope.until) == (mission, False, date(2027, 5, 24))
    assert (hope.is_open(date(2027, 5, 23)), hope.is_open(date(2027, 5, 24))) == (True, False)


def test_nobody_is_asked_where_the_territory_does_not(engine_app, session, now):
    mission = tell_story(offers=1).accepted(now)
    introduce(mission, now)

    assert find_hope(mission.role.need) is None


def test_a_help_that_was_called_off_asks_nothing(mission, now):
    introduce(mission, now)
    with transaction():
        end_mission(mission, "cancel", by=DESK, now=now)

    assert find_hope(mission.role.need) is None


def test_what_was_said_stands_until_it_is_said_otherwise(mission, now):
    introduce(mission, now)
    for created in (100, 100, 150):
        with transaction():
            state_hope(find_hope(mission.role.need), created, 0, by=FIRM, now=now)

    hope = find_hope(mission.role.need)
    assert (hope.created, hope.preserved, hope.is_said) == (150, 0, True)
    assert db.session.scalar(select(func.count()).select_from(JobPromise)) == 1
    said = db.session.scalars(select(Event.actor_kind).where(Event.step == "promise")).all()
    assert said == ["contact", "contact"]
