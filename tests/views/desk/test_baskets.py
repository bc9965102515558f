from datetime import date, datetime, timedelta

import pytest
from conftest import NOW
from factories.accounts import AccountFactory, sign_in
from factories.conventions import ConventionFactory
from factories.needs import OfferFactory
from factories.people import ExpertFactory
from factories.territories import TerritoryFactory
from pages import PageClient
from sqlalchemy import select

from webapp.clock import PARIS
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.proposals import Proposal
from webapp.services.answers import settle_answer
from webapp.transaction import transaction


def card(role):
    return {"basket": "to_qualify", "kind": "need_role", "object_id": role.id}


def test_a_card_is_put_aside_with_one_click_and_comes_back(desk, story, frozen):
    answer = desk.post("desk.baskets_see", {"until": "2026-12-01", "corbeille": "to_qualify"}, **card(story.role))

    page = desk.follow(answer)
    assert "Vu. La carte revient le 1er décembre." in page.text
    assert "Vu par Hélène Marchal, revient le 1er décembre" in page.text
    assert "1 carte vue, elle revient" not in desk.get("desk.home_show").text
    desk.post("desk.baskets_bring_back", **card(story.role))
    assert "À qualifier" in desk.get("desk.home_show").text
    told = desk.get("desk.needs_show", need_id=story.role.need_id).text
    for step in ("Vu dans une corbeille, mis de côté", "Remis dans la corbeille"):
        assert f"{step} , Hélène Marchal" in told


def test_a_territory_that_has_just_opened_says_what_to_begin_with(app, session, frozen):
    page, place = PageClient(app), TerritoryFactory()
    sign_in(page.client, AccountFactory(coordinates=place))
    assert "Ouvrir une convention" in page.get("desk.home_show").text

    ConventionFactory(territory=place, state="draft")
    text = page.get("desk.home_show").text
    assert "Finir le brouillon" in text
    assert "/besoin" in text
    assert "Ajouter un expert" not in text


def test_a_territory_at_work_with_nothing_waiting_is_told_so(desk, story):
    story.role.need.state = "closed_helped"
    story.pledge.convention.starts_on = date(2026, 11, 1)
    db.session.commit()

    text = desk.get("desk.home_show").text

    assert "Rien à traiter." in text
    assert "1. La convention" not in text


def test_the_days_that_are_offered_are_working_days(desk, story):
    page = desk.get("desk.home_show")

    for day in ("27 novembre", "1er décembre", "24 décembre"):
        assert day in page.text


def test_a_card_counts_the_days_that_its_basket_counts(desk, story, frozen):
    story.send(NOW)
    frozen.move_to(datetime(2026, 11, 27, 10, tzinfo=PARIS))
    sign_in(desk.client, desk.account)
    text = desk.get("desk.home_show").text
    assert ("Sans réponse, 3 jours" in text, "Depuis 3 jours" in text) == (True, True)

    frozen.move_to(datetime(2026, 12, 3, 10, tzinfo=PARIS))
    sign_in(desk.client, desk.account)
    text = desk.get("desk.home_show").text
    assert ("Sans réponse, 9 jours" in text, "Depuis 9 jours" in text) == (True, True)
    assert "Depuis 9 jours ouvrés" not in text


@pytest.mark.parametrize("until", ["", "demain", "2026-11-24", "2030-01-01"])
def test_a_day_that_is_none_is_refused(desk, story, until):
    desk.post("desk.baskets_see", {"until": until}, status=400, **card(story.role))


def test_a_card_that_does_not_lie_there_does_not_exist(desk, story):
    wrong = card(story.role) | {"basket": "asked"}

    desk.post("desk.baskets_see", {"until": "2026-12-01"}, status=404, **wrong)


def test_the_next_wave_leaves_with_one_click(desk, story, now):
    story.send(now)
    newcomer = OfferFactory(expert=ExpertFactory(group=story.pledge.group), title="Relecture de contrats de travail")

    page = desk.follow(desk.post("desk.baskets_next_wave", {"corbeille": "asked"}, role_id=story.role.id))

    assert "La demande part vers 1 expert." in page.text
    asked = db.session.scalars(select(Proposal.offer_id).where(Proposal.role_id == story.role.id)).all()
    assert newcomer.id in asked


def test_a_wave_with_nobody_left_says_so(desk, story, now):
    story.send(now)

    page = desk.follow(desk.post("desk.baskets_next_wave", role_id=story.role.id))

    assert "Plus personne au-dessus du seuil." in page.text


@pytest.mark.parametrize(
    ("days", "said"), [(0, "Personne à relancer aujourd’hui"), (5, "Un rappel part vers 2 experts.")]
)
def test_a_relaunch_says_how_many(desk, story, now, days, said):
    story.send(now - timedelta(days=days))

    page = desk.follow(desk.post("desk.baskets_relaunch", role_id=story.role.id))

    assert said in page.text


def test_a_mission_is_dealt_with_from_its_card(desk, story, now):
    mission = story.accepted(now - timedelta(days=8))
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now - timedelta(days=7, hours=23))
    assert "Ils se sont parlé" in desk.get("desk.home_show", corbeille="no_contact").text

    asked = desk.follow(desk.post("desk.baskets_ask", mission_id=mission.id))
    noted = desk.follow(desk.post("desk.baskets_contact", mission_id=mission.id))

    assert "La question part vers l’expert." in asked.text
    assert "Le premier contact est noté." in noted.text
    assert "Cette corbeille est vide." in desk.get("desk.home_show", corbeille="no_contact").text


def test_an_expert_gets_a_month_of_rest(desk, story):
    expert = story.offers[0].expert

    page = desk.follow(desk.post("desk.baskets_rest", expert_id=expert.id))

    assert "Aucune demande jusqu’au 24 décembre." in page.text
    assert expert.paused_until == date(2026, 12, 24)
    assert "Mis en repos , Hélène Marchal" in desk.get("desk.experts_show", expert_id=expert.id).text
