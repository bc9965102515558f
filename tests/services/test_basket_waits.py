from datetime import date

import pytest
from factories.accounts import AccountFactory
from factories.stories import tell_story

from webapp.domain.states import Actor, ActorKind
from webapp.services.basket_waits import let_wait
from webapp.services.inbox import list_baskets
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def wait(story, now, kind, object_id):
    by = Actor(ActorKind.ACCOUNT, AccountFactory(coordinates=story.role.need.territory).id)
    with transaction():
        return let_wait(frozenset({story.role.need.territory_id}), kind, object_id, "remind", by=by, now=now)


def test_a_card_waits_aside_where_it_lies_and_comes_back(story, now):
    story.send(now)

    assert wait(story, now, "need_role", story.role.id) == date(2026, 11, 27)
    (asked,) = (each for each in list_baskets(frozenset({story.role.need.territory_id}), now) if each.code == "asked")
    assert (list(asked.entries), len(asked.aside)) == ([], 1)


def test_what_lies_nowhere_is_dealt_with(story, now):
    assert wait(story, now, "mission", 1) is None
