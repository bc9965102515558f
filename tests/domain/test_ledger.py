from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain import ledger
from webapp.domain.ledger import EMPTY_BALANCE, Balance, Delta

minutes = st.integers(0, 10_000)
deltas = st.builds(Delta, *[st.integers(-1000, 1000)] * 5)


@pytest.mark.parametrize(
    ("asked", "own", "room", "posted", "delta"),
    [
        (180, 420, 0, 180, Delta(declared=180, reserved=-180)),
        (500, 420, 300, 500, Delta(declared=500, reserved=-420)),
        (500, 420, 0, 420, Delta(declared=420, reserved=-420)),
        (500, 0, 0, 0, Delta()),
        (60, 0, -30, 0, Delta()),
    ],
)
def test_a_declared_visit_uses_its_reserve_then_what_is_free(asked, own, room, posted, delta):
    assert ledger.declare(asked, own_reserve=own, room=room) == (posted, delta)


@given(minutes, minutes, minutes)
def test_declaring_never_fills_a_pledge_by_more_than_its_room(asked, own, room):
    posted, delta = ledger.declare(asked, own_reserve=own, room=room)

    assert 0 <= posted <= asked
    assert delta.occupied <= room
    assert -delta.reserved <= own


@given(st.lists(deltas))
def test_a_movement_and_its_reversal_leave_nothing(movements):
    assert sum([*movements, *(-movement for movement in movements)], start=Delta()) == Delta()


@pytest.mark.parametrize("state", ["declared", "confirmed", "deemed"])
def test_a_dispute_keeps_the_days_on_the_pledge(state):
    delta = ledger.dispute(90, state)

    assert (delta.occupied, delta.disputed, getattr(delta, state)) == (0, 90, -90)


def test_what_is_confirmed_or_deemed_was_declared():
    assert ledger.confirm(90) == Delta(declared=-90, confirmed=90)
    assert ledger.deem(90) == Delta(declared=-90, deemed=90)


def test_days_are_kept_and_given_back():
    assert (ledger.reserve(90), ledger.release(90)) == (Delta(reserved=90), Delta(reserved=-90))


@pytest.mark.parametrize(
    ("worked_on", "closed", "booked"),
    [
        (date(2026, 11, 24), None, date(2026, 11, 24)),
        (date(2026, 11, 24), date(2026, 10, 31), date(2026, 11, 24)),
        (date(2026, 10, 31), date(2026, 10, 31), date(2026, 11, 1)),
        (date(2026, 2, 3), date(2026, 10, 31), date(2026, 11, 1)),
    ],
)
def test_a_closed_month_books_on_the_first_open_day(worked_on, closed, booked):
    assert ledger.first_open_day(worked_on, closed) == booked


@pytest.mark.parametrize(
    ("day", "end"), [(date(2028, 2, 5), date(2028, 2, 29)), (date(2026, 12, 31), date(2026, 12, 31))]
)
def test_a_month_ends_on_its_last_day(day, end):
    assert ledger.month_end(day) == end


def test_balances_of_groups_add_up():
    one = Balance(420, 60, Delta(reserved=100, confirmed=50, disputed=10), lapsed=20)

    assert (one.cap, one.free) == (480, 300)
    assert sum([one, one], EMPTY_BALANCE) == Balance(840, 120, one.counters + one.counters, lapsed=40)


def test_what_is_left_of_a_year_that_is_over_is_free_no_more():
    def spent(minutes):
        return Balance(420, 0, Delta(confirmed=minutes))

    whole, this_year = ledger.add_years({2025: spent(100), 2026: spent(400), 2027: spent(0)}, 2026)

    assert (whole.cap, whole.lapsed, whole.free) == (1260, 320, 20 + 420)
    assert this_year == spent(400)
    assert ledger.add_years({None: spent(100)}, 2026) == (spent(100), spent(100))


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2024, 1, 1), 0),
        (date(2025, 3, 31), 0),
        (date(2026, 9, 29), 0.5),
        (date(2028, 3, 31), 1),
        (date(2030, 1, 1), 1),
    ],
)
def test_the_share_of_time_goes_from_none_to_all(on, share):
    assert ledger.share_of_time(date(2025, 4, 1), date(2028, 3, 31), on) == pytest.approx(share, abs=0.001)


def test_a_day_that_is_over_counts_whole_in_the_share_of_time():
    assert ledger.share_of_time(date(2026, 11, 1), date(2026, 11, 10), date(2026, 11, 3)) == 0.3
