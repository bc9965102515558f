from datetime import timedelta

import pytest
from factories.people import GroupFactory
from factories.stories import EXPERT, tell_story
from factories.visits import TODAY, declare_four

from webapp.services.missions import end_mission
from webapp.services.tallies import (
    DELTAS,
    tally_convention,
)
from webapp.services.tally_lines import LineFilter, list_lines
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(offers=1, minutes=1260)


@pytest.fixture
def mission(story, now):
    return story.accepted(now)


@pytest.fixture
def told(mission, now):
    return declare_four(mission, now)


@pytest.mark.parametrize("figure", DELTAS)
def test_the_lines_of_a_figure_add_up_to_it(told, now, figure):
    (entry,) = tally_convention(told.pledge.convention, now=now).groups

    page = list_lines(told.pledge.convention, figure, LineFilter(), page=1)

    assert page.total == sum(line.minutes for line in page.rows) == getattr(entry.balance.counters, figure)


def test_a_line_is_a_visit_and_a_reservation_a_mission(told):
    convention = told.pledge.convention

    assert sorted(line.minutes for line in list_lines(convention, "delivered", LineFilter(), page=1).rows) == [
        30,
        60,
        210,
    ]
    (reserved,) = list_lines(convention, "reserved", LineFilter(), page=1).rows
    assert (reserved.mission_id, reserved.worked_on, reserved.minutes) == (told.id, None, 840)


def test_what_cancels_out_is_no_line(told, now):
    with transaction():
        end_mission(told, "finish", by=EXPERT, now=now)

    assert list_lines(told.pledge.convention, "reserved", LineFilter(), page=1).rows == []


def test_lines_are_filtered_by_group_and_by_the_day_booked_on(told):
    convention = told.pledge.convention

    def count(**wanted):
        return list_lines(convention, "delivered", LineFilter(**wanted), page=1).count

    assert count(group_id=told.pledge.group_id, since=TODAY, until=TODAY) == 3
    assert count(group_id=GroupFactory().id) == 0
    assert count(since=TODAY + timedelta(days=1)) == 0
    assert count(until=TODAY - timedelta(days=1)) == 0


def test_lines_beyond_the_last_page_show_the_last_page(told):
    page = list_lines(told.pledge.convention, "delivered", LineFilter(), page=10**30)

    assert (page.number, page.count) == (1, 3)
