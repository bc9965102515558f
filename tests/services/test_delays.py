from datetime import timedelta

import pytest
from factories.needs import NeedFactory, ProposalFactory, RoleFactory
from factories.stories import EXPERT, tell_story

from webapp.services.answers import accept_proposal, decline_proposal, undo_answer
from webapp.services.delays import measure_delays
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def measured(story, now, **span):
    territory = story.role.need.territory_id
    since = now - timedelta(days=span.get("before", 30))
    return measure_delays({territory}, since, now + timedelta(days=span.get("after", 30)))


def test_nothing_asked_is_no_delay(story, now):
    delays = measured(story, now)

    assert (delays.to_first_request, delays.to_mission, delays.to_answer) == (None, None, None)
    assert (delays.answer_share, delays.acceptance_share) == (None, None)


def test_a_delay_is_the_median_in_hundredths_of_a_day(story, now):
    need = story.role.need
    for days, waited in ((10, 2), (10, 4), (20, 9)):
        opened = now - timedelta(days=days)
        role = RoleFactory(need=NeedFactory(territory=need.territory, opened_at=opened))
        ProposalFactory(role=role, offer=story.offers[0], sent_at=opened + timedelta(days=waited))

    assert measured(story, now).to_first_request == 400


def test_a_yes_and_a_no_are_answers_and_silence_is_none(story, now):
    first, second = story.send(now)
    with transaction():
        decline_proposal(second, reason="no_time", by=EXPERT, now=now + timedelta(hours=12))
    with transaction():
        accept_proposal(first, by=EXPERT, now=now + timedelta(hours=36))
    other = RoleFactory(need=NeedFactory(territory=story.role.need.territory))
    ProposalFactory(role=other, offer=story.offers[0], sent_at=now)

    delays = measured(story, now)

    assert (delays.asked, delays.answered, delays.accepted) == (3, 2, 1)
    assert delays.to_answer == 100
    assert (delays.answer_share, delays.acceptance_share) == (6667, 5000)


def test_other_territories_and_other_times_do_not_count(story, now):
    story.send(now)

    assert measured(story, now, after=0).asked == 0
    assert measure_delays({10**6}, now - timedelta(days=30), now + timedelta(days=30)).asked == 0


def test_what_came_after_the_period_is_not_known(story, now):
    first, _second = story.send(now)
    with transaction():
        accept_proposal(first, by=EXPERT, now=now + timedelta(days=20))

    assert measured(story, now, after=10).answered == 0


def test_a_yes_that_was_taken_back_is_no_mission(story, now):
    first, _second = story.send(now)
    with transaction():
        accept_proposal(first, by=EXPERT, now=now)
    assert measured(story, now).to_mission is not None
    with transaction():
        undo_answer(first, by=EXPERT, now=now)

    assert measured(story, now).to_mission is None
