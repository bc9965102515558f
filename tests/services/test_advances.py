from datetime import timedelta

import pytest
from factories.money import AMOUNT, DecisionFactory
from sqlalchemy import select

from webapp.domain.advances import Terms
from webapp.domain.errors import FundExhausted, NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.notes import Note
from webapp.services import advances
from webapp.services.schedules import arrears_on, find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def act(function, *args, money, **values):
    with transaction():
        return function(*args, by=values.pop("by", money.by), now=money.now, **values)


def approve(money, decision, **values):
    terms = Terms(values.pop("starts_on", money.today), 20)
    return act(advances.approve_advance, decision, money.fund, terms, money=money, **values)


def test_an_approval_promises_the_money_and_draws_the_schedule(money):
    advance = approve(money, money.decided(), conditions=["Bail signé", "Prêt bancaire accordé"])

    assert (advance.state, advance.amount_cents, advance.lent_cents) == ("approved", AMOUNT, 0)
    assert [condition.words for condition in advance.conditions] == ["Bail signé", "Prêt bancaire accordé"]
    schedule = find_schedule(advance)
    assert (schedule.reason, sum(part.amount_cents for part in schedule.plan)) == ("approval", AMOUNT)


def test_what_the_fund_cannot_pay_is_refused_with_a_day(money):
    running = money.running(9_000_000, count=9)

    with pytest.raises(FundExhausted) as refused:
        approve(money, money.decided(2_500_000))

    details = refused.value.details
    assert (details["left_cents"], details["asked_cents"]) == (1_000_000, 2_500_000)
    assert details["first_on"] == find_schedule(running).plan[1].due_on


def test_an_approval_counts_what_comes_back_before_its_day(money):
    running = money.running(9_000_000, count=9)
    day = find_schedule(running).plan[1].due_on

    assert approve(money, money.decided(2_500_000), starts_on=day).state == "approved"


def test_two_approvals_never_promise_the_same_money(money):
    approve(money, money.decided(6_000_000))

    with pytest.raises(FundExhausted):
        approve(money, money.decided(6_000_000))


def test_a_decision_gives_one_advance(money):
    decision = money.decided()
    approve(money, decision)

    with pytest.raises(WrongState):
        approve(money, decision)


def test_a_refusal_gives_no_money(money):
    refused = DecisionFactory(outcome="refused", amount_cents=None, decided_on=money.today)

    with pytest.raises(Refusal, match="nothing_granted"):
        approve(money, refused)


def test_a_fund_serves_its_own_territory(money):
    with pytest.raises(Refusal, match="other_territory"):
        approve(money, DecisionFactory(decided_on=money.today))


@pytest.mark.parametrize("days", [-1, 31])
def test_the_day_of_payment_is_within_the_decision(money, days):
    decision = money.decided(valid_until=money.today + timedelta(days=30))

    with pytest.raises(Refusal, match="outside_validity"):
        approve(money, decision, starts_on=money.today + timedelta(days=days))


def test_a_condition_is_lifted_once_with_what_shows_it(money):
    condition = money.approved(conditions=["Bail signé"]).conditions[0]

    with pytest.raises(Refusal, match="evidence_missing"):
        act(advances.lift_condition, condition, words=" ", money=money)
    act(advances.lift_condition, condition, words="Bail reçu le 20 novembre", money=money)

    assert condition.lifted_by == money.first.id
    with pytest.raises(WrongState):
        act(advances.lift_condition, condition, words="encore", money=money)


def test_a_job_lifts_no_condition(money):
    condition = money.approved(conditions=["Bail signé"]).conditions[0]

    with pytest.raises(NotAllowed):
        act(advances.lift_condition, condition, words="x", by=JOB, money=money)


def test_a_cancelled_advance_frees_its_money(money):
    act(advances.cancel_advance, approve(money, money.decided(9_000_000)), reason="renounced", money=money)

    assert approve(money, money.decided(9_000_000)).state == "approved"


def test_rescheduling_spreads_what_is_left_and_keeps_the_old(money):
    advance = money.running()
    money.repay(advance, 500_000)
    start = money.today + timedelta(days=10)

    schedule = act(advances.reschedule_advance, advance, Terms(start, 10, 3, 6), words="Chantier décalé", money=money)

    assert (schedule.version, schedule.amount_cents, schedule.repaid_before_cents) == (2, 1_500_000, 500_000)
    assert [row.version for row in advance.schedules] == [1, 2]
    assert arrears_on(advance, start + timedelta(days=200)).cents == 0
    assert db.session.scalars(select(Note.text)).all() == ["Chantier décalé"]


def test_rescheduling_needs_a_reason_and_a_day_to_come(money):
    advance = money.running()

    with pytest.raises(Refusal, match="reason_missing"):
        act(advances.reschedule_advance, advance, Terms(money.today, 10), words=" ", money=money)
    past = Terms(money.today - timedelta(days=1), 10)
    with pytest.raises(Refusal, match="starts_in_the_past"):
        act(advances.reschedule_advance, advance, past, words="x", money=money)


def test_a_default_is_doubtful_and_can_run_again(money):
    advance = money.running()
    act(advances.default_advance, advance, words="Liquidation annoncée", money=money)

    assert (advance.state, advance.lent_cents, advance.doubtful_cents) == ("defaulted", 0, AMOUNT)
    assert advance.defaulted_on == money.today

    act(advances.reschedule_advance, advance, Terms(money.today, 10), words="Repreneur trouvé", money=money)
    assert (advance.state, advance.lent_cents, advance.defaulted_on) == ("running", AMOUNT, None)


def test_only_a_default_is_written_off(money):
    advance = money.running()
    with pytest.raises(WrongState):
        act(advances.write_off_advance, advance, words="x", money=money)
    act(advances.default_advance, advance, words="Liquidation", money=money)

    act(advances.write_off_advance, advance, words="Clôture pour insuffisance d’actif", money=money)

    assert (advance.state, advance.doubtful_cents, advance.lost_cents) == ("written_off", 0, AMOUNT)
    assert money.fund.lost_cents == AMOUNT
