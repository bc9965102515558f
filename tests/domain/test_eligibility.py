from dataclasses import replace
from datetime import date

import pytest

from webapp.domain.eligibility import Finding, FirmFacts, OfferFacts, Rule, Verdict, check_firm, refusals_of

TODAY = date(2026, 11, 24)
FREE = OfferFacts(
    is_offered=True,
    has_pledge=True,
    is_excluded=False,
    is_engaged=False,
    paused_until=None,
    absent_until=None,
    asked_lately=0,
    max_asks=6,
    place="either",
    distance_km=20,
    radius_km=None,
)
UNKNOWN_FIRM = FirmFacts(staff=None, is_independent=None, in_territory=None)


def said_against(**facts):
    return refusals_of(replace(FREE, **facts), wanted_place="either", on=TODAY)


def test_nothing_speaks_against_a_free_offer():
    assert said_against() == []


@pytest.mark.parametrize(
    ("facts", "rule", "figures"),
    [
        ({"is_offered": False}, "offered", {}),
        ({"has_pledge": False}, "pledge", {}),
        ({"is_excluded": True}, "excluded", {}),
        ({"is_engaged": True}, "engaged", {}),
        ({"paused_until": TODAY}, "paused", {"until": TODAY}),
        ({"asked_lately": 6}, "asked_too_often", {"value": 6}),
    ],
)
def test_each_fact_alone_speaks_against_an_offer_with_its_figure(facts, rule, figures):
    assert said_against(**facts) == [Finding(rule, Verdict.NOT_MET, **figures)]


@pytest.mark.parametrize("facts", [{"paused_until": date(2026, 11, 23)}, {"asked_lately": 5}])
def test_what_is_over_or_below_the_ceiling_does_not(facts):
    assert said_against(**facts) == []


@pytest.mark.parametrize(
    ("place", "wanted", "km", "radius", "refusal"),
    [
        ("remote", "on_site", None, None, Finding("place", Verdict.NOT_MET)),
        ("on_site", "remote", None, None, Finding("place", Verdict.NOT_MET)),
        ("on_site", "either", 31, 30, Finding("radius", Verdict.NOT_MET, 30)),
        ("either", "on_site", 31, 30, Finding("radius", Verdict.NOT_MET, 30)),
        ("on_site", "on_site", 30, 30, None),
        ("on_site", "on_site", None, 30, None),
        ("either", "either", 500, 30, None),
        ("remote", "either", 500, 30, None),
    ],
)
def test_place_and_radius_count_where_somebody_must_travel(place, wanted, km, radius, refusal):
    facts = replace(FREE, place=place, distance_km=km, radius_km=radius)

    assert refusals_of(facts, wanted_place=wanted, on=TODAY) == ([refusal] if refusal else [])


@pytest.mark.parametrize(
    "rule",
    [Rule("in_territory"), Rule("independent"), Rule("max_staff", 249), Rule("max_km", 50), Rule("not_competitor")],
)
def test_what_nobody_has_checked_is_said_to_be_unchecked(rule):
    (finding,) = check_firm([rule], UNKNOWN_FIRM)

    assert finding == Finding(rule.code, Verdict.UNKNOWN, rule.value)


@pytest.mark.parametrize(("is_so", "verdict"), [(True, Verdict.MET), (False, Verdict.NOT_MET)])
def test_what_is_known_of_a_firm_decides(is_so, verdict):
    firm = replace(UNKNOWN_FIRM, in_territory=is_so, is_independent=is_so)

    assert [finding.verdict for finding in check_firm([Rule("in_territory"), Rule("independent")], firm)] == [
        verdict
    ] * 2


@pytest.mark.parametrize(("staff", "verdict"), [(249, Verdict.MET), (250, Verdict.NOT_MET)])
def test_a_ceiling_of_staff_includes_its_figure(staff, verdict):
    (finding,) = check_firm([Rule("max_staff", 249)], replace(UNKNOWN_FIRM, staff=staff))

    assert (finding.verdict, finding.value) == (verdict, 249)


@pytest.mark.parametrize(("km", "verdict"), [(50, Verdict.MET), (51, Verdict.NOT_MET)])
def test_a_group_may_set_a_radius_around_its_site(km, verdict):
    (finding,) = check_firm([Rule("max_km", 50)], UNKNOWN_FIRM, distance_km=km)

    assert finding.verdict is verdict


def test_rules_about_money_are_left_to_the_committee():
    assert check_firm([Rule("money_needs_mission"), Rule("money_max_euros", 30000)], UNKNOWN_FIRM) == []
