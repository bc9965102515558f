from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.territories import TerritoryFactory

from webapp.services.conventions import find_convention, find_pledge

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.mark.parametrize(
    ("on", "found"),
    [(date(2025, 3, 31), False), (date(2025, 4, 1), True), (date(2028, 3, 31), True), (date(2028, 4, 1), False)],
)
def test_a_convention_is_in_force_from_its_first_day_to_its_last(on, found):
    convention = ConventionFactory()

    assert (find_convention(convention.territory, on) is not None) is found


def test_the_latest_convention_answers_where_two_overlap():
    territory = TerritoryFactory()
    ConventionFactory(territory=territory)
    later = ConventionFactory(territory=territory, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))

    assert find_convention(territory, date(2026, 6, 1)) is later


def test_a_group_answers_with_its_own_pledge():
    pledge = PledgeFactory()

    assert find_pledge(pledge.group, pledge.convention.territory, date(2026, 1, 1)) is pledge


def test_a_group_without_a_pledge_answers_with_its_parents():
    pledge = PledgeFactory()
    firm = GroupFactory(parent=pledge.group)

    assert find_pledge(firm, pledge.convention.territory, date(2026, 1, 1)) is pledge


def test_its_own_pledge_comes_before_its_parents():
    parent = PledgeFactory()
    own = PledgeFactory(convention=parent.convention, group=GroupFactory(parent=parent.group))

    assert find_pledge(own.group, own.convention.territory, date(2026, 1, 1)) is own


def test_a_yearly_pledge_answers_with_the_row_of_the_year():
    first = PledgeFactory(year=2026)
    second = PledgeFactory(convention=first.convention, group=first.group, year=2027)

    assert find_pledge(first.group, first.convention.territory, date(2027, 1, 1)) is second
    assert find_pledge(first.group, first.convention.territory, date(2028, 1, 1)) is None


def test_nobody_answers_in_another_territory_or_time():
    pledge = PledgeFactory()

    assert find_pledge(pledge.group, TerritoryFactory(), date(2026, 1, 1)) is None
    assert find_pledge(pledge.group, pledge.convention.territory, date(2030, 1, 1)) is None
