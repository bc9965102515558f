from datetime import timedelta

import pytest
from factories.stories import EXPERT, tell_story

from webapp.domain.states import JOB
from webapp.services.answers import decline_proposal, settle_answer
from webapp.services.basket_needs import list_need_baskets
from webapp.services.proposals import expire_proposal
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def codes(story, now):
    baskets = list_need_baskets(frozenset({story.role.need.territory_id}), now)
    return [basket.code for basket in baskets if basket.entries]


def decline(proposal, now):
    with transaction():
        decline_proposal(proposal, "no_time", by=EXPERT, now=now)
    with transaction():
        settle_answer(proposal, by=JOB, now=now + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("days", "code"),
    [(0, "asked"), (3, "silent_3"), (9, "silent_9"), (21, "silent_21"), (45, "silent_45"), (100, "silent_45")],
)
def test_silence_moves_a_need_from_basket_to_basket(story, now, days, code):
    story.send(now)

    assert codes(story, now + timedelta(days=days)) == [code]


def test_refused_by_all_is_not_the_same_as_nobody_left(story, now):
    first, second = story.send(now)
    decline(first, now)
    assert codes(story, now) == ["asked"]

    decline(second, now)
    assert codes(story, now) == ["refused"]


def test_when_some_stayed_silent_nobody_has_the_request_any_more(story, now):
    first, second = story.send(now)
    decline(first, now)
    with transaction():
        expire_proposal(second, by=JOB, now=now)

    assert codes(story, now) == ["unanswered"]
