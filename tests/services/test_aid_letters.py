from datetime import date

import pytest
from factories.committees import tell_committee
from factories.territories import ReferenceRateFactory

from webapp.domain.advances import Terms
from webapp.domain.errors import Refusal
from webapp.services.aid_letters import draw_up_aid_letter, find_scoped_decision, may_tell_worth
from webapp.services.decisions import Money, approve_item

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def decided(committee, **granted):
    item = committee.laid()
    committee.held()
    committee.vote(item, "fff")
    terms = Terms(committee.money.today, 20)
    return committee.act(approve_item, item, money=Money(committee.money.fund, 2_000_000, terms), **granted)


def test_a_decision_keeps_the_value_and_the_rate_of_its_day(committee):
    rate = ReferenceRateFactory(territory_id=committee.territory.id, rate_bp=325)
    decision = decided(committee)
    rate.rate_bp = 900
    letter = draw_up_aid_letter(decision)

    assert (decision.reference_rate_bp, letter.rate_bp) == (325, 325)
    assert letter.equivalent_cents == decision.grant_equivalent_cents
    assert sum(part.amount_cents for part in letter.plan) == letter.amount_cents == 2_000_000


def test_without_a_rate_on_its_day_there_is_no_letter(committee):
    decision = decided(committee)
    assert (decision.grant_equivalent_cents, may_tell_worth(decision)) == (None, False)
    with pytest.raises(Refusal, match="rate_missing"):
        draw_up_aid_letter(decision)
    ReferenceRateFactory(territory_id=committee.territory.id, since_on=date(2027, 1, 1))
    with pytest.raises(Refusal, match="rate_missing"):
        draw_up_aid_letter(decision)

    ReferenceRateFactory(territory_id=committee.territory.id, rate_bp=325)

    assert may_tell_worth(decision)
    assert 0 < draw_up_aid_letter(decision).equivalent_cents < 100_000


def test_a_grant_of_days_alone_has_no_letter(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "fff")
    decision = committee.act(approve_item, item, minutes=420)

    with pytest.raises(Refusal, match="nothing_granted"):
        draw_up_aid_letter(decision)


def test_a_decision_is_found_within_the_scope_only(committee):
    decision = decided(committee)

    assert find_scoped_decision({committee.territory.id}, decision.id) is decision
    assert find_scoped_decision(set(), decision.id) is None
