import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story
from factories.territories import LocalRuleFactory
from pages import PageClient
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.territories import LocalRule

POLICY = {
    "dispatch": "auto",
    "wave_size": "3",
    "answer_days": "8",
    "reminder_days": "4",
    "ask_days": "14",
    "deem_days": "20",
    "floor": "40",
    "asks_per_quarter": "5",
    "reason": "Essai d’un an",
}


@pytest.fixture
def place(story):
    return story.role.need.territory


def test_the_network_sees_territories_side_by_side(app, story, place):
    other = tell_story(name="Longwy")
    LocalRuleFactory(territory=other.role.need.territory, code="money_needs_mission", value=None)
    network = PageClient.of(app, AccountFactory(network=True))

    page = network.get("desk.network_show", at_most=20)

    assert "Terres de Lorraine" in page.text
    assert "Longwy" in page.text
    assert "Argent seulement avec une mission" in page.text


def test_a_share_is_said_with_what_it_is_of(app, story, place, now):
    story.accepted(now)
    tell_story(name="Longwy")
    network = PageClient.of(app, AccountFactory(network=True))

    page = network.get("desk.network_show").text.replace("\u202f", " ").replace("\u00a0", " ")

    assert page.count("100 %, 1 sur 1") == 2, "the territory, and the network"
    assert "aucune demande" in page


def test_a_coordinator_of_one_territory_has_no_network(desk):
    desk.get("desk.network_show", status=404)
    assert "Réseau" not in desk.get("desk.home_show").text


def test_a_policy_is_changed_and_told(desk, place):
    desk.get("desk.territories_edit", territory_id=place.id)

    page = desk.post("desk.territories_edit", POLICY, territory_id=place.id)

    text = desk.follow(page).text
    assert "Essai d’un an" in text
    db.session.expire_all()
    assert (place.dispatch, place.floor_permille, place.deem_days) == ("auto", 400, 20)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wave_size": "11"}, "Donnez un nombre entre 1 et 10."),
        ({"floor": "101"}, "Donnez un nombre entre 0 et 100."),
        ({"reminder_days": "8"}, "Le rappel part avant la fin du délai"),
        ({"deem_days": "beaucoup"}, "Donnez un nombre entier"),
    ],
)
def test_a_figure_out_of_bounds_is_said_beside_its_field(desk, place, typed, said):
    page = desk.post("desk.territories_edit", POLICY | typed, territory_id=place.id, status=200)

    assert said in page.text


def test_a_rule_is_noted_and_removed(desk, place):
    values = {"code": "max_staff", "value": "49", "words": "Moins de 50 salariés"}
    page = desk.follow(desk.post("desk.territories_rule", values, territory_id=place.id))
    assert "Salariés au plus : 49" in page.text.replace("\u00a0", " ")
    assert page.heading == "Règles, Terres de Lorraine"
    rule = db.session.scalar(select(LocalRule))

    desk.post("desk.territories_rule_remove", territory_id=place.id, rule_id=rule.id)

    assert db.session.scalar(select(LocalRule)) is None


def test_a_rule_without_its_figure_is_refused(desk, place):
    page = desk.post("desk.territories_rule", {"code": "max_staff"}, territory_id=place.id, status=200)

    assert "Cette règle demande un chiffre." in page.text
