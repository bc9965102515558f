from datetime import date, timedelta

import pytest
from factories.conventions import PledgeFactory
from factories.needs import ProposalFactory, RoleFactory
from factories.stories import tell_story

from webapp.extensions import db
from webapp.services.basket_people import find_standing, list_people_baskets, list_standings


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(offers=1)


def found(story, now, code):
    baskets = list_people_baskets(frozenset({story.role.need.territory_id}), now)
    (entries,) = (basket.entries for basket in baskets if basket.code == code)
    return [entry.about for entry in entries]


def ask(story, times):
    for _ in range(times):
        ProposalFactory(role=RoleFactory(need=story.role.need, state="proposed"), offer=story.offers[0])


def test_three_requests_in_ninety_days_are_often(story, now):
    ask(story, 2)
    assert found(story, now, "asked_often") == []

    ask(story, 1)
    assert found(story, now, "asked_often") == [story.offers[0].expert]
    assert found(story, now + timedelta(days=91), "asked_often") == []


def test_who_rests_is_not_asked_often(story, now):
    ask(story, 3)
    story.offers[0].expert.paused_until = date(2026, 12, 31)
    db.session.commit()

    assert found(story, now, "asked_often") == []


def test_an_expert_whom_nobody_asked_for_half_a_year_is_shown(story, now):
    assert found(story, now, "never_asked") == []
    assert found(story, now + timedelta(days=181), "never_asked") == [story.offers[0].expert]

    story.offers[0].state = "withdrawn"
    db.session.commit()
    assert found(story, now + timedelta(days=181), "never_asked") == []


def test_a_group_behind_and_one_nearly_spent(story, now):
    (standing,) = found(story, now, "behind")
    assert standing.tally.group == story.pledge.group
    assert found(story, now, "nearly_used_up") == []

    story.pledge.confirmed_minutes = 3700
    db.session.commit()
    assert found(story, now, "behind") == []
    assert [each.id for each in found(story, now, "nearly_used_up")] == [story.pledge.id]


def test_the_rows_of_a_yearly_pledge_are_one_standing(story, now):
    story.pledge.year = 2026
    PledgeFactory(convention=story.pledge.convention, group=story.pledge.group, year=2027)

    (standing,) = list_standings(frozenset({story.role.need.territory_id}), now)
    assert standing.tally.balance.pledged == 8400
    assert standing.tally.this_year.pledged == 4200


def test_a_year_that_is_used_up_is_said_although_the_next_one_is_not(story, now):
    story.pledge.year, story.pledge.confirmed_minutes = 2026, 3700
    PledgeFactory(convention=story.pledge.convention, group=story.pledge.group, year=2027)
    db.session.commit()

    assert [each.id for each in found(story, now, "nearly_used_up")] == [story.pledge.id]


def test_a_convention_that_is_over_has_no_standing(story, now):
    assert list_standings(frozenset({story.role.need.territory_id}), now + timedelta(days=800)) == []


def test_a_draft_stands_nowhere(story, now):
    story.pledge.convention.state = "draft"
    db.session.commit()

    assert found(story, now, "behind") == []


def test_where_one_group_stands_is_found_within_the_scope(story, now):
    yearly = PledgeFactory(convention=story.pledge.convention, group=story.pledge.group, year=2026)
    ids = frozenset({story.role.need.territory_id})

    standing = find_standing(ids, yearly.id, now)
    assert (standing.id, standing.tally.balance) == (story.pledge.id, list_standings(ids, now)[0].tally.balance)
    assert find_standing(frozenset(), yearly.id, now) is None
