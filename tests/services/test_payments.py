from datetime import timedelta

import pytest
from factories.money import AMOUNT

from webapp.domain.errors import FundExhausted, NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.services import advances, funds, payments
from webapp.services.schedules import find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def act(function, *args, money, **values):
    with transaction():
        return function(*args, by=values.pop("by", money.by), now=money.now, **values)


def test_two_people_pay_an_advance(money):
    advance = money.ordered()
    order = payments.find_open_order(advance)

    entry = act(payments.confirm_payment, order, by=money.other, money=money)

    assert (advance.state, advance.lent_cents, advance.paid_on) == ("running", AMOUNT, money.today)
    assert (order.ordered_by, order.confirmed_by, entry.payment_order_id) == (money.first.id, money.second.id, order.id)
    assert money.fund.cash_cents == 8_000_000


def test_one_person_cannot_order_and_confirm(money):
    order = payments.find_open_order(money.ordered())

    with pytest.raises(Refusal, match="same_person"):
        act(payments.confirm_payment, order, money=money)
    assert money.fund.cash_cents == 10_000_000


def test_a_job_neither_orders_nor_confirms(money):
    advance, order = money.approved(), payments.find_open_order(money.ordered())

    with pytest.raises(NotAllowed):
        act(payments.order_payment, advance, by=JOB, money=money)
    with pytest.raises(NotAllowed):
        act(payments.confirm_payment, order, by=JOB, money=money)


def test_a_payment_is_confirmed_once(money):
    order = payments.find_open_order(money.ordered())
    act(payments.confirm_payment, order, by=money.other, money=money)

    with pytest.raises(WrongState):
        act(payments.confirm_payment, order, by=money.other, money=money)


def test_an_order_waits_for_every_condition(money):
    advance = money.approved(conditions=["Bail signé"])
    with pytest.raises(Refusal, match="conditions_left"):
        act(payments.order_payment, advance, money=money)

    act(advances.lift_condition, advance.conditions[0], words="vu", money=money)
    act(payments.order_payment, advance, money=money)

    assert advance.state == "ordered"


def test_a_decision_out_of_date_pays_nothing(money):
    decision = money.decided(valid_until=money.today + timedelta(days=5))
    terms = advances.Terms(money.today, 10)
    advance = act(advances.approve_advance, decision, money.fund, terms, money=money)
    money.later(days=6)

    with pytest.raises(Refusal, match="decision_lapsed"):
        act(payments.order_payment, advance, money=money)


def test_a_refused_order_can_be_given_again(money):
    advance = money.ordered()
    act(payments.refuse_payment, payments.find_open_order(advance), reason="iban", money=money)

    assert advance.state == "approved"
    assert payments.find_open_order(advance) is None
    act(payments.order_payment, advance, money=money)
    assert [order.state for order in advance.orders] == ["refused", "ordered"]


def test_the_schedule_counts_from_the_day_of_payment(money):
    advance = money.ordered()
    money.later(days=7)

    act(payments.confirm_payment, payments.find_open_order(advance), by=money.other, money=money)

    schedule = find_schedule(advance)
    assert (schedule.version, schedule.reason, schedule.starts_on) == (2, "payment", money.today)


def test_a_payment_is_not_dated_before_the_decision(money):
    order = payments.find_open_order(money.ordered())

    day = money.today - timedelta(days=1)
    with pytest.raises(Refusal, match="before_the_decision"):
        act(payments.confirm_payment, order, by=money.other, paid_on=day, money=money)


def test_money_that_went_elsewhere_since_is_not_paid(money):
    order = payments.find_open_order(money.ordered(9_000_000))
    act(funds.record_fee, money.fund, 1_500_000, taken_on=money.today, money=money)

    with pytest.raises(FundExhausted):
        act(payments.confirm_payment, order, by=money.other, money=money)
    assert order.state == "ordered"
