from datetime import date

import pytest

from webapp.domain.catalogue import EXPERT, MISSION, REQUEST
from webapp.domain.retention import evidence_of_mission, evidence_of_money, kept_until, years_after, years_before


@pytest.mark.parametrize(
    ("day", "years", "after", "before"),
    [
        (date(2026, 11, 24), 3, date(2029, 11, 24), date(2023, 11, 24)),
        (date(2028, 2, 29), 3, date(2031, 3, 1), date(2025, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29), date(2024, 2, 29)),
        (date(2026, 1, 1), 0, date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_years_are_counted_on_the_calendar(day, years, after, before):
    assert years_after(day, years) == after
    assert years_before(day, years) == before


@pytest.mark.parametrize(
    ("evidence_until", "until"),
    [(None, date(2029, 11, 24)), (date(2027, 3, 31), date(2029, 11, 24)), (date(2033, 3, 31), date(2033, 3, 31))],
)
def test_a_name_serves_until_the_later_of_rule_and_evidence(evidence_until, until):
    assert kept_until(REQUEST, date(2026, 11, 24), evidence_until) == until
    assert kept_until(EXPERT, date(2026, 11, 24), evidence_until) == until


def test_a_name_serves_as_long_as_its_own_rule_says():
    assert kept_until(MISSION, date(2026, 11, 24), None) == date(2031, 11, 24)


def test_evidence_lasts_from_the_end_of_the_convention_or_of_the_year():
    assert evidence_of_mission(date(2028, 3, 31)) == date(2033, 3, 31)
    assert evidence_of_money(date(2026, 11, 24)) == date(2036, 12, 31)
