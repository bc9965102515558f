from datetime import UTC, date, datetime

import pytest
from factories.conventions import PledgeFactory
from factories.stories import DESK, EXPERT, tell_story

from jobs.days import apply_amendments, log_days, recompute_counters
from jobs.items import Outcome
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.missions import declare_visit
from webapp.services.moves import move_mission
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

FEBRUARY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def visit(now):
    """Ten hours on a pledge of seven, and an amendment of February."""
    mission = tell_story(pledged_minutes=420).accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 600, by=EXPERT, now=now)
        signed = Signed("Hélène Marchal", "plus")
        write_amendment(mission.pledge, Change(days=420), signed, by=DESK, now=now, effective_on=date(2027, 2, 1))
    return visit


def test_a_raise_enters_on_its_day_and_what_waited_is_booked(visit, now):
    assert (apply_amendments(now), log_days(now)) == (Outcome(), Outcome())

    assert apply_amendments(FEBRUARY) == Outcome(done=1)
    assert log_days(FEBRUARY) == Outcome(done=1)

    assert visit.posted_minutes == 600
    assert (apply_amendments(FEBRUARY), log_days(FEBRUARY)) == (Outcome(), Outcome())
    assert recompute_counters(FEBRUARY) == Outcome()


def test_room_on_the_pledge_that_a_mission_has_left_is_found(visit, now):
    left = visit.mission.pledge
    full = PledgeFactory(
        convention=left.convention, group=left.group, year=2026, pledged_minutes=60, confirmed_minutes=60
    )
    with transaction():
        move_mission(visit.mission, full, reason="no_room", by=DESK, now=now)

    apply_amendments(FEBRUARY)

    assert log_days(FEBRUARY) == Outcome(done=1)
    assert visit.posted_minutes == 600
