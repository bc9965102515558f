from datetime import date, timedelta

import pytest
from factories.conventions import PledgeFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.errors import PeriodLocked, PledgeTooLow, Refusal
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import AmendmentApplied
from webapp.services.amendments import Change, Signed, apply_amendment, find_latest_raise, write_amendment
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)
SIGNED = Signed("Hélène Marchal", "demande du groupe")


def write(pledge, change, now, day=None):
    with transaction():
        return write_amendment(pledge, change, SIGNED, by=DESK, now=now, effective_on=day)


def terms(pledge):
    db.session.refresh(pledge)
    return pledge.pledged_minutes, pledge.overrun_minutes


def test_a_raise_enters_the_pledge_on_its_day(now):
    pledge = PledgeFactory()

    amendment = write(pledge, Change(days=420), now, date(2026, 12, 1))

    assert terms(pledge) == (4200, 0)
    early, due = now + timedelta(days=6), now + timedelta(days=7)
    with transaction():
        assert not apply_amendment(amendment, by=JOB, now=early)
        assert apply_amendment(amendment, by=JOB, now=due)
        assert not apply_amendment(amendment, by=JOB, now=due)
    assert terms(pledge) == (4620, 0)


def test_a_raise_of_today_and_an_overrun_hold_at_once(now):
    pledge = PledgeFactory()

    write(pledge, Change(days=60), now, TODAY)
    write(pledge, Change(overrun=840), now, TODAY)

    assert terms(pledge) == (4260, 840)


def test_a_cut_holds_at_once_whatever_day_is_named(now):
    pledge = PledgeFactory()

    amendment = write(pledge, Change(days=-420), now, date(2027, 6, 1))

    assert amendment.effective_on == TODAY
    assert terms(pledge) == (3780, 0)


def test_a_cut_below_what_is_occupied_is_refused_with_the_figures(now):
    story = tell_story(pledged_minutes=1000)
    story.accepted(now)

    with pytest.raises(PledgeTooLow) as refusal:
        write(story.pledge, Change(days=-581), now)
    assert refusal.value.details == {"occupied_minutes": 420, "minutes_per_day": 420}
    assert terms(story.pledge) == (1000, 0)

    write(story.pledge, Change(days=-580), now)
    assert terms(story.pledge) == (420, 0)


def test_an_overrun_in_use_is_not_withdrawn(now):
    story = tell_story(pledged_minutes=400)
    write(story.pledge, Change(overrun=20), now)
    story.accepted(now)

    with pytest.raises(PledgeTooLow):
        write(story.pledge, Change(overrun=-1), now)


def test_what_was_never_promised_is_not_taken_back(now):
    pledge = PledgeFactory(overrun_minutes=5000)

    with pytest.raises(PledgeTooLow):
        write(pledge, Change(days=-4201), now)


@pytest.mark.parametrize("change", [Change(), Change(days=60, overrun=-60)])
def test_an_amendment_raises_or_cuts(now, change):
    pledge = PledgeFactory()

    with pytest.raises(ValueError, match="Change"):
        write(pledge, change, now)


@pytest.mark.parametrize("day", [date(2025, 3, 31), date(2028, 4, 1)])
def test_a_raise_lies_within_its_convention(now, day):
    with pytest.raises(Refusal) as refusal:
        write(PledgeFactory(), Change(days=60), now, day)

    assert refusal.value.code == "outside_convention"


def test_a_raise_is_not_dated_in_a_closed_month(now):
    pledge = PledgeFactory(convention__closed_through=date(2026, 10, 31))

    with pytest.raises(PeriodLocked):
        write(pledge, Change(days=60), now, date(2026, 10, 31))
    write(pledge, Change(days=60), now, date(2026, 11, 1))

    assert terms(pledge) == (4260, 0)


def test_a_draft_is_not_amended(now):
    with pytest.raises(Refusal) as refusal:
        write(PledgeFactory(convention__state="draft"), Change(days=60), now)

    assert refusal.value.code == "not_signed"


def test_the_latest_raise_is_found_among_those_that_entered(now):
    pledge = PledgeFactory()
    write(pledge, Change(days=60), now, date(2026, 11, 2))
    write(pledge, Change(overrun=60), now, date(2026, 11, 3))
    write(pledge, Change(days=-30), now)
    write(pledge, Change(days=60), now, date(2027, 1, 1))

    assert find_latest_raise(pledge.id, now) == date(2026, 11, 3)
    assert find_latest_raise(pledge.id, now + timedelta(seconds=1)) is None
    assert len(db.session.scalars(select(AmendmentApplied)).all()) == 3
