"""What the database refuses by itself about money, each violated once."""

from datetime import date

import pytest
from factories.money import (
    AdvanceFactory,
    ContributionFactory,
    DecisionFactory,
    DossierFactory,
    FundFactory,
    tell_money,
)
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from webapp.extensions import db
from webapp.models.advances import AdvanceCondition, Instalment, PaymentOrder, Schedule
from webapp.models.cash import CashEntry
from webapp.models.funds import Fund
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

REFUSED = (
    lambda: FundFactory(cash_cents=-1, contributed_cents=-1),
    lambda: FundFactory(cash_cents=100),
    lambda: FundFactory(lent_cents=100, held_cents=100),
    lambda: FundFactory(cash_cents=100, contributed_cents=50, recovered_cents=60, lost_cents=-10, fees_cents=20),
    lambda: FundFactory(name="x" * 161),
    lambda: ContributionFactory(state="lost"),
    lambda: ContributionFactory(amount_cents=0),
    lambda: ContributionFactory(received_cents=-1),
    lambda: ContributionFactory(received_cents=10_000_001),
    lambda: ContributionFactory(state="received"),
    lambda: ContributionFactory(received_cents=10_000_000),
    lambda: ContributionFactory(state="called"),
    lambda: DossierFactory(purpose="yacht"),
    lambda: DossierFactory(asked_cents=0),
    lambda: DossierFactory(title="x" * 161),
    lambda: DecisionFactory(outcome="perhaps"),
    lambda: DecisionFactory(amount_cents=0),
    lambda: DecisionFactory(outcome="refused"),
    lambda: DecisionFactory(valid_until=date(2026, 11, 22)),
    lambda: AdvanceFactory(state="lost"),
    lambda: AdvanceFactory(amount_cents=0),
    lambda: AdvanceFactory(state="running", paid_on=date(2026, 11, 24), lent_cents=-1),
    lambda: AdvanceFactory(state="running", paid_on=date(2026, 11, 24), lent_cents=2_000_001),
    lambda: AdvanceFactory(state="written_off", paid_on=date(2026, 11, 24), lost_cents=10, recovered_cents=11),
    lambda: AdvanceFactory(state="running"),
    lambda: AdvanceFactory(paid_on=date(2026, 11, 24)),
    lambda: AdvanceFactory(state="repaid", paid_on=date(2026, 11, 24), lent_cents=1),
    lambda: AdvanceFactory(state="running", paid_on=date(2026, 11, 24), lent_cents=1, doubtful_cents=1),
)


@pytest.mark.parametrize("write", REFUSED)
def test_a_value_out_of_bounds_is_refused(write):
    with pytest.raises(DatabaseError):
        write()


@pytest.fixture
def money(now):
    return tell_money(now)


def write(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


def test_a_decision_has_one_advance(money):
    advance = money.approved()

    with pytest.raises(IntegrityError):
        AdvanceFactory(fund=money.fund, decision=advance.decision)


@pytest.mark.parametrize(
    "values",
    [
        {"amount_cents": 0},
        {"repaid_before_cents": -1},
        {"every_months": 2},
        {"count": 0},
        {"grace_months": 37},
        {"reason": "whim"},
        {"called_count": 2},
        {"version": 1},
    ],
)
def test_a_schedule_out_of_bounds_is_refused(money, now, values):
    good = {
        "advance_id": money.approved().id,
        "version": 2,
        "amount_cents": 100,
        "repaid_before_cents": 0,
        "starts_on": money.today,
        "count": 1,
        "every_months": 1,
        "grace_months": 0,
        "reason": "rescheduling",
        "written_at": now,
    }

    with pytest.raises(IntegrityError):
        write(insert(Schedule).values(**(good | values)))


@pytest.mark.parametrize("values", [{"amount_cents": 0}, {"number": 0}, {"number": 1}])
def test_an_instalment_out_of_bounds_is_refused(money, values):
    schedule = money.approved().schedules[0]
    good = {"schedule_id": schedule.id, "number": 99, "due_on": money.today, "amount_cents": 100}

    with pytest.raises(IntegrityError):
        write(insert(Instalment).values(**(good | values)))


def test_a_condition_is_lifted_by_somebody(money, now):
    condition = money.approved(conditions=["Bail signé"]).conditions[0]

    with pytest.raises(IntegrityError):
        write(update(AdvanceCondition).where(AdvanceCondition.id == condition.id).values(lifted_at=now))


def test_whoever_ordered_a_payment_cannot_have_confirmed_it(money, now):
    order = money.ordered().orders[0]
    confirmed = {"state": "confirmed", "confirmed_by": order.ordered_by, "confirmed_at": now}

    with pytest.raises(IntegrityError, match="two_people_pay"):
        write(update(PaymentOrder).where(PaymentOrder.id == order.id).values(**confirmed))


def test_a_payment_is_not_confirmed_by_nobody(money):
    order = money.ordered().orders[0]

    with pytest.raises(IntegrityError):
        write(update(PaymentOrder).where(PaymentOrder.id == order.id).values(state="confirmed"))


def test_an_advance_has_one_open_order(money, now):
    order = money.ordered().orders[0]
    another = {"advance_id": order.advance_id, "state": "ordered", "amount_cents": 1, "ordered_by": money.second.id}

    with pytest.raises(IntegrityError):
        write(insert(PaymentOrder).values(**another, ordered_at=now, created_at=now))


def forge(money, **changes):
    """Write a line of the ledger behind the service's back."""
    line = {
        "fund_id": money.fund.id,
        "kind": "fee",
        "from_account": "cash",
        "to_account": "fees",
        "amount_cents": 100,
        "posting_key": "fund:1:fee:99",
        "happened_on": money.today,
        "booked_on": money.today,
        "written_at": money.now,
        "actor_kind": "account",
        "reason": "",
    }
    write(insert(CashEntry).values(**(line | changes)))


def test_a_line_that_holds_is_taken(money):
    forge(money)

    assert db.session.scalar(select(CashEntry.id).where(CashEntry.posting_key == "fund:1:fee:99"))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "gift"},
        {"from_account": "mattress"},
        {"to_account": "mattress"},
        {"to_account": "cash"},
        {"amount_cents": 0},
        {"amount_cents": -5},
        {"kind": "reverse"},
        {"kind": "payment", "to_account": "lent"},
        {"fund_id": 10**6},
    ],
)
def test_a_line_out_of_bounds_is_refused(money, changes):
    with pytest.raises(DatabaseError):
        forge(money, **changes)


def test_a_line_is_about_one_thing(money):
    advance = money.approved()

    with pytest.raises(IntegrityError):
        forge(money, advance_id=advance.id, contribution_id=money.fund.contributions[0].id)


def test_a_movement_is_written_once(money):
    forge(money)

    with pytest.raises(IntegrityError):
        forge(money)


def first_line(money):
    return db.session.scalars(select(CashEntry).where(CashEntry.fund_id == money.fund.id)).first()


BACK = {"kind": "reverse", "from_account": "cash", "to_account": "contributed", "amount_cents": 10_000_000}


def test_a_line_is_undone_once(money):
    line = first_line(money)
    forge(money, **BACK, reverses_id=line.id, posting_key="a")

    with pytest.raises(IntegrityError):
        forge(money, **BACK, reverses_id=line.id, posting_key="b")


@pytest.mark.parametrize("changes", [{"amount_cents": 9_999_999}, {"to_account": "fees"}, {"from_account": "lent"}])
def test_a_reversal_goes_back_the_way_its_line_came(money, changes):
    line = first_line(money)

    with pytest.raises(DatabaseError, match="other way round"):
        forge(money, **(BACK | changes), reverses_id=line.id)


def test_a_payment_needs_a_confirmed_order(money):
    order = money.ordered().orders[0]
    payment = {"kind": "payment", "to_account": "lent", "amount_cents": order.amount_cents}

    with pytest.raises(DatabaseError, match="not confirmed"):
        forge(money, **payment, payment_order_id=order.id)


def test_a_closed_month_takes_no_line(money):
    write(update(Fund).where(Fund.id == money.fund.id).values(closed_through=money.today))

    with pytest.raises(DatabaseError, match="month is closed"):
        forge(money)


@pytest.mark.parametrize("table", ["schedule", "instalment", "cash_entry"])
@pytest.mark.parametrize("command", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_what_was_written_of_money_stays(money, table, command):
    money.approved()

    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text(command.format(table)))
