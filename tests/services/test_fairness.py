from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from factories.stories import EXPERT, tell_story

from webapp.services.answers import decline_proposal
from webapp.services.fairness import carry_half, list_group_shares, list_shares
from webapp.services.missions import declare_visit
from webapp.transaction import transaction

NINETY_DAYS = timedelta(days=90)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(minutes=840)


def shares(story, now, since=date(2026, 1, 1)):
    found = list_shares(frozenset({story.role.need.territory_id}), since, lately=now - NINETY_DAYS)
    return {share.expert: share for share in found}


def test_who_was_asked_answered_accepted_and_gave(story, now):
    mission = story.accepted(now)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 210, by=EXPERT, now=now)

    giver, other = (shares(story, now)[offer.expert] for offer in story.offers)

    assert (giver.asks.asked, giver.asks.answered, giver.asks.accepted, giver.days) == (1, 1, 1, Decimal("0.5"))
    assert (other.asks.asked, other.asks.answered, other.days) == (1, 0, 0)


def test_each_share_says_what_it_does_to_the_rank(story, now):
    assert {share.term.effect for share in shares(story, now).values()} == {0}

    story.send(now)
    assert {share.term.effect for share in shares(story, now).values()} == {-1}


def test_a_period_begins_on_its_day(story, now):
    story.send(now)

    assert {share.asks.asked for share in shares(story, now, since=date(2026, 11, 24)).values()} == {1}
    assert {share.asks.asked for share in shares(story, now, since=date(2026, 11, 25)).values()} == {0}


def test_a_group_is_the_sum_of_its_people(story, now):
    first, _second = story.send(now)
    with transaction():
        decline_proposal(first, "no_time", by=EXPERT, now=now)

    (group,) = list_group_shares(list(shares(story, now).values()))

    assert (group.people, group.asked_people, group.asks.asked, group.asks.answered) == (2, 2, 2, 1)


@pytest.mark.parametrize(
    ("asked", "half"), [((), 0), ((0, 0), 0), ((1, 1), 1), ((4, 1, 1, 1, 1), 1), ((1, 3, 1, 1, 1), 2)]
)
def test_how_many_carry_half_of_the_requests(asked, half):
    assert carry_half([SimpleNamespace(asks=SimpleNamespace(asked=each)) for each in asked]) == half


def test_days_given_elsewhere_are_not_shown(story, now):
    elsewhere = tell_story()
    elsewhere.accepted(now)

    assert set(shares(story, now)) == {offer.expert for offer in story.offers}
