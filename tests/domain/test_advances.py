from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.advances import (
    CALL_NOTICE_DAYS,
    Call,
    Terms,
    add_months,
    age_class,
    arrears_of,
    call_of,
    called_plan,
    due_cents,
    instalment_plan,
    next_line,
    spread,
)
from webapp.domain.errors import Refusal

starts = st.dates(date(2010, 1, 1), date(2060, 12, 31)) | st.sampled_from(
    [date(2026, 1, 29), date(2026, 1, 30), date(2026, 1, 31), date(2028, 1, 29), date(2028, 2, 29), date(2026, 8, 31)]
)
terms = st.builds(Terms, starts, st.integers(1, 120), st.sampled_from([1, 3]), st.integers(0, 36))
amounts = st.integers(120, 100_000_000)


@given(amounts, terms)
def test_instalments_sum_to_the_advance(amount, plan_terms):
    plan = instalment_plan(amount, plan_terms)

    assert sum(part.amount_cents for part in plan) == amount
    assert len({part.amount_cents for part in plan[:-1]}) <= 1
    assert 0 <= plan[-1].amount_cents - plan[0].amount_cents < plan_terms.count


@given(amounts, terms)
def test_dates_are_counted_from_the_start(amount, plan_terms):
    plan = instalment_plan(amount, plan_terms)

    for part in plan:
        months = plan_terms.grace_months + part.number * plan_terms.every_months
        day = plan_terms.starts_on
        assert (part.due_on.year - day.year) * 12 + part.due_on.month - day.month == months
        assert part.due_on.day == day.day or (part.due_on.day < day.day and (part.due_on + timedelta(days=1)).day == 1)


def test_a_plan_from_the_thirty_first_comes_back_to_it():
    plan = instalment_plan(1_000_00, Terms(date(2027, 12, 31), 4))

    assert [part.due_on for part in plan] == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


def test_a_quarterly_plan_waits_for_its_grace_period():
    plan = instalment_plan(20_000_00, Terms(date(2026, 11, 24), 3, 3, 6))

    assert [(part.due_on, part.amount_cents) for part in plan] == [
        (date(2027, 8, 24), 6_666_66),
        (date(2027, 11, 24), 6_666_66),
        (date(2028, 2, 24), 6_666_68),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        Terms(date(2026, 1, 1), 0),
        Terms(date(2026, 1, 1), 121),
        Terms(date(2026, 1, 1), 12, 2),
        Terms(date(2026, 1, 1), 12, 1, 37),
        Terms(date(2026, 1, 1), 12, 1, -1),
    ],
)
def test_terms_out_of_bounds_make_no_plan(bad):
    with pytest.raises(Refusal, match=r"^plan_out_of_bounds"):
        instalment_plan(1_000_000, bad)


def test_less_than_a_cent_an_instalment_makes_no_plan():
    with pytest.raises(Refusal, match=r"^plan_out_of_bounds"):
        instalment_plan(11, Terms(date(2026, 1, 1), 12))


@given(amounts, terms, st.integers(0, 200_000_000))
def test_what_is_paid_is_laid_on_the_oldest_first(amount, plan_terms, paid):
    lines = spread(instalment_plan(amount, plan_terms), paid)

    assert [line.number for line in lines] == list(range(1, plan_terms.count + 1))
    assert sum(line.paid_cents for line in lines) == min(paid, amount)
    open_lines = [line for line in lines if line.left_cents]
    assert all(not line.paid_cents for line in open_lines[1:])
    assert next_line(lines) == (open_lines[0] if open_lines else None)


PLAN = instalment_plan(3_000_00, Terms(date(2026, 1, 15), 3))


@pytest.mark.parametrize(
    ("paid", "on", "cents", "since", "days"),
    [
        (0, date(2026, 2, 15), 0, None, 0),
        (0, date(2026, 2, 16), 1_000_00, date(2026, 2, 15), 1),
        (400_00, date(2026, 3, 16), 1_600_00, date(2026, 2, 15), 29),
        (1_000_00, date(2026, 3, 16), 1_000_00, date(2026, 3, 15), 1),
        (3_000_00, date(2027, 1, 1), 0, None, 0),
        (-500_00, date(2026, 1, 20), 500_00, date(2026, 1, 20), 0),
        (-500_00, date(2026, 2, 20), 1_500_00, date(2026, 2, 15), 5),
    ],
)
def test_arrears_count_from_the_day_after(paid, on, cents, since, days):
    arrears = arrears_of(PLAN, paid, on)

    assert (arrears.cents, arrears.since, arrears.days_late) == (cents, since, days)


def test_what_is_due_on_its_day_is_due():
    assert due_cents(PLAN, date(2026, 3, 14)) == 1_000_00
    assert due_cents(PLAN, date(2026, 3, 15)) == 2_000_00


@pytest.mark.parametrize(("days", "place"), [(1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (900, 3)])
def test_arrears_have_four_ages(days, place):
    assert age_class(days) == place


@given(starts, st.integers(0, 600))
def test_months_are_added_without_leaving_the_month(day, months):
    found = add_months(day, months)

    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day <= day.day


YEAR = instalment_plan(1_200_00, Terms(date(2026, 1, 15), 12))


@pytest.mark.parametrize(
    ("paid", "most", "today", "call"),
    [
        # the plan has not begun
        (0, 2, date(2025, 12, 20), Call(2, date(2026, 2, 15))),
        # an instalment that comes before the notice has passed is left alone
        (0, 2, date(2026, 2, 1), Call(2, date(2026, 3, 15))),
        (600_00, 1, date(2026, 8, 1), Call(1, date(2026, 9, 15))),
        # thirty days are enough
        (600_00, 1, date(2026, 8, 16), Call(1, date(2026, 9, 15))),
        (600_00, 1, date(2026, 8, 17), Call(1, date(2026, 10, 15))),
        # no more than there are after that one
        (0, 30, date(2026, 10, 1), Call(2, date(2026, 11, 15))),
        (0, 6, date(2026, 11, 30), None),
        (0, 6, date(2027, 6, 1), None),
        (1_200_00, 6, date(2026, 2, 1), None),
    ],
)
def test_the_last_instalments_are_called_with_one_that_leaves_notice(paid, most, today, call):
    assert call_of(spread(YEAR, paid), most, today) == call


@given(
    st.integers(2, 60).flatmap(lambda count: st.tuples(st.just(count), st.integers(count, 10**7))),
    st.integers(-5_000, 10**7), st.integers(1, 36), st.integers(0, 2_000), starts,
)  # fmt: skip
def test_a_call_moves_nothing_but_the_last_instalments(sizes, paid, most, later, start):
    count, amount = sizes
    plan = instalment_plan(amount, Terms(start, count))
    today = start + timedelta(days=later)
    call = call_of(spread(plan, paid), most, today)
    if call is None:
        return
    found = called_plan(plan, paid, call)
    left = [line for line in spread(plan, paid) if line.left_cents]

    assert sum(part.amount_cents for part in found) == amount - paid
    assert [part.due_on for part in found] == [line.due_on for line in left[: -call.count]]
    assert [part.number for part in found] == list(range(1, len(found) + 1))
    assert (call.due_on - today).days >= CALL_NOTICE_DAYS
    changed = {part.due_on for part, line in zip(found, left, strict=False) if part.amount_cents != line.left_cents}
    assert changed <= {call.due_on} | ({left[0].due_on} if paid < 0 else set())
