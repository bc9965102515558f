from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories.company_search import standing
from factories.stories import tell_story
from sqlalchemy import select

from jobs.items import Outcome
from jobs.survival import look_up_firms
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.sightings import FirmSighting
from webapp.services.answers import settle_answer
from webapp.transaction import transaction


@pytest.fixture
def search(engine_app, session):
    """The search that the operator named in the settings."""
    before = engine_app.extensions["settings"]
    with standing() as found:
        engine_app.extensions["settings"] = replace(before, company_search_url=found.address)
        yield found
    engine_app.extensions["settings"] = before


def helped(now, siren):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
        mission.role.need.company.siren = siren
    return mission.role.need.company


def seen():
    rows = select(FirmSighting.company_id, FirmSighting.status, FirmSighting.ended_on, FirmSighting.source)
    return db.session.execute(rows.order_by(FirmSighting.id)).all()


def test_each_firm_is_asked_about_once(search, now):
    alive, closed = helped(now, "000904078"), helped(now, "000904086")
    search.knows("000904078", "A")
    search.knows("000904086", "C", "2028-03-31")
    later = now + timedelta(days=3 * 366)

    assert look_up_firms(now) == Outcome()
    assert look_up_firms(later) == Outcome(done=2)
    assert look_up_firms(later) == Outcome()

    assert seen() == [(alive.id, "alive", None, "search"), (closed.id, "closed", date(2028, 3, 31), "search")]
    assert search.asked == ["000904078", "000904086"]


def test_a_firm_that_the_search_does_not_know_stays_unknown(search, now):
    firm = helped(now, "000904078")

    assert look_up_firms(now + timedelta(days=1200)) == Outcome(done=1)
    assert seen() == [(firm.id, "unknown", None, "search")]


def test_a_search_out_of_reach_ends_the_run_and_the_rest_is_asked_the_next_night(search, now):
    helped(now, "000904078"), helped(now, "000904086")
    search.status = 503
    later = now + timedelta(days=1200)

    assert look_up_firms(later) == Outcome(failed=1)
    assert (seen(), len(search.asked)) == ([], 1)
    search.status = 200
    assert look_up_firms(later + timedelta(days=1)) == Outcome(done=2)


def test_without_an_address_nobody_is_asked(engine_app, session, now):
    helped(now, "000904078")

    assert look_up_firms(now + timedelta(days=1200)) == Outcome()
    assert seen() == []
