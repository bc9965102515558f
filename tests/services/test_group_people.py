from datetime import timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import ExpertFactory, GroupFactory, GroupReferentFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.groups import GroupReferent
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.models.offers import Offer
from webapp.services.candidates import list_candidate_ids
from webapp.services.census import ask_census, list_census_referents
from webapp.services.directory import find_scoped_expert
from webapp.services.group_people import (
    Newcomer,
    Offered,
    add_expert,
    add_offer,
    add_referent,
    change_expert,
    change_referent,
    find_scoped_group,
    list_experts_of_group,
    list_lending_groups,
    remove_referent,
)
from webapp.services.links import mint_secret
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

PAUL = Newcomer("Paul Simon", "paul.simon@exemple.fr", "+33353010000", "Responsable maintenance")
OFFERED = Offered("Maintenance de machines", "Pannes, réglages", "on_site", 50, 1260)


@pytest.fixture
def story(now):
    return tell_story(offers=1)


@pytest.fixture
def group(story):
    return story.pledge.group


def steps_of(*kinds):
    return db.session.scalars(select(Event.step).where(Event.object_kind.in_(kinds)).order_by(Event.id)).all()


def test_an_expert_who_is_added_may_be_asked_at_once(story, group, now):
    with transaction():
        expert = add_expert(group, PAUL, OFFERED, by=DESK, now=now)

    territory = story.pledge.convention.territory
    offer = db.session.scalar(select(Offer).where(Offer.expert_id == expert.id))
    assert find_scoped_expert(frozenset({territory.id}), expert.id) is expert
    assert offer.id in list_candidate_ids(territory)
    assert (offer.title, offer.place, offer.radius_km, offer.minutes_per_year) == (OFFERED.title, "on_site", 50, 1260)
    assert (expert.code, offer.code) == ("paul-simon", "paul-simon")
    assert steps_of("expert", "offer") == ["add", "add"]


def test_one_more_offer_has_a_code_of_its_own(group, now):
    with transaction():
        expert = add_expert(group, PAUL, OFFERED, by=DESK, now=now)
        second = add_offer(expert, Offered("Lecture de plans"), by=DESK, now=now)

    assert (second.code, second.place, second.radius_km) == ("paul-simon-2", "either", None)


def test_an_address_is_known_once_in_a_group(group, now):
    ExpertFactory(group=group, name="Paul S.", email=PAUL.email)
    GroupReferentFactory(group=group, name="Paul R.", email=PAUL.email)

    with pytest.raises(Refusal, match="person_is_known"), transaction():
        add_expert(group, PAUL, OFFERED, by=DESK, now=now)
    with pytest.raises(Refusal, match="person_is_known"), transaction():
        add_referent(group, PAUL, by=DESK, now=now)


def test_a_referent_gets_what_goes_to_the_group_until_removed(group, now):
    with transaction():
        referent = add_referent(group, PAUL, by=DESK, now=now)
    assert (referent.name, referent.email, referent.phone) == (PAUL.name, PAUL.email, PAUL.phone)
    assert list_census_referents(now.date().replace(year=now.year + 2)) == [referent.id]

    with transaction():
        remove_referent(referent, by=DESK, now=now)
    assert db.session.scalar(select(GroupReferent)) is None
    assert steps_of("partner_group") == ["add_referent", "remove_referent"]


def test_a_group_is_found_where_it_or_its_parent_promises_days_in_a_draft_too(story, group):
    ours = frozenset({story.pledge.convention.territory_id})
    child = GroupFactory(parent=group)
    draft = ConventionFactory(state="draft", territory=story.pledge.convention.territory)
    coming = PledgeFactory(convention=draft).group

    assert [find_scoped_group(ours, each.id) for each in (group, child, coming)] == [group, child, coming]
    assert find_scoped_group(ours, GroupFactory().id) is None
    assert {each.id for each in list_lending_groups(ours)} == {group.id, child.id}


def test_experts_of_a_group_come_by_name_and_who_has_left_last(story, group):
    left = ExpertFactory(group=group, name="Anne", state="left")
    second, first = ExpertFactory(group=group, name="Zoé"), ExpertFactory(group=group, name="Bruno")
    draft = PledgeFactory(convention=ConventionFactory(state="draft"), group=group).convention

    here = frozenset({story.pledge.convention.territory_id})
    mine = [each for each in list_experts_of_group(group, here) if each in (left, second, first)]
    assert mine == [first, second, left]
    assert list_experts_of_group(group, frozenset({draft.territory_id})) == []


@pytest.fixture
def asked(group, now):
    """A referent with a link that was mailed, and the mail of another that waits."""
    referent = GroupReferentFactory(group=group, email="pual@exemple.fr", created_at=now)
    with transaction():
        assert ask_census(referent, by=DESK, now=now + timedelta(days=366))
        mint_secret(db.session.scalar(select(ActionLink)))
    return referent


def test_a_referent_who_is_removed_leaves_no_link_and_no_mail_that_waits(asked, now):
    with transaction():
        remove_referent(asked, by=DESK, now=now)

    assert db.session.scalar(select(ActionLink)) is None
    mail = db.session.scalar(select(OutgoingMail))
    assert (mail.state, mail.link_id) == ("cancelled", None)
    assert "pual" not in mail.recipient


def test_an_address_that_is_corrected_takes_what_waits_along_and_what_left_opens_nothing(asked, group, now):
    with transaction():
        change_referent(asked, PAUL, by=DESK, now=now)

    assert (asked.name, asked.email, asked.phone) == (PAUL.name, PAUL.email, PAUL.phone)
    assert db.session.scalar(select(OutgoingMail.recipient)) == PAUL.email
    assert db.session.scalar(select(LinkSecret.revoked_at)) == now
    assert steps_of("partner_group") == ["change_referent"]


def test_a_name_that_is_corrected_leaves_the_links_alone(asked, now):
    with transaction():
        change_referent(asked, Newcomer("Paul Simon", asked.email), by=DESK, now=now)

    assert db.session.scalar(select(LinkSecret.revoked_at)) is None


def test_a_correction_does_not_give_one_address_twice(asked, group, now):
    GroupReferentFactory(group=group, email=PAUL.email)

    with pytest.raises(Refusal, match="person_is_known"), transaction():
        change_referent(asked, PAUL, by=DESK, now=now)


def test_an_expert_whose_mails_came_back_is_reached_again_under_another_address(story, now):
    expert = story.offers[0].expert
    (proposal,) = story.send(now)
    with transaction():
        expert.bounced_at = now
        mint_secret(db.session.scalar(select(ActionLink)))
    with transaction():
        change_expert(expert, PAUL, by=DESK, now=now)

    assert (expert.name, expert.email, expert.job, expert.bounced_at) == (PAUL.name, PAUL.email, PAUL.job, None)
    assert db.session.scalar(select(OutgoingMail.recipient).where(OutgoingMail.object_id == proposal.id)) == PAUL.email
    assert db.session.scalar(select(LinkSecret.revoked_at)) == now
    assert steps_of("expert") == ["change"]


def test_an_expert_does_not_take_the_address_of_another(story, group, now):
    ExpertFactory(group=group, email=PAUL.email)

    with pytest.raises(Refusal, match="person_is_known"), transaction():
        change_expert(story.offers[0].expert, PAUL, by=DESK, now=now)
