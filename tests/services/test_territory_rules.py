from dataclasses import replace

import pytest
from factories.stories import DESK
from factories.territories import TerritoryFactory

from webapp.domain.errors import Refusal
from webapp.services.contracts import Reason
from webapp.services.territory_rules import (
    LIMITS,
    change_policy,
    find_scoped_territory,
    list_rule_changes,
    policy_of,
    remove_rule,
    set_rule,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def changed(territory, now, **terms):
    with transaction():
        change_policy(territory, replace(policy_of(territory), **terms), Reason(DESK, now, "essai"))


def ruled(territory, now, *rule):
    with transaction():
        return set_rule(territory, *rule, Reason(DESK, now))


def told(territory):
    return [(change.name, change.before, change.after) for change in list_rule_changes(territory)]


def test_a_policy_changes_with_its_trace(now):
    territory = TerritoryFactory()

    changed(territory, now, dispatch="auto", answer_days=9)

    assert (territory.dispatch, territory.answer_days) == ("auto", 9)
    assert told(territory) == [("dispatch", "review", "auto"), ("answer_days", "7", "9")]


@pytest.mark.parametrize("name", LIMITS)
def test_a_figure_stays_within_its_limits(now, name):
    territory = TerritoryFactory()

    for value in (LIMITS[name][0] - 1, LIMITS[name][1] + 1):
        with pytest.raises(Refusal) as refusal:
            changed(territory, now, **{name: value})
        assert refusal.value.code == "out_of_bounds"


def test_a_reminder_comes_before_the_last_day_to_answer(now):
    with pytest.raises(Refusal) as refusal:
        changed(TerritoryFactory(), now, answer_days=5, reminder_days=5)

    assert refusal.value.code == "reminder_too_late"


def test_a_rule_is_a_row_that_comes_changes_and_goes(now):
    territory = TerritoryFactory()
    ruled(territory, now, "max_staff", 49, "Moins de 50 salariés")
    rule = ruled(territory, now, "max_staff", 99, "Moins de 100 salariés")
    assert [(row.code, row.value) for row in territory.rules] == [("max_staff", 99)]

    with transaction():
        remove_rule(territory, rule, Reason(DESK, now))

    assert territory.rules == []
    first, second, third = "49 Moins de 50 salariés", "99 Moins de 100 salariés", None
    assert told(territory) == [
        ("rule:max_staff", second, third),
        ("rule:max_staff", first, second),
        ("rule:max_staff", None, first),
    ]


def test_the_rule_of_longwy_is_a_row(now):
    territory = TerritoryFactory()

    rule = ruled(territory, now, "money_needs_mission", 3, "Pas d’argent sans mission")

    assert (rule.code, rule.value) == ("money_needs_mission", None)


def test_a_rule_about_sectors_names_its_divisions(now):
    territory = TerritoryFactory()
    with transaction():
        rule = set_rule(territory, "sector_never", 5, "Ni banque", Reason(DESK, now), divisions=("64", "65"))

    assert (rule.value, rule.divisions) == (None, "64 65")
    assert told(territory) == [("rule:sector_never", None, "64 65 Ni banque")]


@pytest.mark.parametrize(
    ("code", "value", "refused"),
    [
        ("zodiac", 1, "unknown_rule"),
        ("max_staff", None, "rule_needs_its_figure"),
        ("quorum_percent", 0, "rule_out_of_bounds"),
        ("quorum_percent", 101, "rule_out_of_bounds"),
        ("sector_only", None, "rule_needs_divisions"),
    ],
)
def test_what_is_no_rule_is_refused(now, code, value, refused):
    with pytest.raises(Refusal) as refusal:
        ruled(TerritoryFactory(), now, code, value, "")

    assert refusal.value.code == refused


def test_a_territory_is_found_within_the_scope_only():
    territory = TerritoryFactory()

    assert find_scoped_territory(frozenset({territory.id}), territory.id) is territory
    assert find_scoped_territory(frozenset(), territory.id) is None
