import pytest
from factories.accounts import AccountFactory
from factories.territories import TerritoryFactory
from pages import PageClient

from webapp.extensions import db
from webapp.models.needs import Need
from webapp.models.offers import Skill


@pytest.fixture
def need(story):
    """A need that no offer answers well enough, near offers of two themes."""
    law = Skill(code="law-contracts", family="law", label="Contrats", label_en="Contracts")
    story.offers[0].skills.append(law)
    story.offers[1].skills += [law, Skill(code="hr-contracts", family="hr", label="Embauches", label_en="Hiring")]
    story.role.need.territory.floor_permille = 1000
    db.session.commit()
    return story.role.need


def themes_of(need):
    db.session.expire_all()
    return db.session.get(Need, need.id).themes


def completed(story, **typed):
    role = story.role
    return {
        "title": "Relire un contrat",
        f"role-{role.id}-title": "Droit du travail",
        f"role-{role.id}-minutes": "1 jour",
        **typed,
    }


def suggested(page):
    return [field.get("value") for field in page.all("input") if field.get("name") == "theme"]


def test_a_theme_is_corrected_where_a_need_is_completed(desk, story):
    need = story.role.need
    need.themes = "sales it"
    db.session.commit()
    page = desk.get("desk.needs_qualify", need_id=need.id)
    ticked = [box.get("value") for box in page.all("input") if box.get("name") == "themes" and "checked" in box.attrib]
    assert ticked == ["sales", "it"]

    sent = desk.post("desk.needs_qualify", completed(story, themes=["hr", "it"], shown="sales it"), need_id=need.id)

    assert themes_of(need) == "hr it"
    page = desk.follow(sent)
    assert "Thème coché (Ressources humaines)" in page.text
    assert "Thème décoché (Commercial)" in page.text


def test_a_theme_that_a_colleague_ticked_meanwhile_stays(desk, story):
    need = story.role.need
    desk.get("desk.needs_qualify", need_id=need.id)
    desk.post("desk.needs_tick_theme", {"theme": "hr"}, need_id=need.id)

    desk.post("desk.needs_qualify", completed(story, themes=["it"], shown=""), need_id=need.id)

    assert themes_of(need) == "hr it"


def test_what_is_no_theme_is_not_ticked(desk, story):
    need = story.role.need

    desk.post("desk.needs_qualify", completed(story, themes=["hr", "magie"], shown="autre"), need_id=need.id)
    desk.post("desk.needs_tick_theme", {"theme": "magie"}, need_id=need.id, status=400)

    assert themes_of(need) == "hr"


def test_where_nobody_is_found_one_click_ticks_the_likely_theme(desk, need):
    page = desk.get("desk.needs_show", need_id=need.id)
    assert "Cocher le thème aide à chercher." in page.text
    assert suggested(page) == ["law", "hr"]

    sent = desk.post("desk.needs_tick_theme", {"theme": "law"}, need_id=need.id)

    page = desk.follow(sent)
    assert themes_of(need) == "law"
    assert "Le thème est coché, le classement en tient compte." in page.text
    assert "Coché pour ce besoin" in page.text
    assert suggested(page) == []


def test_a_second_click_is_told_that_it_was_ticked(desk, need):
    desk.post("desk.needs_tick_theme", {"theme": "law"}, need_id=need.id)

    sent = desk.post("desk.needs_tick_theme", {"theme": "law"}, need_id=need.id)

    assert "Ce thème était déjà coché." in desk.follow(sent).text


def test_nothing_is_suggested_where_somebody_is_found(desk, story):
    page = desk.get("desk.needs_show", need_id=story.role.need_id)

    assert suggested(page) == []
    assert "Cocher un thème" in page.html


def test_the_theme_of_a_need_that_is_over_cannot_be_corrected(desk, need):
    need.state = "closed_no_help"
    db.session.commit()

    desk.post("desk.needs_tick_theme", {"theme": "law"}, need_id=need.id)

    assert themes_of(need) == ""
    assert "Cocher un thème" not in desk.get("desk.needs_show", need_id=need.id).html


def test_a_coordinator_of_another_territory_ticks_nothing(app, desk, need):
    stranger = PageClient.of(app, AccountFactory(coordinates=TerritoryFactory()))

    stranger.post("desk.needs_tick_theme", {"theme": "law"}, need_id=need.id, status=404)

    assert themes_of(need) == ""
