from datetime import date, timedelta

import pytest
from factories.stories import DESK, EXPERT, tell_story
from sqlalchemy import func, select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.models.mails import OutgoingMail
from webapp.models.notes import Note
from webapp.services.answers import settle_answer
from webapp.services.give_ups import REASON, find_give_up, give_up_meeting, keep_again
from webapp.services.ledger import balance_of, reserved_for
from webapp.services.missions import cancel_visit, correct_visit, declare_visit, end_mission, plan_visit
from webapp.services.tallies import figures_of
from webapp.services.verify import list_breaches
from webapp.services.visit_answers import agree_on_day
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY, SOON = date(2026, 11, 24), date(2026, 12, 3)


@pytest.fixture
def mission(now):
    """Two days were agreed on."""
    mission = tell_story(offers=1, minutes=840, pledged_minutes=1260).accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
    return mission


@pytest.fixture
def given(mission, now):
    """Half a day of them was given."""
    with transaction():
        return declare_visit(mission, TODAY, 210, by=EXPERT, now=now)


def give_up(mission, now, **options):
    with transaction():
        give_up_meeting(mission, by=EXPERT, now=now, **options)


def told():
    return db.session.scalar(select(func.count()).where(OutgoingMail.template == "will_not_meet"))


def releases():
    rows = select(DayEntry.reserved_delta, DayEntry.reason, DayEntry.actor_kind).where(DayEntry.kind == "release")
    return db.session.execute(rows.order_by(DayEntry.id)).all()


def other_story(mission, now, minutes):
    """The group gives so many minutes elsewhere meanwhile."""
    with transaction():
        mission.pledge.pledged_minutes -= minutes


def test_giving_up_tells_the_coordinator_once_and_keeps_the_words(mission, now):
    for _ in range(2):
        with transaction():
            give_up_meeting(mission, by=EXPERT, now=now, words="Elle a vendu son affaire.")

    assert told() == 1
    assert db.session.scalar(select(Note.text)) == "Elle a vendu son affaire."
    assert mission.state == "agreed"
    assert find_give_up(mission).at == now


def test_a_visit_after_all_ends_the_giving_up(mission, now):
    with transaction():
        give_up_meeting(mission, by=EXPERT, now=now)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 60, by=EXPERT, now=now + timedelta(hours=1))
    assert find_give_up(mission) is None

    with transaction():
        give_up_meeting(mission, by=EXPERT, now=now + timedelta(days=1))

    assert told() == 2


def test_what_will_not_be_given_goes_back_to_the_pledge_with_its_reason(mission, given, now):
    give_up(mission, now + timedelta(days=1))

    assert reserved_for(mission) == 0
    assert releases() == [(-630, REASON, "expert")]
    figures = figures_of(mission.pledge.convention, now=now + timedelta(days=1))
    assert (figures["reserved_minutes"], figures["declared_minutes"]) == (0, 210)
    assert balance_of(mission.pledge).free == 1260 - 210
    assert list(list_breaches()) == []


def test_saying_it_twice_releases_once(mission, now):
    for hour in range(3):
        give_up(mission, now + timedelta(hours=hour))

    assert releases() == [(-840, REASON, "expert")]


def test_what_was_planned_is_off(mission, now):
    with transaction():
        visit = plan_visit(mission, SOON, by=EXPERT, now=now)

    give_up(mission, now + timedelta(days=1))

    assert visit.state == "cancelled"


def test_a_day_planned_after_all_keeps_the_time_again(mission, now):
    give_up(mission, now)

    with transaction():
        agree_on_day(mission, SOON, by=EXPERT, now=now + timedelta(days=2))

    assert reserved_for(mission) == 840
    assert find_give_up(mission) is None
    assert list(list_breaches()) == []


def test_no_more_is_kept_again_than_the_group_still_has(mission, now):
    give_up(mission, now)
    other_story(mission, now, 1000)

    with transaction():
        plan_visit(mission, SOON, by=DESK, now=now + timedelta(days=2))

    assert reserved_for(mission) == 260
    assert balance_of(mission.pledge).free == 0


def test_a_visit_after_all_is_booked_where_there_is_room(mission, now):
    give_up(mission, now)

    with transaction():
        visit = declare_visit(mission, TODAY, 300, by=EXPERT, now=now + timedelta(hours=1))

    assert (visit.posted_minutes, reserved_for(mission)) == (300, 0)


def test_who_never_gave_up_keeps_nothing_twice(mission, now):
    with transaction():
        assert keep_again(mission, by=EXPERT, now=now) == 0

    assert reserved_for(mission) == 840


def test_a_coordinator_may_still_end_the_mission(mission, now):
    give_up(mission, now)

    with transaction():
        end_mission(mission, "cancel", by=DESK, now=now + timedelta(days=1))

    assert (mission.state, mission.role.state) == ("cancelled", "open")
    assert len(releases()) == 1


def test_a_correction_since_brings_its_time_back(mission, given, now):
    give_up(mission, now + timedelta(days=1))

    with transaction():
        correct_visit(given, by=DESK, now=now + timedelta(days=2), reason="desk")

    assert reserved_for(mission) == 210
    assert list(list_breaches()) == []


def test_time_that_is_kept_all_the_same_is_found(mission, now):
    give_up(mission, now)
    with transaction():
        lines = db.session.scalars(select(DayEntry).where(DayEntry.kind == "reserve")).one()
        copy = {name: getattr(lines, name) for name in ("pledge_id", "mission_id", "kind", "reserved_delta", "basis")}
        key = f"mission:{mission.id}:reserve:9"
        db.session.add(
            DayEntry(**copy, posting_key=key, booked_on=TODAY, written_at=now, actor_kind="job", actor_id=None)
        )
        mission.pledge.reserved_minutes += lines.reserved_delta

    assert [breach for breach in list_breaches() if "given up, and 840 minutes reserved" in breach]


@pytest.mark.parametrize("gives_up_again", [False, True])
def test_a_day_that_was_planned_and_called_off_keeps_the_time_once(mission, now, gives_up_again):
    give_up(mission, now)
    with transaction():
        visit = plan_visit(mission, SOON, by=EXPERT, now=now + timedelta(hours=1))
    with transaction():
        cancel_visit(visit, by=EXPERT, now=now + timedelta(hours=2))
    if gives_up_again:
        give_up(mission, now + timedelta(hours=3))

    with transaction():
        plan_visit(mission, SOON, by=EXPERT, now=now + timedelta(hours=4))

    assert reserved_for(mission) == mission.agreed_minutes == 840
    assert list(list_breaches()) == []
