import re

import pytest
from factories.people import GroupFactory, GroupReferentFactory
from factories.territories import CommuneFactory
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.groups import Expert, GroupReferent
from webapp.models.offers import Offer

PERSON = {"name": "Paul Simon", "email": "paul.simon@exemple.fr", "phone": "03 53 01 00 00"}
OFFER = {
    "title": "Maintenance de machines",
    "text": "Pannes",
    "place": "on_site",
    "radius": "50",
    "per_year": "3 jours",
}


@pytest.fixture
def group(story):
    return story.pledge.group


def test_who_answers_for_a_group_is_added_and_removed(desk, group):
    assert "aucun rapport ni aucune lettre ne part" in desk.get("desk.groups_show", partner_id=group.id).text

    page = desk.follow(desk.post("desk.groups_show", PERSON, partner_id=group.id))

    assert "Paul Simon répond désormais du groupe." in page.text
    assert "paul.simon@exemple.fr" in page.text
    referent = db.session.scalar(select(GroupReferent))
    gone = desk.post("desk.groups_referent_remove", partner_id=group.id, referent_id=referent.id)
    assert "Cette personne ne répond plus du groupe." in desk.follow(gone).text
    assert db.session.scalar(select(GroupReferent)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"name": ""}, "Donnez le nom de la personne."), ({"email": "paul"}, "Cette adresse n’est pas complète")],
)
def test_a_referent_who_cannot_be_reached_is_refused_in_words(desk, group, typed, said):
    assert said in desk.post("desk.groups_show", PERSON | typed, status=200, partner_id=group.id).text


def test_an_address_that_is_known_is_said_beside_its_field(desk, group):
    GroupReferentFactory(group=group, name="Paul Simon", email=PERSON["email"])

    page = desk.post("desk.groups_show", PERSON, status=200, partner_id=group.id)

    assert "Paul Simon est déjà dans ce groupe, avec cette adresse." in page.text


def test_a_referent_of_another_group_is_not_removed_from_here(desk, group):
    other = GroupReferentFactory(group=GroupFactory())

    desk.post("desk.groups_referent_remove", status=404, partner_id=group.id, referent_id=other.id)


def test_who_answers_for_a_group_is_corrected(desk, group):
    referent = GroupReferentFactory(group=group, name="Pual Simon", email="pual@exemple.fr")
    assert (
        'value="Pual Simon"'
        in desk.get("desk.groups_referent_change", partner_id=group.id, referent_id=referent.id).html
    )

    page = desk.post("desk.groups_referent_change", PERSON, partner_id=group.id, referent_id=referent.id)

    text = desk.follow(page).text
    assert "paul.simon@exemple.fr" in text
    assert "Qui répond du groupe a été corrigé" in text
    desk.post("desk.groups_referent_change", PERSON, status=404, partner_id=group.id, referent_id=referent.id + 1)


def test_what_is_written_of_a_group_is_corrected(desk, group):
    CommuneFactory(insee="54528", name="Toul", search_name="toul", postcodes="54200")
    child = GroupFactory(name="Filiale", parent=group)
    form = {"name": "Kléber", "kind": "firm", "parent": "", "commune": "Toul"}
    assert f'value="{group.name}"' in desk.get("desk.groups_change", partner_id=group.id).html

    page = desk.follow(desk.post("desk.groups_change", form, partner_id=group.id))

    assert page.heading == "Kléber"
    assert "C’est corrigé, dans tous les territoires du groupe." in page.text
    assert "Groupe corrigé (nom)" in page.text
    assert "Filiale" in page.text
    assert "Rien n’était à corriger." in desk.follow(desk.post("desk.groups_change", form, partner_id=group.id)).text
    under = desk.post("desk.groups_change", form | {"parent": str(child.id)}, status=200, partner_id=group.id)
    assert "Kléber se retrouverait sous lui-même." in under.text


def test_a_group_that_was_asked_stays_under_its_association(desk, group, story, now):
    story.send(now)
    other = GroupFactory()
    form = {"name": "Kléber", "kind": "firm", "parent": str(other.id), "commune": ""}

    assert 'name="parent"' not in desk.get("desk.groups_change", partner_id=group.id).html
    assert desk.follow(desk.post("desk.groups_change", form, partner_id=group.id)).heading == "Kléber"
    db.session.refresh(group)
    assert group.parent_id is None


def test_a_group_that_leaves_the_desk_leads_to_the_conventions(desk, group):
    child = GroupFactory(name="Filiale", parent=group)
    form = {"name": "Filiale", "kind": "firm", "parent": "", "commune": ""}

    assert desk.post("desk.groups_change", form, partner_id=child.id).location.endswith("/desk/conventions")


def test_an_expert_is_added_by_hand_with_a_first_offer(desk, group):
    CommuneFactory(insee="54528", name="Toul", search_name="toul", postcodes="54200")
    desk.get("desk.experts_add")

    page = desk.post("desk.experts_add", PERSON | OFFER | {"group": str(group.id), "commune": "Toul"})

    assert "Paul Simon peut être sollicité." in desk.follow(page).text
    expert = db.session.scalar(select(Expert).where(Expert.email == PERSON["email"]))
    assert (expert.group, expert.commune.name) == (group, "Toul")
    offer = db.session.scalar(select(Offer).where(Offer.expert_id == expert.id))
    assert (offer.place, offer.radius_km, offer.minutes_per_year) == ("on_site", 50, 1260)
    assert "Ajouté par un animateur" in desk.get("desk.experts_show", expert_id=expert.id).text
    assert "Paul Simon" in desk.get("desk.groups_show", partner_id=group.id).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"group": "0"}, "Choisissez dans la liste."),
        ({"commune": "Nulle-Part"}, "Nous ne reconnaissons pas cette commune."),
        ({"radius": "loin"}, "Donnez un nombre de kilomètres"),
        ({"radius": "9" * 10}, "Donnez un nombre de kilomètres"),
        ({"per_year": "un peu"}, "Nous ne lisons pas cette durée."),
        ({"title": ""}, "Dites ce qu’elle propose."),
        ({"place": ""}, "Dites où se voir."),
    ],
)
def test_what_cannot_be_kept_of_an_expert_is_said(desk, group, typed, said):
    page = desk.post("desk.experts_add", PERSON | OFFER | {"group": str(group.id)} | typed, status=200)

    assert said in page.text
    assert db.session.scalar(select(Expert).where(Expert.email == PERSON["email"])) is None


def test_the_same_offer_sent_twice_is_added_once(desk, story):
    expert = story.offers[0].expert
    page = desk.get("desk.offers_add", expert_id=expert.id)
    key = re.search(r'name="form_key"[^>]*value="([^"]*)"', page.html)[1]

    for _ in range(2):
        answer = desk.post("desk.offers_add", OFFER | {"form_key": key}, expert_id=expert.id)

    assert "Maintenance de machines" in desk.follow(answer).text
    assert len(db.session.scalars(select(Offer).where(Offer.expert_id == expert.id)).all()) == 2


def test_without_a_signed_convention_nobody_can_be_added_or_seen_yet(desk, story, group):
    story.pledge.convention.state = "draft"
    db.session.commit()

    assert "Aucun groupe n’a encore promis de jours ici" in desk.get("desk.experts_add").text
    assert "Aucun expert encore." in desk.get("desk.experts_index").text
    shown = desk.get("desk.groups_show", partner_id=group.id).text
    assert "Vous les verrez quand la convention sera signée." in shown
    assert story.offers[0].expert.name not in shown


def test_a_coordinator_says_of_somebody_else_where_to_meet(desk):
    text = desk.get("desk.experts_add").text

    assert "Sur place ou à distance" in text
    assert "me vont" not in text


def test_how_to_reach_an_expert_is_corrected(desk, story, now):
    expert = story.offers[0].expert
    expert.bounced_at = now
    CommuneFactory(insee="54528", name="Toul", search_name="toul", postcodes="54200")
    db.session.commit()
    assert f"Un message est revenu de {expert.email}" in desk.get("desk.experts_change", expert_id=expert.id).text
    assert (
        "Nous ne reconnaissons pas"
        in desk.post("desk.experts_change", PERSON | {"commune": "Nulle-Part"}, status=200, expert_id=expert.id).text
    )

    page = desk.follow(desk.post("desk.experts_change", PERSON | {"commune": "Toul"}, expert_id=expert.id))

    assert page.heading == "Paul Simon"
    assert "Coordonnées corrigées" in page.text
    assert "adresse qui ne reçoit plus" not in page.text
    assert 'value="Toul (54200)"' in desk.get("desk.experts_change", expert_id=expert.id).html
