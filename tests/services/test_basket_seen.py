from datetime import date, timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story
from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.baskets import BasketSeen
from webapp.models.events import Event
from webapp.services.basket_seen import bring_back, mark_seen
from webapp.services.inbox import find_entry, list_baskets
from webapp.transaction import transaction

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def coordinator(story):
    return Actor(ActorKind.ACCOUNT, AccountFactory(coordinates=story.role.need.territory).id)


def basket(story, now, code="to_qualify"):
    (found,) = (each for each in list_baskets(frozenset({story.role.need.territory_id}), now) if each.code == code)
    return found


def see(story, coordinator, now, until=FRIDAY):
    (entry,) = basket(story, now).entries
    with transaction():
        mark_seen("to_qualify", entry, until, by=coordinator, now=now)


def test_a_card_that_was_seen_stays_out_of_sight_until_its_day(story, coordinator, now):
    see(story, coordinator, now)

    found = basket(story, now)
    assert (list(found.entries), [entry.about for entry in found.aside]) == ([], [story.role])
    assert found.aside[0].seen.until == FRIDAY
    assert found.aside[0].seen.account_id == coordinator.id
    assert [entry.about for entry in basket(story, now + timedelta(days=3)).entries] == [story.role]


def test_it_leaves_an_event_that_names_the_basket(story, coordinator, now):
    see(story, coordinator, now)

    event = db.session.scalars(select(Event).where(Event.object_kind == "basket_seen")).one()
    assert (event.step, event.reason, event.actor_id) == ("see", "to_qualify", coordinator.id)


def test_it_can_be_brought_back_before_its_day(story, coordinator, now):
    see(story, coordinator, now)
    with transaction():
        bring_back("to_qualify", basket(story, now).aside[0], by=coordinator, now=now)

    assert [entry.about for entry in basket(story, now).entries] == [story.role]
    assert db.session.scalar(select(func.count(BasketSeen.id))) == 2


def test_seen_in_one_basket_is_not_seen_in_another(story, coordinator, now):
    see(story, coordinator, now)
    story.send(now)

    assert [entry.about for entry in basket(story, now, "asked").entries] == [story.role]


@pytest.mark.parametrize("days", [-1, 0, 93])
def test_nothing_is_put_aside_into_the_past_or_for_ever(story, coordinator, now, days):
    (entry,) = basket(story, now).entries

    with pytest.raises(Refusal, match="aside_too_long"):
        mark_seen("to_qualify", entry, now.date() + timedelta(days=days), by=coordinator, now=now)


def test_a_card_is_found_by_its_basket_and_its_thing(story, coordinator, now):
    baskets = list_baskets(frozenset({story.role.need.territory_id}), now)

    assert find_entry(baskets, "to_qualify", "need_role", story.role.id).about == story.role
    assert find_entry(baskets, "to_qualify", "need", story.role.id) is None
    assert find_entry(baskets, "asked", "need_role", story.role.id) is None
