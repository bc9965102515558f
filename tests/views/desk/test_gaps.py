from factories.accounts import AccountFactory
from factories.needs import NeedFactory, RoleFactory
from factories.territories import TerritoryFactory
from pages import PageClient


def test_the_page_says_whom_to_recruit(desk, story, now):
    territory = story.role.need.territory
    RoleFactory(
        need=NeedFactory(territory=territory, text="élever des autruches", title="élever des autruches", opened_at=now)
    )

    page = desk.get("desk.gaps_show", at_most=24)

    assert "élever des autruches" in page.text
    assert "1 besoin" in page.text
    assert "Aucune offre n’est restée sans demande cette année." in page.text


def test_a_territory_that_begins_reads_nothing_that_did_not_happen(app, session):
    desk = PageClient.of(app, AccountFactory(coordinates=TerritoryFactory()))

    gaps = desk.get("desk.gaps_show")

    assert "Aucun besoin de l’année n’est resté sans offre proche." in gaps.text
    assert not gaps.all("table")
    assert "Aucune entreprise encore." in desk.get("desk.firms_index").text
    assert "Aucune entreprise ne porte ce nom." in desk.get("desk.firms_index", q="Aubry").text
    assert "elle dit quels groupes promettent combien de jours" in desk.get("desk.conventions_index").text
