from datetime import date

import pytest

from webapp.domain.quarters import Quarter, last_quarter, quarter_of, quarters_between, read_quarter


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 1, 1), "2026-T1"), (date(2026, 3, 31), "2026-T1"), (date(2026, 12, 31), "2026-T4")],
)
def test_a_day_is_in_one_quarter(day, code):
    quarter = quarter_of(day)

    assert quarter.code == code
    assert quarter.starts_on <= day <= quarter.ends_on


def test_quarters_follow_each_other_over_the_years():
    quarter = Quarter(2026, 4)

    assert quarter.next == Quarter(2027, 1)
    assert quarter.next.previous == quarter
    assert quarter.ends_on == date(2026, 12, 31)
    assert last_quarter(date(2027, 1, 10)) == quarter


def test_the_quarters_of_a_span_are_told_the_latest_first():
    found = quarters_between(date(2025, 11, 3), date(2026, 5, 1))

    assert [quarter.code for quarter in found] == ["2026-T2", "2026-T1", "2025-T4"]
    assert quarters_between(date(2026, 3, 31), date(2026, 4, 1)) == [Quarter(2026, 2), Quarter(2026, 1)]


@pytest.mark.parametrize("text", ["", "2026", "2026-T5", "2026-T0", "26-T1", "2026-T1 ", "1899-T4", "3000-T1"])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match=r"^not_a_quarter$"):
        read_quarter(text)


def test_a_code_is_read_back():
    for quarter in (Quarter(2026, 3), Quarter(1900, 1), Quarter(2999, 4)):
        assert read_quarter(quarter.code) == quarter
