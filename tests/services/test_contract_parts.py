from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import DESK
from sqlalchemy import select

from webapp.domain.eligibility import Rule
from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.conventions import PledgeCondition, TermChange
from webapp.services.amendments import Signed
from webapp.services.contract_parts import (
    add_signatory,
    drop_pledge,
    join_convention,
    list_all_groups,
    promise_days,
    remove_signatory,
    set_conditions,
)
from webapp.services.contracts import Reason
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def draft():
    return ConventionFactory(state="draft")


def told():
    rows = db.session.scalars(select(TermChange).order_by(TermChange.id))
    return [(row.object_kind, row.name, row.before, row.after) for row in rows]


def test_who_signs_after_the_signature_is_told(now):
    convention = ConventionFactory()
    with transaction():
        signatory = add_signatory(convention, "CIC Est", "bank", Reason(DESK, now))
    with pytest.raises(Refusal), transaction():
        add_signatory(convention, "CIC Est", "bank", Reason(DESK, now))

    with transaction():
        remove_signatory(convention, signatory, Reason(DESK, now))

    assert told() == [
        ("convention", "signatory:CIC Est", None, "bank"),
        ("convention", "signatory:CIC Est", "bank", None),
    ]
    assert convention.signatories == []


def test_a_draft_changes_without_a_trace(now):
    convention = draft()

    with transaction():
        add_signatory(convention, "CIC Est", "bank", Reason(DESK, now))

    assert told() == []


def test_a_group_promises_for_the_whole_and_for_a_year(now):
    convention, group = draft(), GroupFactory()
    with transaction():
        promise_days(convention, group, None, 4200)
        promise_days(convention, group, 2026, 420)
        promise_days(convention, group, 2026, 840)

    assert [(pledge.year, pledge.pledged_minutes) for pledge in convention.pledges] == [(None, 4200), (2026, 840)]
    with pytest.raises(Refusal) as refusal, transaction():
        promise_days(convention, group, 2029, 420)
    assert refusal.value.code == "year_outside"


def test_promises_of_a_signed_convention_stand(now):
    pledge = PledgeFactory()

    with pytest.raises(WrongState), transaction():
        promise_days(pledge.convention, pledge.group, None, 1)
    with pytest.raises(WrongState), transaction():
        drop_pledge(pledge)


def test_a_group_leaves_a_draft_with_its_conditions(now):
    convention, group = draft(), GroupFactory()
    with transaction():
        pledge = promise_days(convention, group, None, 4200)
    with transaction():
        set_conditions(convention, group.id, [Rule("max_km", 50)], Reason(DESK, now))

    with transaction():
        drop_pledge(pledge)

    assert db.session.scalars(select(PledgeCondition)).all() == []


def test_a_group_joins_a_signed_convention_by_an_amendment(now):
    convention, group = PledgeFactory().convention, GroupFactory()
    signed, why = Signed("Paul Referent", "rejoint"), Reason(DESK, now)
    with transaction():
        pledge = join_convention(convention, group, None, 840, signed=signed, why=why, effective_on=date(2026, 11, 24))

    assert (pledge.pledged_minutes, pledge.amendments[0].delta_minutes) == (840, 840)
    with pytest.raises(Refusal) as refusal, transaction():
        join_convention(convention, group, None, 1, signed=signed, why=why, effective_on=date(2026, 11, 24))
    assert refusal.value.code == "joined_already"


def test_conditions_are_rows_of_each_pledge_of_the_group(now):
    first = PledgeFactory(year=2026)
    second = PledgeFactory(convention=first.convention, group=first.group, year=2027)
    rules = [Rule("max_km", 50), Rule("independent")]
    with transaction():
        set_conditions(first.convention, first.group_id, rules, Reason(DESK, now))
    with transaction():
        set_conditions(first.convention, first.group_id, [Rule("max_km", 75)], Reason(DESK, now, "plus loin"))

    for pledge in (first, second):
        assert [(row.code, row.value) for row in pledge.conditions] == [("max_km", 75)]
    changes = [(name, before, after) for _, name, before, after in told()]
    assert changes.count(("condition:max_km", "50", "75")) == 2
    assert changes.count(("condition:independent", "", None)) == 2


def test_a_condition_that_no_rule_knows_is_refused(now):
    pledge = PledgeFactory()

    with pytest.raises(ValueError, match="zodiac"), transaction():
        set_conditions(pledge.convention, pledge.group_id, [Rule("zodiac")], Reason(DESK, now))


def test_a_second_year_takes_the_conditions_of_the_first(now):
    convention, group = draft(), GroupFactory()
    with transaction():
        promise_days(convention, group, 2026, 420)
    with transaction():
        set_conditions(convention, group.id, [Rule("max_staff", 49)], Reason(DESK, now))
    with transaction():
        second = promise_days(convention, group, 2027, 420)

    assert [(row.code, row.value) for row in second.conditions] == [("max_staff", 49)]


def test_every_group_may_promise_days_anywhere(now):
    pledge, other = PledgeFactory(), GroupFactory()

    assert set(list_all_groups()) == {pledge.group, other}
