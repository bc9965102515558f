from sqlalchemy import func, select

from seed_data.load_places import NO_PASSWORD
from webapp.models.accounts import Account
from webapp.models.territories import Commune, Epci, LocalRule, Territory
from webapp.services.communes import search_name


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_all_of_france_is_there(loaded, programme):
    assert (count(loaded, Commune), count(loaded, Epci)) == (len(programme.communes), len(programme.epcis))


def test_a_commune_is_found_by_its_plain_name_and_has_its_place_on_the_map(loaded):
    toul = loaded.get(Commune, "54528")

    assert (toul.search_name, toul.department, toul.postcodes) == (search_name("Toul"), "54", "54200")
    assert (round(toul.latitude / 1e6), round(toul.longitude / 1e6)) == (49, 6)


def test_a_territory_holds_the_communes_of_its_groupings(loaded, programme):
    for territory in loaded.scalars(select(Territory)):
        epcis = {row.siren for row in programme.territory_epcis if row.territory == territory.code}
        assert {commune.insee for commune in territory.communes} == {
            row.insee for row in programme.communes if row.epci in epcis
        }


def test_a_territory_has_the_rules_and_the_floor_of_its_files(loaded, programme):
    for row in programme.territories:
        territory = loaded.scalars(select(Territory).where(Territory.code == row.code)).one()
        rules = loaded.execute(
            select(LocalRule.code, LocalRule.value).where(LocalRule.territory_id == territory.id)
        ).all()

        assert territory.floor_permille == row.floor * 1000
        assert sorted(map(tuple, rules)) == sorted(
            (rule.rule, rule.value) for rule in programme.local_rules if rule.territory == row.code
        )


def test_nobody_can_sign_in_by_a_password(loaded):
    assert set(loaded.scalars(select(Account.password))) == {NO_PASSWORD}
