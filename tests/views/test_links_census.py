from datetime import date, timedelta

import pytest
from factories.people import GroupReferentFactory
from factories.stories import tell_story

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.services.census import ask_census
from webapp.services.links import find_link, mint_secret
from webapp.transaction import transaction


@pytest.fixture
def offer(session, now):
    (offer,) = tell_story(offers=1).offers
    offer.title = "Relecture de contrats de travail"
    offer.expert.created_at = offer.created_at = now - timedelta(days=600)
    db.session.commit()
    with transaction():
        ask_census(offer.expert, by=JOB, now=now)
    return offer


@pytest.fixture
def public_id(page, offer):
    link = find_link(Purpose.CONFIRM_OFFERS, offer.expert_id, offer.expert)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return link.public_id


def test_opening_the_page_changes_nothing_and_chooses_nothing(page, public_id, offer):
    shown = page.get("links.census_show", public_id=public_id, at_most=10)

    assert offer.title in shown.html
    assert "à confirmer" in shown.text
    assert "checked" not in shown.html
    assert offer.confirmed_on is None


def test_an_offer_is_confirmed_with_one_answer(page, public_id, offer):
    shown = page.follow(page.post("links.census_show", {f"offre-{offer.id}-answer": "keep"}, public_id=public_id))

    assert "1 réponse est notée, merci." in shown.text
    assert offer.confirmed_on == date(2026, 11, 24)


def test_a_change_needs_its_title(page, public_id, offer):
    said = {f"offre-{offer.id}-answer": "change", f"offre-{offer.id}-title": "", f"offre-{offer.id}-text": "Je relis."}

    wrong = page.post("links.census_show", said, status=200, public_id=public_id)
    assert wrong.title.startswith("Erreur")
    assert f'href="#offre-{offer.id}-title">Donnez un titre à l’offre.' in wrong.html

    page.post("links.census_show", said | {f"offre-{offer.id}-title": "Contrats"}, public_id=public_id)
    assert offer.title == "Contrats"


def test_a_withdrawn_offer_leaves_the_page(page, public_id, offer):
    page.post("links.census_show", {f"offre-{offer.id}-answer": "withdraw"}, public_id=public_id)

    assert "Vous ne proposez plus rien" in page.get("links.census_show", public_id=public_id).text


def test_an_empty_form_says_what_is_missing(page, public_id, offer):
    shown = page.follow(page.post("links.census_show", {}, public_id=public_id))

    assert "Choisissez une réponse pour au moins une offre." in shown.text


@pytest.fixture
def of_group(page, session, now):
    """Three offers of a group's people, and the page of their referent."""
    story = tell_story(offers=3)
    referent = GroupReferentFactory(group=story.pledge.group, created_at=now - timedelta(days=600))
    with transaction():
        ask_census(referent, by=JOB, now=now)
    link = find_link(Purpose.CONFIRM_OFFERS, referent.id, referent)
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    return story.offers, link


def test_a_referent_says_at_once_that_nothing_has_changed(page, of_group):
    offers, link = of_group
    shown = page.get("links.census_show", public_id=link.public_id)
    assert shown.heading.startswith("Les offres de votre groupe")
    assert "Toutes sont valables" in shown.text
    assert {offer.confirmed_on for offer in offers} == {None}

    done = page.follow(page.post("links.census_show", {"all": "keep"}, public_id=link.public_id))

    assert "3 réponses sont notées, merci." in done.text
    assert "Toutes sont valables" not in done.text
    assert {offer.confirmed_on for offer in offers} == {date(2026, 11, 24)}


def test_one_offer_has_no_answer_to_all(page, public_id):
    assert "Toutes sont valables" not in page.get("links.census_show", public_id=public_id).text


def test_nobody_fills_in_a_census_whose_link_is_over(page, of_group, now):
    _offers, link = of_group
    with transaction():
        link.expires_at = now

    shown = page.get("links.census_show", status=410, public_id=link.public_id)

    assert "Recevoir un nouveau lien" in shown.text
