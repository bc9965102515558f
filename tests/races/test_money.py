from functools import partial

import pytest
from conftest import NOW
from factories.bank import camt, entry
from factories.money import tell_money
from races.conftest import all_at_once, one_inside_the_other
from sqlalchemy import func, select

from webapp.domain.advances import Terms
from webapp.domain.errors import FundExhausted, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.bank import BankLine, BankMatch
from webapp.models.cash import CashEntry
from webapp.models.dossiers import Decision
from webapp.models.funds import Fund
from webapp.models.mails import OutgoingMail
from webapp.services import bank_lines, checks_money, payments
from webapp.services.advances import approve_advance
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.fund_queue import release_queue
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(600)]

SITTINGS = 16


def approve(decision_id, fund_id, by):
    with transaction():
        decision, fund = db.session.get_one(Decision, decision_id), db.session.get_one(Fund, fund_id)
        approve_advance(decision, fund, Terms(NOW.date(), 20), by=by, now=NOW)


def test_sixteen_approvals_at_once_never_overdraw_a_fund(own_app):
    with own_app.app_context():
        # money for five
        money = tell_money(NOW, contributed=10_500_000)
        ids = [money.decided(2_000_000).id for _ in range(SITTINGS)]
        fund_id, by = money.fund.id, money.by
        db.session.remove()

        found = all_at_once(own_app, [partial(approve, decision, fund_id, by) for decision in ids])

        refused = [answer for answer in found if answer is not None]
        assert [type(answer) for answer in refused] == [FundExhausted] * 11
        promised = select(func.sum(Advance.amount_cents)).where(Advance.state == "approved")
        assert db.session.scalar(promised) == 10_000_000


def confirm(order_id, by):
    with transaction():
        payments.confirm_payment(db.session.get_one(payments.PaymentOrder, order_id), by=by, now=NOW)


def test_a_payment_confirmed_by_many_leaves_once(own_app):
    with own_app.app_context():
        money = tell_money(NOW)
        order_id, by = payments.find_open_order(money.ordered()).id, money.other
        db.session.remove()

        found = all_at_once(own_app, [partial(confirm, order_id, by)] * SITTINGS)

        assert sorted(type(answer).__name__ for answer in found) == ["NoneType"] + ["WrongState"] * 15
        assert db.session.scalar(select(Fund.cash_cents)) == 8_000_000


def undo(entry_id, by):
    with transaction():
        reverse_movement(db.session.get_one(CashEntry, entry_id), by=by, now=NOW, reason="bounced")


def test_a_repayment_undone_by_many_is_undone_once(own_app):
    with own_app.app_context():
        money = tell_money(NOW)
        (entry,) = money.repay(money.running(), 700_000)
        entry_id, by = entry.id, money.by
        db.session.remove()

        found = all_at_once(own_app, [partial(undo, entry_id, by)] * SITTINGS)

        assert [answer for answer in found if answer is None] == [None]
        assert all(isinstance(answer, WrongState) for answer in found if answer is not None)
        assert [line for check in checks_money.CHECKS for line in check()] == []


def release(fund_id):
    with transaction():
        assert release_queue(db.session.get_one(Fund, fund_id), by=JOB, now=NOW) is not None


def test_a_queue_released_by_many_promises_each_advance_once(own_app):
    with own_app.app_context():
        money = tell_money(NOW)
        running = money.running(9_000_000)
        for _ in range(3):
            with transaction():
                terms = Terms(NOW.date(), 20)
                approve_advance(money.decided(), money.fund, terms, may_wait=True, by=money.by, now=NOW)
        money.repay(running, 4_000_000)
        fund_id = money.fund.id
        db.session.remove()

        found = all_at_once(own_app, [partial(release, fund_id)] * SITTINGS)

        assert found == [None] * SITTINGS
        states = db.session.scalars(select(Advance.state).order_by(Advance.id)).all()
        assert states == ["running", "approved", "approved", "queued"]
        told = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.template == "advance_released")
        assert db.session.scalar(told) == 2


def wait(decision_id, fund_id, by):
    with transaction():
        decision, fund = db.session.get_one(Decision, decision_id), db.session.get_one(Fund, fund_id)
        approve_advance(decision, fund, Terms(NOW.date(), 20), may_wait=True, by=by, now=NOW)


def test_sittings_at_the_same_moment_let_nobody_overtake_the_queue(own_app):
    with own_app.app_context():
        # two big ones that the fund cannot pay, among fourteen small ones that it could
        money = tell_money(NOW, contributed=10_500_000)
        cents = [11_000_000, *[500_000] * 7, 11_000_000, *[500_000] * 7]
        ids = [money.decided(each).id for each in cents]
        fund_id, by = money.fund.id, money.by
        db.session.remove()

        found = all_at_once(own_app, [partial(wait, decision, fund_id, by) for decision in ids])

        assert found == [None] * SITTINGS
        rows = db.session.execute(select(Advance.state, Advance.amount_cents).order_by(Advance.id)).all()
        first_big = next(place for place, row in enumerate(rows) if row.amount_cents == 11_000_000)
        assert [row.state for row in rows] == ["approved"] * first_big + ["queued"] * (SITTINGS - first_big)
        assert [line for check in checks_money.CHECKS for line in check()] == []


def test_a_movement_chosen_for_two_lines_of_the_bank_at_once_goes_to_one(own_app):
    with own_app.app_context():
        money = tell_money(NOW)
        (noted,) = money.repay(money.running(), 100_000)
        same = [entry("08", 100_000, on=money.today, words=words) for words in ("un", "deux")]
        with transaction():
            found = read_statement(camt("08", same, on=money.today))
            keep_file(money.fund, "releve.xml", b"", found, by=money.by, now=NOW)
        lines = [line.id for line in bank_lines.list_open_lines(money.fund)]
        fund_id = money.fund.id
        choice, by = f"entry:{noted.id}", money.by
        db.session.remove()

        def match(line_id):
            bank_lines.match_line(db.session.get_one(BankLine, line_id), choice, by=by, now=NOW)

        won, lost = one_inside_the_other(own_app, partial(match, lines[0]), partial(match, lines[1]))

        assert won is None
        assert isinstance(lost, Refusal)
        assert lost.code == "matched_before"
        assert db.session.scalar(select(BankMatch.bank_line_id)) == lines[0]
        left = bank_lines.list_open_lines(db.session.get_one(Fund, fund_id))
        assert [line.id for line in left] == [lines[1]]
