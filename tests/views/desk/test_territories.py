import pytest
from factories.territories import CommuneFactory

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.territories import LocalRule, ReferenceRate
from webapp.services.reference_rates import list_rates
from webapp.services.territory_changes import change_communes, change_territory
from webapp.transaction import transaction


@pytest.fixture
def area(story):
    return story.role.need.territory


def test_rules_stand_under_their_headings(desk, area):
    for typed in (
        {"code": "max_staff", "value": "49"},
        {"code": "money_max_euros", "value": "30 000"},
        {"code": "sector_never", "divisions": "64, 65 et 66", "words": "Ni banque ni assurance"},
        {"code": "quorum_percent", "value": "60"},
    ):
        desk.post("desk.territories_rule", typed, territory_id=area.id)
    page = desk.get("desk.territories_show", territory_id=area.id)

    assert "Ni banque ni assurance" in page.text
    assert "64, 65, 66" in page.text
    rules = db.session.query(LocalRule).filter_by(territory_id=area.id)
    assert {rule.code: rule.value or rule.divisions for rule in rules} == {
        "max_staff": 49,
        "money_max_euros": 30_000,
        "sector_never": "64 65 66",
        "quorum_percent": 60,
    }


def test_the_page_says_whose_public_holidays_count(desk, area):
    assert "ceux du département 54" in desk.get("desk.territories_show", territory_id=area.id).text
    area.department = None
    db.session.commit()
    assert "ceux de tout le pays" in desk.get("desk.territories_show", territory_id=area.id).text


def test_what_an_operator_has_changed_is_read_at_the_desk(desk, area, now):
    commune = CommuneFactory()
    with transaction():
        change_territory(area, {"name": "Le Toulois", "department": commune.department}, by=JOB, now=now)
        change_communes(area, [commune.insee], [], by=JOB, now=now)

    page = desk.get("desk.territories_show", territory_id=area.id)

    assert "Nom du territoire, de Terres de Lorraine à Le Toulois" in page.text
    assert "Nombre de communes, de 0 à 1" in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "sector_only"}, "demande les divisions"),
        ({"code": "sector_only", "divisions": "34"}, "ne porte le numéro 34"),
        ({"code": "majority_percent", "value": "20"}, "entre 50 et 99"),
        ({"code": "max_staff"}, "demande un chiffre"),
    ],
)
def test_a_rule_that_says_nothing_is_refused_in_words(desk, area, typed, said):
    assert said in desk.post("desk.territories_rule", typed, status=200, territory_id=area.id).text


def test_the_reference_rate_is_noted_with_its_day(desk, area):
    assert "Aucun taux" in desk.get("desk.territories_show", territory_id=area.id).text
    desk.get("desk.territories_rate", territory_id=area.id)
    wrong = {"rate": "beaucoup", "since_on": "01/01/2026", "words": "Journal officiel"}
    assert "Écrivez le taux" in desk.post("desk.territories_rate", wrong, status=200, territory_id=area.id).text
    nothing = wrong | {"rate": "0"}
    assert "entre 0,01 et 50" in desk.post("desk.territories_rate", nothing, status=200, territory_id=area.id).text
    desk.post("desk.territories_rate", wrong | {"rate": "3,25 %"}, territory_id=area.id)

    assert [rate.rate_bp for rate in list_rates(area)] == [325]
    assert db.session.query(ReferenceRate).one().words == "Journal officiel"
    assert "3,25" in desk.get("desk.territories_show", territory_id=area.id).text
