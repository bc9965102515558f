import pytest
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import select

from webapp.domain.errors import PledgeExhausted
from webapp.domain.ledger import Balance, Delta
from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.services.ledger import balance_of, release_days, reserve_days, reserved_for, reverse_entry
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def lines():
    return list(db.session.scalars(select(DayEntry).order_by(DayEntry.id)))


def test_a_line_tells_mission_pledge_author_and_basis(now):
    story = tell_story()
    mission = story.accepted(now)

    (line,) = lines()
    assert (line.mission_id, line.pledge_id, line.visit_id) == (mission.id, story.pledge.id, None)
    assert (line.kind, line.basis, line.actor_kind, line.actor_id) == ("reserve", "acceptance", "expert", EXPERT.id)
    assert (line.posting_key, line.written_at) == (f"mission:{mission.id}:reserve:1", now)


def test_a_reservation_beyond_the_pledge_is_refused_with_what_is_left(now):
    story = tell_story(pledged_minutes=500)
    mission = story.accepted(now)

    with pytest.raises(PledgeExhausted) as refusal, transaction():
        reserve_days(mission, 81, by=DESK, now=now)

    assert refusal.value.details == {"left_minutes": 80, "asked_minutes": 81, "minutes_per_day": 420}
    assert len(lines()) == 1


def test_the_overrun_that_was_agreed_may_be_used(now):
    story = tell_story(pledged_minutes=420)
    mission = story.accepted(now)
    with transaction():
        story.pledge.overrun_minutes = 60

    with transaction():
        reserve_days(mission, 60, by=DESK, now=now)

    assert balance_of(story.pledge) == Balance(420, 60, Delta(reserved=480))


def test_what_is_left_of_a_reserve_is_given_back_once(now):
    story = tell_story()
    mission = story.accepted(now)

    with transaction():
        assert release_days(mission, by=DESK, now=now, reason="test") == 420
    with transaction():
        assert release_days(mission, by=DESK, now=now, reason="test") == 0

    assert [line.kind for line in lines()] == ["reserve", "release"]
    assert reserved_for(mission) == 0


def test_a_reversal_stores_the_deltas_negated(now):
    story = tell_story()
    story.accepted(now)
    (line,) = lines()

    with transaction():
        undo = reverse_entry(line, by=DESK, now=now, reason="test")

    assert (undo.delta, undo.reverses_id, undo.posting_key) == (-line.delta, line.id, f"reverse:{line.id}")
    assert balance_of(story.pledge).counters == Delta()
