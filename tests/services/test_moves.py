from datetime import UTC, date, datetime

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import select

from webapp.domain.errors import PledgeExhausted, WrongState
from webapp.domain.ledger import Delta
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.ledger import DayEntry, MissionMove
from webapp.services import checks_ledger
from webapp.services.ledger import balance_of, reserved_for
from webapp.services.missions import (
    confirm_visit,
    correct_visit,
    declare_visit,
    dispute_visit,
    end_mission,
    post_what_waits,
    settle_dispute,
)
from webapp.services.moves import list_other_pledges, move_mission
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)


@pytest.fixture
def story(now):
    return tell_story(pledged_minutes=600)


@pytest.fixture
def mission(story, now):
    return story.accepted(now)


@pytest.fixture
def other(story):
    """A second pledge of the same group, for one year."""
    return PledgeFactory(convention=story.pledge.convention, group=story.pledge.group, year=2027, pledged_minutes=1000)


def move(mission, pledge, now):
    with transaction():
        return move_mission(mission, pledge, reason="next_year", by=DESK, now=now)


def declare(mission, minutes, now, visit=None):
    with transaction():
        return declare_visit(mission, TODAY, minutes, by=EXPERT, now=now, visit=visit)


def counters(pledge):
    db.session.refresh(pledge)
    return balance_of(pledge).counters


def breaches():
    return [line for check in checks_ledger.CHECKS for line in check()]


def test_what_is_kept_is_released_there_and_reserved_here(story, mission, other, now):
    assert move(mission, other, now) == 420

    assert (counters(story.pledge), counters(other)) == (Delta(), Delta(reserved=420))
    rows = select(DayEntry.kind, DayEntry.pledge_id, DayEntry.reason).order_by(DayEntry.id)
    assert [tuple(row) for row in db.session.execute(rows)][1:] == [
        ("release", story.pledge.id, "moved"),
        ("reserve", other.id, ""),
    ]
    moved = db.session.scalars(select(MissionMove)).one()
    assert (moved.from_pledge_id, moved.to_pledge_id, moved.minutes) == (story.pledge.id, other.id, 420)
    assert breaches() == []


def test_days_already_given_stay_and_later_steps_follow_them(story, mission, other, now):
    visit = declare(mission, 180, now)
    move(mission, other, now)

    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    declare(mission, 60, now)

    assert counters(story.pledge) == Delta(confirmed=180)
    assert counters(other) == Delta(reserved=180, declared=60)
    assert breaches() == []


def test_a_dispute_is_settled_where_the_visit_was_booked(story, mission, other, now):
    visit = declare(mission, 180, now)
    move(mission, other, now)
    with transaction():
        dispute_visit(visit, by=FIRM, now=now)

    with transaction():
        settle_dispute(visit, 100, by=DESK, now=now)

    assert counters(story.pledge) == Delta(confirmed=100)
    assert counters(other) == Delta(reserved=320)
    assert breaches() == []


def test_what_a_correction_returns_follows_the_mission(story, mission, other, now):
    visit = declare(mission, 180, now)
    move(mission, other, now)

    with transaction():
        correct_visit(visit, by=DESK, now=now, reason="wrong_length")

    assert (counters(story.pledge), counters(other)) == (Delta(), Delta(reserved=420))
    assert reserved_for(mission) == 420
    assert breaches() == []


def test_hours_without_room_find_it_on_the_other_pledge(story, mission, other, now):
    visit = declare(mission, 700, now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    move(mission, other, now)

    with transaction():
        assert post_what_waits(visit, by=JOB, now=now) == 100

    assert (counters(story.pledge), counters(other)) == (Delta(confirmed=600), Delta(confirmed=100))
    with transaction():
        dispute_visit(visit, by=DESK, now=now)
    assert (counters(story.pledge), counters(other)) == (Delta(disputed=600), Delta(disputed=100))
    with transaction():
        settle_dispute(visit, None, by=DESK, now=now)
    assert (counters(story.pledge), counters(other).delivered) == (Delta(), 0)
    assert breaches() == []


def test_the_end_releases_on_every_pledge(story, mission, other, now):
    move(mission, other, now)

    with transaction():
        end_mission(mission, "finish", by=DESK, now=now)

    assert (counters(story.pledge), counters(other)) == (Delta(), Delta())


def test_a_pledge_without_room_is_refused_and_nothing_moves(story, mission, now):
    small = PledgeFactory(convention=story.pledge.convention, group=story.pledge.group, year=2027, pledged_minutes=419)

    with pytest.raises(PledgeExhausted):
        move(mission, small, now)

    assert counters(story.pledge) == Delta(reserved=420)
    assert db.session.scalars(select(MissionMove)).all() == []


def test_a_second_click_moves_nothing(mission, other, now):
    move(mission, other, now)

    with pytest.raises(WrongState):
        move(mission, other, now)


def test_the_pledges_offered_are_of_the_group_or_its_parent_here(story, mission, other, now):
    group, territory = story.pledge.group, story.pledge.convention.territory
    group.parent = GroupFactory()
    db.session.commit()
    parents = PledgeFactory(convention=story.pledge.convention, group=group.parent)
    later = ConventionFactory(territory=territory, starts_on=date(2028, 4, 1), ends_on=date(2031, 3, 31))
    following = PledgeFactory(convention=later, group=group)
    PledgeFactory(convention=ConventionFactory(territory=territory, state="draft"), group=group)
    PledgeFactory(group=group)
    PledgeFactory(convention=story.pledge.convention)

    assert set(list_other_pledges(mission)) == {parents, following, other}


def test_a_line_on_a_pledge_that_was_never_left_is_seen(mission, other, now):
    mission.pledge = other
    db.session.commit()

    assert len(list(checks_ledger.compare_lines_of_missions())) == 1


def test_days_booked_on_the_next_convention_are_booked_within_it(story, mission, now):
    later = ConventionFactory(
        territory=story.pledge.convention.territory, starts_on=date(2028, 4, 1), ends_on=date(2031, 3, 31)
    )
    move(mission, PledgeFactory(convention=later, group=story.pledge.group), datetime(2028, 3, 1, 9, tzinfo=UTC))

    line = db.session.scalars(select(DayEntry).where(DayEntry.pledge_id != story.pledge.id)).one()
    assert line.booked_on == date(2028, 4, 1)
