from datetime import timedelta

import pytest
from factories.stories import tell_story
from factories.territories import LocalRuleFactory
from journeys.visitor import Visitor

from webapp.domain.states import JOB
from webapp.services.answers import settle_answer
from webapp.services.links import mint_secret
from webapp.services.needs import track_link
from webapp.services.outcomes import ASKS_FOR_JOBS, find_promise
from webapp.transaction import transaction


@pytest.fixture
def visitor(app, session, frozen):
    return Visitor(app, frozen)


@pytest.fixture
def mission(session, now):
    mission = tell_story().accepted(now - timedelta(hours=1))
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


def follow(visitor, mission, now):
    with transaction():
        link = track_link(mission.role.need, now)
        token = mint_secret(link)
    visitor.open(f"/r/{token}")
    return link


def test_a_firm_says_what_it_hopes_for_and_corrects_it(visitor, mission, now):
    LocalRuleFactory(territory=mission.role.need.territory, code=ASKS_FOR_JOBS, value=None)
    follow(visitor, mission, now)
    visitor.sees("Combien d’emplois espérez-vous")

    visitor.follow("Répondre")
    visitor.write("Emplois créés attendus", "1,5")
    visitor.write("Emplois préservés attendus", "0")
    visitor.press("Enregistrer")

    visitor.sees("C’est noté, merci", "Nous vous demanderons le 24 mai 2027", "1,5 à créer, 0 à préserver")
    visitor.does_not_see("Combien d’emplois espérez-vous")
    visitor.follow("Corriger ces nombres")
    visitor.write("Emplois créés attendus", "2")
    visitor.press("Enregistrer")
    promise = find_promise("mission", mission.id)
    assert (promise.created_hundredths, promise.preserved_hundredths) == (200, 0)


def test_what_is_no_number_is_said_beside_its_field(visitor, mission, now):
    LocalRuleFactory(territory=mission.role.need.territory, code=ASKS_FOR_JOBS, value=None)
    follow(visitor, mission, now)
    visitor.follow("Répondre")
    visitor.write("Emplois créés attendus", "beaucoup")
    visitor.press("Enregistrer")

    visitor.sees("Écrivez un nombre, par exemple 2 ou 1,5.", "0 s’il n’y en a pas.")
    assert find_promise("mission", mission.id) is None


def test_where_the_territory_does_not_ask_there_is_no_such_page(visitor, page, mission, now):
    follow(visitor, mission, now)
    visitor.does_not_see("Combien d’emplois espérez-vous")
    with transaction():
        link = track_link(mission.role.need, now)
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    page.get("links.tracking_promise", public_id=link.public_id, status=404)


def test_nobody_hopes_any_more_once_asked_what_came_of_it(visitor, page, mission, now):
    LocalRuleFactory(territory=mission.role.need.territory, code=ASKS_FOR_JOBS, value=None)
    with transaction():
        mission.created_at = now - timedelta(days=190)
    link = follow(visitor, mission, now)

    visitor.does_not_see("Combien d’emplois espérez-vous")
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    page.get("links.tracking_promise", public_id=link.public_id, status=404)
