from datetime import date, timedelta

import pytest
from factories.people import GroupReferentFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.services.census import (
    Said,
    actor_of_person,
    answer_census,
    ask_census,
    ask_census_now,
    find_census_person,
    keep_offers,
    list_census_experts,
    list_census_referents,
    list_offers_to_confirm,
    send_census_link,
)
from webapp.transaction import transaction

A_YEAR = timedelta(days=366)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(offers=1)


@pytest.fixture
def expert(story):
    return story.offers[0].expert


@pytest.fixture
def referent(story):
    return GroupReferentFactory(group=story.pledge.group)


def ask(person, now):
    with transaction():
        return ask_census(person, by=JOB, now=now)


def answer(person, said, now):
    with transaction():
        return answer_census(person, said, by=actor_of_person(person), now=now)


def test_an_expert_is_asked_once_a_year(expert, now):
    assert [ask(expert, now + days) for days in (timedelta(days=30), A_YEAR, A_YEAR + timedelta(days=30), 2 * A_YEAR)] == [
        False, True, False, True,
    ]  # fmt: skip
    assert list_census_experts((now + A_YEAR).date()) == []


def test_a_referent_answers_for_the_people_of_the_group(story, referent, now):
    assert list_census_referents((now + A_YEAR).date()) == [referent.id]
    assert ask(referent, now + A_YEAR) is True

    link = db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.CONFIRM_OFFERS)).one()
    assert (link.person_kind, find_census_person(link)) == ("referent", referent)
    assert list(list_offers_to_confirm(referent)) == story.offers
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "offers_to_confirm")).one()
    assert (mail.recipient, mail.parameters) == (
        referent.email,
        {"count": 1, "of_group": True, "territory": story.role.need.territory_id},
    )


def test_who_is_away_or_offers_nothing_is_not_asked(story, expert, now):
    expert.bounced_at = now
    db.session.commit()
    assert ask(expert, now + A_YEAR) is False

    expert.bounced_at, story.offers[0].state = None, "withdrawn"
    db.session.commit()
    assert ask(expert, now + A_YEAR) is False


def test_an_offer_stands_changes_or_is_withdrawn(story, expert, now):
    (offer,) = story.offers

    assert answer(expert, {offer.id: Said("keep")}, now) == 1
    assert (offer.state, offer.confirmed_on) == ("active", date(2026, 11, 24))

    answer(expert, {offer.id: Said("change", "Contrats", "Je relis.")}, now)
    assert (offer.title, offer.text) == ("Contrats", "Je relis.")

    answer(expert, {offer.id: Said("withdraw")}, now)
    assert offer.state == "withdrawn"
    steps = db.session.scalars(select(Event.step).where(Event.object_kind == "offer").order_by(Event.id)).all()
    assert steps == ["keep", "change", "withdraw"]


def test_an_offer_without_an_answer_stays_as_it_is(story, expert, now):
    assert answer(expert, {}, now) == 0
    assert story.offers[0].confirmed_on is None


def test_nobody_answers_for_another_group(story, now):
    stranger = GroupReferentFactory()

    assert answer(stranger, {story.offers[0].id: Said("withdraw")}, now) == 0
    assert story.offers[0].state == "active"


@pytest.mark.parametrize(("said", "code"), [(Said("burn"), "unknown_code"), (Said("change"), "title_missing")])
def test_what_cannot_be_kept_is_refused(story, expert, now, said, code):
    with pytest.raises(Refusal, match=code):
        answer_census(expert, {story.offers[0].id: said}, by=actor_of_person(expert), now=now)


def test_a_lost_link_is_mailed_again(expert, now):
    ask(expert, now + A_YEAR)
    link = db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.CONFIRM_OFFERS)).one()
    with transaction():
        send_census_link(link, now + A_YEAR + timedelta(days=70))

    assert link.expires_at > now + A_YEAR + timedelta(days=100)


def test_each_side_answers_in_its_own_name(expert, referent):
    assert actor_of_person(expert) == Actor(ActorKind.EXPERT, expert.id)
    assert actor_of_person(referent) == Actor(ActorKind.REFERENT, referent.id)


def test_a_coordinator_asks_between_two_years_and_not_twice_in_a_month(expert, now):
    def again(days):
        with transaction():
            return ask_census_now(expert, by=DESK, now=now + timedelta(days=days))

    assert [again(days) for days in (0, 29, 30)] == [True, False, True]


def test_the_yearly_question_does_not_count_what_a_coordinator_asked(expert, now):
    with transaction():
        ask_census_now(expert, by=DESK, now=now)

    assert ask(expert, now + A_YEAR) is True


def test_who_said_so_on_the_phone_keeps_every_offer(story, expert, now):
    with transaction():
        assert keep_offers(expert, by=DESK, now=now) == 1

    assert story.offers[0].confirmed_on == date(2026, 11, 24)
    assert db.session.scalars(select(Event).where(Event.step == "keep")).one().actor_id == DESK.id
