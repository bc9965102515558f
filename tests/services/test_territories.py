import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.territories import CommuneFactory, TerritoryFactory

from webapp.services.territories import (
    find_only_territory,
    find_territory,
    find_territory_of,
    list_pledging_territories,
    list_territories,
    main_department,
)

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_territory_is_found_by_its_code_and_by_its_communes():
    toul = CommuneFactory(insee="54528")
    territory = TerritoryFactory(code="terres-de-lorraine", communes=[toul])

    assert find_territory("terres-de-lorraine") is territory
    assert find_territory_of("54528") is territory
    assert find_territory_of("75056") is None
    assert find_territory("ailleurs") is None


def test_its_department_is_that_in_which_most_people_live():
    crowded = CommuneFactory(department="57", population=9000)
    villages = [CommuneFactory(department="54", population=1000) for _ in range(3)]

    assert main_department(TerritoryFactory(communes=[*villages, crowded])) == "57"
    assert main_department(TerritoryFactory(communes=villages)) == "54"
    assert main_department(TerritoryFactory()) is None


def test_territories_come_by_name():
    TerritoryFactory(name="Longwy")
    TerritoryFactory(name="Bassin de Briey")

    assert [territory.name for territory in list_territories()] == ["Bassin de Briey", "Longwy"]


def test_an_installation_of_one_territory_knows_it():
    assert find_only_territory() is None
    only = TerritoryFactory()
    assert find_only_territory() is only
    TerritoryFactory()
    assert find_only_territory() is None


def test_a_group_is_where_it_or_its_parent_has_pledged_days():
    parent = GroupFactory()
    child, stranger = GroupFactory(parent=parent), GroupFactory()
    convention = ConventionFactory(state="signed")
    PledgeFactory(convention=convention, group=parent)

    assert list_pledging_territories(parent) == list_pledging_territories(child) == [convention.territory]
    assert list_pledging_territories(stranger) == []
