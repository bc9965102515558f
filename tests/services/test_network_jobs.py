from datetime import timedelta

import pytest
from factories.conventions import ConventionFactory
from factories.people import CompanyFactory, ContactFactory
from factories.stories import DESK, FIRM
from factories.territories import TerritoryFactory

from webapp.clock import local_date
from webapp.domain.outcomes import JobTotal
from webapp.services.network_jobs import NO_JOBS, tally_network_jobs
from webapp.services.outcome_tallies import tally_firms, tally_jobs
from webapp.services.outcomes import Aid, Counted, open_promise, record_count
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

HALF_A_YEAR = timedelta(days=182)


def aid(territory, number, now, **firm):
    """A firm that was helped so that its first question has come due."""
    convention = ConventionFactory(territory=territory)
    company = CompanyFactory(**firm)
    on = local_date(now - HALF_A_YEAR - timedelta(days=5))
    found = Aid("mission", number, company, ContactFactory(company=company), territory, convention, on)
    with transaction():
        return open_promise(found, by=DESK, now=now)


def count(promise, created, preserved, now):
    with transaction():
        record_count(promise.surveys[0], Counted(created, preserved), by=FIRM, now=now)


def test_a_firm_of_two_territories_is_in_both_and_once_in_the_network(now):
    one, other = TerritoryFactory(), TerritoryFactory()
    first = aid(one, 1, now, siren="732829320", staff=8)
    second = aid(other, 2, now, siren="732829320", staff=8)
    count(first, 200, 100, now - timedelta(days=1))
    count(second, 300, 100, now)

    found = tally_network_jobs(frozenset({one.id, other.id}), now)

    assert found.of(one.id) == JobTotal(200, 100, 1, 1)
    assert found.of(other.id) == JobTotal(300, 100, 1, 1)
    assert found.total == found.of_size("under_10") == JobTotal(300, 100, 1, 1)


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_answers_of_one_day_the_last_one_written_stands_in_each_total(now, newest_first):
    place = TerritoryFactory()
    first, second = (aid(place, number, now, siren="732829320", staff=8) for number in (1, 2))
    early, late = (second, first) if newest_first else (first, second)
    count(early, 300, 100, now)
    count(late, 200, 50, now)

    by_convention = tally_jobs([first.convention_id, second.convention_id], local_date(now))

    assert tally_network_jobs(frozenset({place.id}), now).total == JobTotal(200, 50, 1, 1)
    assert by_convention.latest == tally_firms([first.company_id, second.company_id], local_date(now))
    assert by_convention.latest == JobTotal(200, 50, 1, 1)


def test_who_has_not_answered_is_asked_and_adds_nothing(now):
    place = TerritoryFactory()
    count(aid(place, 1, now, staff=30), 150, 0, now)
    aid(place, 2, now, staff=None)

    found = tally_network_jobs(frozenset({place.id}), now)

    assert (found.total, found.total.rate) == (JobTotal(150, 0, 2, 1), 0.5)
    assert found.of_size("unknown") == JobTotal(0, 0, 1, 0)


def test_a_correction_stands_and_what_is_not_due_is_not_asked(now):
    place = TerritoryFactory()
    promise = aid(place, 1, now)
    count(promise, 500, 0, now)
    count(promise, 100, 0, now)

    assert tally_network_jobs(frozenset({place.id}), now).total == JobTotal(100, 0, 1, 1)
    assert tally_network_jobs(frozenset({place.id}), now - timedelta(days=30)).total == NO_JOBS
    assert tally_network_jobs(frozenset(), now).total == NO_JOBS
