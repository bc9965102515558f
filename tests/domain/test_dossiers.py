from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.advances import Terms, instalment_plan
from webapp.domain.dossiers import (
    DossierFacts,
    check_de_minimis,
    check_dossier,
    de_minimis_since,
    grant_equivalent_cents,
    leverage_hundredths,
    missing_of,
    present_value_cents,
)
from webapp.domain.eligibility import FirmFacts, Rule, Verdict

TODAY = date(2026, 11, 24)
WHOLE = DossierFacts(
    firm=FirmFacts(staff=8, is_independent=True, in_territory=True),
    asked_cents=2_000_000,
    has_project=True,
    founded_on=date(2015, 1, 1),
    jobs_created=2,
    jobs_preserved=0,
    declared_aid_cents=0,
    funding={"bank": 3_000_000, "own": 1_000_000},
    documents=frozenset({"accounts", "plan"}),
)


def test_a_whole_dossier_lacks_nothing():
    assert missing_of(WHOLE) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"has_project": False}, ["project"]),
        ({"jobs_created": None, "jobs_preserved": None}, ["jobs"]),
        ({"jobs_created": None}, []),
        ({"funding": {}}, ["funding"]),
        ({"declared_aid_cents": None}, ["aid"]),
        ({"founded_on": None}, ["founded_on"]),
        ({"documents": frozenset({"quote", "plan"})}, ["accounts"]),
        ({"asked_cents": None}, ["amount_or_days"]),
        ({"asked_cents": None, "wished_minutes": 420, "funding": {}, "documents": frozenset()}, []),
    ],
)
def test_what_lacks_is_named(change, missing):
    assert missing_of(replace(WHOLE, **change)) == missing


@pytest.mark.parametrize(
    ("code", "value", "change", "verdict"),
    [
        ("money_min_euros", 20_000, {}, Verdict.MET),
        ("money_min_euros", 15_000, {"asked_cents": 1_499_999}, Verdict.NOT_MET),
        ("money_max_euros", 20_000, {}, Verdict.MET),
        ("money_max_euros", 20_000, {"asked_cents": 2_000_001}, Verdict.NOT_MET),
        ("money_needs_mission", None, {}, Verdict.NOT_MET),
        ("money_needs_mission", None, {"has_mission": True}, Verdict.MET),
        ("money_min_months", 12, {"founded_on": date(2025, 11, 24)}, Verdict.MET),
        ("money_min_months", 12, {"founded_on": date(2025, 11, 25)}, Verdict.NOT_MET),
        ("money_min_months", 12, {"founded_on": None}, Verdict.UNKNOWN),
        ("money_max_months", 60, {"founded_on": date(2021, 11, 24)}, Verdict.MET),
        ("money_max_months", 60, {"founded_on": date(2021, 11, 23)}, Verdict.NOT_MET),
        ("money_max_months", 60, {"founded_on": None}, Verdict.UNKNOWN),
        ("money_max_euros_per_job", 10_000, {}, Verdict.MET),
        ("money_max_euros_per_job", 9_999, {}, Verdict.NOT_MET),
        ("money_max_euros_per_job", 9_999, {"jobs_created": None, "jobs_preserved": None}, Verdict.UNKNOWN),
        ("money_min_jobs", 2, {}, Verdict.MET),
        ("money_min_jobs", 3, {}, Verdict.NOT_MET),
        ("money_min_jobs", 3, {"jobs_created": None, "jobs_preserved": None}, Verdict.UNKNOWN),
        ("max_staff", 7, {}, Verdict.NOT_MET),
        ("independent", None, {}, Verdict.MET),
    ],
)
def test_each_rule_is_met_not_met_or_not_checked(code, value, change, verdict):
    (finding,) = check_dossier([Rule(code, value)], replace(WHOLE, **change), TODAY)

    assert (finding.rule, finding.verdict, finding.value) == (code, verdict, value)


@pytest.mark.parametrize(
    ("code", "division", "verdict"),
    [
        ("sector_only", "16", Verdict.MET),
        ("sector_only", "47", Verdict.NOT_MET),
        ("sector_only", None, Verdict.UNKNOWN),
        ("sector_never", "16", Verdict.NOT_MET),
        ("sector_never", "47", Verdict.MET),
        ("sector_never", None, Verdict.UNKNOWN),
    ],
)
def test_a_sector_is_among_those_named_or_not(code, division, verdict):
    firm = replace(WHOLE.firm, division=division)
    (finding,) = check_dossier([Rule(code, None, ("10", "16"))], replace(WHOLE, firm=firm), TODAY)

    assert (finding.rule, finding.verdict, finding.divisions) == (code, verdict, ("10", "16"))


def test_rules_of_money_do_not_concern_who_asks_for_days_only():
    rules = [Rule("money_max_euros", 1), Rule("in_territory"), Rule("quorum_percent", 50)]

    assert [finding.rule for finding in check_dossier(rules, replace(WHOLE, asked_cents=None), TODAY)] == [
        "in_territory"
    ]


def test_leverage_is_other_money_for_one_euro():
    assert leverage_hundredths(WHOLE) == 200
    assert leverage_hundredths(replace(WHOLE, funding={"bank": 1_999_999})) == 99
    assert leverage_hundredths(replace(WHOLE, asked_cents=None)) is None


@pytest.mark.parametrize(
    ("declared", "granted", "total", "verdict"),
    [
        (None, 5, None, Verdict.UNKNOWN),
        (0, 0, 100_000, Verdict.MET),
        (29_800_000, 100_000, 30_000_000, Verdict.MET),
        (29_800_000, 100_001, 30_000_001, Verdict.NOT_MET),
    ],
)
def test_aid_of_three_years_stays_at_or_below_the_ceiling(declared, granted, total, verdict):
    facts = replace(WHOLE, declared_aid_cents=declared, granted_aid_cents=granted)
    found = check_de_minimis(facts, 100_000)

    left = None if total is None else 30_000_000 - total
    assert (found.sum_cents, found.left_cents, found.verdict) == (total, left, verdict)


def test_three_years_count_back_from_the_day():
    assert de_minimis_since(TODAY) == date(2023, 11, 24)


def test_the_value_of_a_zero_rate_is_what_discounting_takes_away():
    # One instalment after exactly 365 days at 5 %: 10,000 EUR are worth 9,523.81 EUR today.
    plan = instalment_plan(1_000_000, Terms(date(2027, 1, 1), 1, 3, 9))

    assert plan[0].due_on == date(2028, 1, 1)
    assert grant_equivalent_cents(1_000_000, plan, date(2027, 1, 1), 500) == 47_620
    assert present_value_cents(plan[0], date(2027, 1, 1), 500) == 952_381


def test_without_a_reference_rate_the_whole_advance_counts():
    plan = instalment_plan(1_000_000, Terms(TODAY, 10))

    assert grant_equivalent_cents(1_000_000, plan, TODAY, 0) == 1_000_000


@given(
    st.integers(100_000, 3_000_000), st.integers(1, 60), st.integers(0, 24), st.integers(1, 1_500), st.integers(1, 500)
)
def test_a_higher_rate_makes_an_advance_worth_more_and_never_more_than_itself(amount, count, grace, rate, more):
    plan = instalment_plan(amount, Terms(TODAY, count, grace_months=grace))
    low, high = (grant_equivalent_cents(amount, plan, TODAY, each) for each in (rate, rate + more))

    assert 0 < low <= high < amount
