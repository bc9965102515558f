from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.outcomes import (
    JobTotal,
    Statement,
    due_on,
    firm_key,
    read_jobs,
    show_jobs,
    total_of_counts,
    total_of_promises,
)

SPRING, AUTUMN = date(2026, 4, 1), date(2026, 10, 1)


def test_firms_add_up_created_and_preserved_apart():
    said = [Statement("a", 100, 200, SPRING), Statement("b", 50, 0, SPRING)]

    assert total_of_counts(said) == JobTotal(150, 200, asked=2, answered=2)


def test_a_firm_that_has_not_answered_is_not_nought():
    total = total_of_counts([Statement("a", 100, 0, SPRING), Statement("b", None, None)])

    assert total == JobTotal(100, 0, asked=2, answered=1)
    assert total.rate == 0.5


def test_nought_is_an_answer():
    assert total_of_counts([Statement("a", 0, 0, SPRING)]) == JobTotal(0, 0, asked=1, answered=1)


def test_a_firm_with_two_aids_counts_once_by_its_latest_answer():
    said = [Statement("a", 300, 100, AUTUMN), Statement("a", 100, 400, SPRING)]

    assert total_of_counts(said) == JobTotal(300, 100, asked=1, answered=1)


def test_an_answer_outlives_a_later_silence():
    said = [Statement("a", 300, 100, SPRING), Statement("a", None, None)]

    assert total_of_counts(said) == JobTotal(300, 100, asked=1, answered=1)


def test_of_two_promises_of_a_firm_the_larger_of_each_kind_stands():
    said = [Statement("a", 300, 0), Statement("a", 100, 200), Statement("b", None, None)]

    assert total_of_promises(said) == JobTotal(300, 200, asked=2, answered=1)


@pytest.mark.parametrize("total_of", [total_of_promises, total_of_counts])
def test_who_speaks_of_one_kind_alone_has_answered_and_adds_nothing_to_the_other(total_of):
    assert total_of([Statement("a", None, 200, SPRING)]) == JobTotal(0, 200, asked=1, answered=1)
    assert total_of([Statement("a", 100, None, SPRING)]) == JobTotal(100, 0, asked=1, answered=1)


def test_nobody_asked_has_no_rate():
    assert total_of_counts([]).rate is None


def test_a_firm_is_its_siren_wherever_it_was_helped():
    assert firm_key("000904078", 1) == firm_key("000904078", 2)
    assert firm_key(None, 1) != firm_key(None, 2)


statements = st.lists(
    st.builds(
        Statement,
        st.sampled_from("abcd"),
        st.none() | st.integers(0, 500),
        st.none() | st.integers(0, 500),
        st.dates(date(2026, 1, 1), date(2026, 1, 5)),
    )
)


@given(statements)
def test_telling_everything_twice_changes_no_total(said):
    assert total_of_counts(said + said).asked == total_of_counts(said).asked
    assert total_of_promises(said + said) == total_of_promises(said)


@given(statements)
def test_no_total_is_larger_than_the_largest_of_each_firm(said):
    total, most = total_of_counts(said), total_of_promises(said)

    assert total.created <= most.created
    assert total.preserved <= most.preserved
    assert total.answered <= total.asked


@pytest.mark.parametrize(("months", "day"), [(6, date(2027, 2, 28)), (12, date(2027, 8, 31)), (36, date(2029, 8, 31))])
def test_a_firm_is_asked_so_many_months_later(months, day):
    assert due_on(date(2026, 8, 31), months) == day


@pytest.mark.parametrize(
    ("typed", "hundredths", "shown"),
    [
        ("2", 200, "2"),
        ("1,5", 150, "1,5"),
        ("0.25", 25, "0,25"),
        ("1 000", 100_000, "1000"),
        ("0", 0, "0"),
        ("1\u00a0000", 100_000, "1000"),
        ("\u202f20,10 ", 2010, "20,1"),
    ],
)
def test_equivalents_are_read_as_people_type_them(typed, hundredths, shown):
    assert read_jobs(typed) == hundredths
    assert show_jobs(hundredths) == shown


@pytest.mark.parametrize("typed", ["", "-1", "deux", "1,555", "1e3"])
def test_what_is_no_number_is_said_to_be_none(typed):
    with pytest.raises(ValueError, match=r"^not_a_number$"):
        read_jobs(typed)


def test_ten_thousand_jobs_are_a_slip():
    with pytest.raises(ValueError, match=r"^too_many$"):
        read_jobs("10000")
