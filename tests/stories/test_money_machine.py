"""Random money: calls, payments, repayments, reversals, defaults and closings, told to the services and to a small model."""

from datetime import timedelta

import pytest
from factories.money import tell_money
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select
from stories.ground import Ground, No, run
from stories.money_model import Purse

from webapp.clock import now as read_clock
from webapp.clock import today as read_day
from webapp.domain.advances import Terms, call_of
from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.funds import Fund
from webapp.services import advances, checks_money, funds, payments, repayments
from webapp.services.reversals import reverse_movement
from webapp.services.schedules import find_schedule, lines_of
from webapp.transaction import transaction

BROUGHT = 100_000
cents = st.integers(1, 30_000)
pick = st.integers(0, 10**6)
BALANCES = ("lent", "doubtful", "lost", "held", "recovered")
terms = st.tuples(st.integers(1, 12), st.sampled_from([1, 3]), st.integers(0, 6))


class Till(Ground):
    @initialize()
    def begin(self):
        self.open_ground()
        # the 29th of January, so that plans meet the ends of months
        self.time.shift(timedelta(days=66))
        self.money = tell_money(read_clock(), contributed=BROUGHT)
        self.model = Purse()
        self.model.move("contribution", BROUGHT)
        self.entries = list(db.session.scalars(select(CashEntry)))
        self.pairs = []
        self.steps = 0

    def both(self, real, model):
        """Do the same to both; they agree on the answer, or both refuse and nothing is written."""
        try:
            model()
        except No:
            with pytest.raises(Refusal), transaction():
                real(by=self.money.by, now=read_clock())
            return None
        with transaction():
            found = real(by=self.money.by, now=read_clock())
        self.note_lines()
        return found

    def note_lines(self):
        last = self.entries[-1].id
        rows = select(CashEntry).where(CashEntry.id > last, CashEntry.kind != "reverse").order_by(CashEntry.id)
        self.entries += db.session.scalars(rows)

    def pair(self, which, *states):
        """One of the advances; mostly one in a state in which the step may be taken, where there is one."""
        fitting = [pair for pair in self.pairs if pair[1].state in states] if which % 8 else []
        return (fitting or self.pairs)[which % len(fitting or self.pairs)]

    @rule(amount=cents, ago=st.integers(0, 45))
    def receive(self, amount, ago):
        """Noted late at times, in a month that may be closed."""
        day = read_day() - timedelta(days=ago)

        def real(*, by, now):
            group = self.money.fund.contributions[0].group
            promise = funds.promise_contribution(self.money.fund, group, amount, promised_on=day, by=by, now=now)
            funds.receive_contribution(promise, amount, received_on=day, by=by, now=now)

        self.both(real, lambda: self.model.move("contribution", amount))

    @rule(amount=st.integers(1, 900))
    def fee(self, amount):
        self.both(
            lambda **who: funds.record_fee(self.money.fund, amount, taken_on=read_day(), **who),
            lambda: self.model.move("fee", amount),
        )

    @rule(amount=cents, shape=terms, delay=st.integers(0, 60))
    def promise(self, amount, shape, delay):
        self.approve(amount, shape, delay)

    def approve(self, amount, shape, delay):
        self.money.now = read_clock()
        decision = self.money.decided(amount)
        day = read_day() + timedelta(days=delay)
        found = self.both(
            lambda **who: advances.approve_advance(decision, self.money.fund, Terms(day, *shape), **who),
            lambda: self.model.approve(amount, day, read_day(), shape),
        )
        if found is not None:
            self.pairs.append((found, self.model.loans[-1]))
        return found

    @rule(amount=cents, shape=terms)
    def lend(self, amount, shape):
        """From the approval to the payment: what comes after is what the machine is about."""
        advance = self.approve(amount, shape, 0)
        if advance is None:
            return
        loan = self.pairs[-1][1]
        self.both(
            lambda **who: payments.order_payment(advance, **who),
            lambda: self.model.step(loan, ("approved",), "ordered"),
        )
        order = payments.find_open_order(advance)
        self.both(
            lambda *, now, **_: payments.confirm_payment(order, by=self.money.other, now=now),
            lambda: self.model.confirm(loan, read_day(), is_same_person=False),
        )

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def order(self, which):
        advance, loan = self.pair(which, "approved")
        self.both(
            lambda **who: payments.order_payment(advance, **who),
            lambda: self.model.step(loan, ("approved",), "ordered"),
        )

    @precondition(lambda self: self.pairs)
    @rule(which=pick)
    def cancel(self, which):
        advance, loan = self.pair(which, "approved")
        self.both(
            lambda **who: advances.cancel_advance(advance, reason="renounced", **who),
            lambda: self.model.step(loan, ("approved",), "cancelled"),
        )

    def ordered(self):
        return [pair for pair in self.pairs if pair[1].state == "ordered"]

    @precondition(lambda self: self.ordered())
    @rule(which=pick, how=st.sampled_from(["confirm", "confirm", "same_person", "refuse"]))
    def answer(self, which, how):
        advance, loan = self.ordered()[which % len(self.ordered())]
        order = payments.find_open_order(advance)
        if how == "refuse":
            self.both(
                lambda **who: payments.refuse_payment(order, reason="iban", **who),
                lambda: self.model.step(loan, ("ordered",), "approved"),
            )
            return
        by = self.money.by if how == "same_person" else self.money.other
        self.both(
            lambda *, now, **_: payments.confirm_payment(order, by=by, now=now),
            lambda: self.model.confirm(loan, read_day(), is_same_person=how == "same_person"),
        )

    @precondition(lambda self: self.pairs)
    @rule(which=pick, amount=cents, how=st.sampled_from(["some", "some", "rest"]))
    def repay(self, which, amount, how):
        advance, loan = self.pair(which, "running", "defaulted", "written_off")
        if how == "rest":
            amount = max(loan.lent + loan.doubtful, 1)
        self.both(
            lambda **who: repayments.record_repayment(advance, amount, received_on=read_day(), **who),
            lambda: self.model.repay(loan, amount),
        )

    @precondition(lambda self: any(loan.held for _, loan in self.pairs))
    @rule(which=pick, amount=cents)
    def refund(self, which, amount):
        owed = [pair for pair in self.pairs if pair[1].held]
        advance, loan = owed[which % len(owed)]
        amount = min(amount, loan.held + 1)
        self.both(
            lambda **who: repayments.refund_held(advance, amount, on=read_day(), **who),
            lambda: self.model.move("refund", amount, loan),
        )

    @precondition(lambda self: any(loan.held for _, loan in self.pairs))
    @rule(which=pick)
    def use(self, which):
        advance, loan = self.pair(which)
        self.both(lambda **who: repayments.use_held(advance, **who), lambda: self.model.use(loan))

    @precondition(lambda self: self.pairs)
    @rule(which=pick, how=st.sampled_from(["default", "default", "write_off"]))
    def give_up(self, which, how):
        advance, loan = self.pair(which, "running", "defaulted")
        self.both(
            lambda **who: getattr(advances, f"{how}_advance")(advance, words="Liquidation", **who),
            lambda: getattr(self.model, how)(loan),
        )

    @precondition(lambda self: self.pairs)
    @rule(which=pick, shape=terms)
    def reschedule(self, which, shape):
        advance, loan = self.pair(which, "running", "defaulted")
        self.both(
            lambda **who: advances.reschedule_advance(advance, Terms(read_day(), *shape), words="Plan", **who),
            lambda: self.model.reschedule(loan, read_day(), shape),
        )

    @precondition(lambda self: self.pairs)
    @rule(which=pick, most=st.integers(1, 8))
    def call(self, which, most):
        advance, loan = self.pair(which, "running")

        def real(**who):
            found = call_of(lines_of(advance, find_schedule(advance)), most, read_day())
            if found is None:
                raise Refusal("nothing_to_call")
            advances.call_instalments(advance, found, words="Emplois", **who)

        self.both(real, lambda: self.model.call(loan, most, read_day()))

    @rule(which=pick)
    def reverse(self, which):
        # the last ones mostly, since others rest on those before them
        number = len(self.entries) - 1 - which % min(len(self.entries), 12 if which % 4 else len(self.entries))
        self.both(
            lambda **who: reverse_movement(self.entries[number], reason="mistake", **who),
            lambda: self.model.undo(number),
        )

    @precondition(lambda self: self.model.may_close(read_day()))
    @rule()
    def close(self):
        """All months that are over, and once too often."""
        is_over = False
        while not is_over:
            is_over = not self.model.may_close(read_day())
            self.both(
                lambda **who: funds.close_fund_month(self.money.fund, **who), lambda: self.model.close(read_day())
            )

    @rule(days=st.integers(1, 45))
    def wait(self, days):
        self.time.shift(timedelta(days=days))

    @invariant()
    def balances_agree(self):
        if not hasattr(self, "pairs"):
            return
        fund = db.session.get_one(Fund, self.money.fund.id)
        assert (fund.cash_cents, fund.held_cents) == (self.model.cash, self.model.held)
        assert fund.cash_cents >= fund.held_cents >= 0
        columns = [Advance.state, *(getattr(Advance, f"{name}_cents") for name in BALANCES)]
        rows = db.session.execute(select(*columns).order_by(Advance.id)).all()
        loans = [loan for _, loan in self.pairs]
        assert rows == [(loan.state, *(getattr(loan, name) for name in BALANCES)) for loan in loans]

    @invariant()
    def every_check_holds(self):
        """Each tenth step: what is wrong in the rows stays wrong."""
        if not hasattr(self, "pairs"):
            return
        self.steps += 1
        if self.steps % 10 == 0:
            self.check_all()

    def check_all(self):
        assert [line for check in checks_money.CHECKS for line in check()] == []

    def teardown(self):
        try:
            if hasattr(self, "pairs"):
                self.check_all()
        finally:
            super().teardown()


def test_services_and_model_move_the_same_money(engine_app):
    # a thousand operations
    run(Till, engine_app, 20, 50)


@pytest.mark.long
@pytest.mark.timeout(14400)
def test_services_and_model_move_the_same_money_for_long(engine_app):
    # a hundred thousand operations
    run(Till, engine_app, 1000, 100)
