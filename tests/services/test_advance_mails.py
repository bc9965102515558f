from datetime import date, timedelta

import pytest
from factories.money import AMOUNT, tell_money
from factories.people import ContactFactory
from factories.territories import LocalRuleFactory
from sqlalchemy import select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.advance_links import find_contact
from webapp.services.advance_mails import list_advances_with_rules, remind_firm
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def money(now):
    money = tell_money(now)
    LocalRuleFactory(territory=money.fund.territory, code="money_remind_before_days", value=7)
    LocalRuleFactory(territory=money.fund.territory, code="money_remind_after_days", value=5)
    return money


@pytest.fixture
def advance(money):
    advance = money.running(count=4)
    ContactFactory(company=advance.decision.dossier.company)
    return advance


def remind(money, advance, on=None):
    if on is not None:
        money.later(days=(on - money.today).days)
    with transaction():
        return remind_firm(advance, by=JOB, now=money.now)


def mails():
    return [
        (mail.template, mail.parameters) for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    ]


def test_a_repayment_gets_a_receipt(money, advance):
    money.repay(advance, AMOUNT + 100)

    facts = {"received_cents": AMOUNT + 100, "received_on": "2026-11-24", "owed_cents": 0, "held_cents": 100}
    assert mails() == [("repayment_received", facts)]


def test_a_firm_without_anybody_on_file_gets_none(money):
    advance = money.running()
    money.repay(advance, 100)

    assert find_contact(advance) is None
    assert not remind(money, advance, date(2026, 12, 20))
    assert mails() == []


@pytest.mark.parametrize(("on", "is_said"), [(16, False), (17, True), (24, True)])
def test_an_instalment_is_announced_so_many_days_before(money, advance, on, is_said):
    assert remind(money, advance, date(2026, 12, on)) == is_said


def test_an_instalment_is_announced_once(money, advance):
    assert remind(money, advance, date(2026, 12, 18))
    assert not remind(money, advance, date(2026, 12, 20))

    facts = {"left_cents": 500_000, "due_on": "2026-12-24", "owed_cents": AMOUNT}
    assert mails() == [("instalment_coming", facts)]


@pytest.mark.parametrize(("days", "is_said"), [(4, False), (5, True)])
def test_what_is_late_is_said_after_so_many_days(money, advance, days, is_said):
    assert remind(money, advance, date(2026, 12, 24) + timedelta(days=days)) == is_said


def test_a_month_without_runs_ends_in_one_mail(money, advance):
    assert remind(money, advance, date(2027, 2, 20))
    assert not remind(money, advance)
    assert not remind(money, advance, date(2027, 2, 25))

    facts = {"late_cents": 1_000_000, "due_on": "2026-12-24", "owed_cents": AMOUNT}
    assert mails() == [("instalment_late", facts)]


def test_what_stays_late_is_said_again_a_month_later(money, advance):
    remind(money, advance, date(2026, 12, 30))

    assert not remind(money, advance, date(2027, 1, 28))
    assert remind(money, advance, date(2027, 1, 30))


def test_what_is_paid_is_not_reminded_of(money, advance):
    money.later(days=25)
    money.repay(advance, 500_000)

    assert not remind(money, advance)


def test_without_a_rule_nobody_is_written_to(now):
    other = tell_money(now)
    advance = other.running()
    ContactFactory(company=advance.decision.dossier.company)

    assert list_advances_with_rules() == []
    assert not remind(other, advance, date(2027, 3, 1))


def test_only_what_runs_is_looked_at(money, advance):
    assert list_advances_with_rules() == [advance.id]
    money.repay(advance, AMOUNT)

    assert list_advances_with_rules() == []
    assert not remind(money, advance)
