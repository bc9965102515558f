from datetime import date, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from factories.debits import IBAN, collected, make_file, tell_collecting
from factories.money import tell_money
from factories.territories import LocalRuleFactory
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.domain.advances import Call
from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.debits import Debit
from webapp.models.mails import OutgoingMail
from webapp.services import debits, mandates
from webapp.services.advance_mails import remind_firm
from webapp.services.advances import call_instalments
from webapp.services.mandates import BankAccount
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def money(now):
    return tell_collecting(now)


@pytest.fixture
def advance(money):
    """20,000 EUR in four months, the first instalment on the 24th of December."""
    return collected(money, money.running(count=4))


def announced():
    rows = select(OutgoingMail).where(OutgoingMail.template == "debit_announced").order_by(OutgoingMail.id)
    return [mail.parameters for mail in db.session.scalars(rows)]


def test_a_file_collects_what_is_due_and_tells_the_firm(money, advance):
    file = make_file(money, date(2026, 12, 24))

    assert [(row.amount_cents, row.sequence, row.state) for row in file.debits] == [(500_000, "FRST", "sent")]
    (facts,) = announced()
    assert (facts["cents"], facts["collect_on"]) == (500_000, "2026-12-24")
    assert IBAN not in str(facts)
    assert debits.is_collected(advance, date(2026, 12, 24))


def test_nothing_is_collected_from_a_firm_that_cannot_be_told(money, advance):
    other = collected(money, money.running(count=4))
    with transaction():
        for contact in db.session.scalars(
            select(Contact).where(Contact.company_id == advance.decision.dossier.company_id)
        ):
            contact.email = ""

    file = make_file(money, date(2026, 12, 24))

    assert [debit.mandate.advance for debit in file.debits] == [other]
    assert len(announced()) == 1
    assert not debits.is_collected(advance, date(2026, 12, 24))


def test_an_instalment_stands_in_one_file_until_the_bank_returns_it(money, advance):
    first = make_file(money, date(2026, 12, 24))
    with pytest.raises(Refusal, match="nothing_to_collect"):
        make_file(money, date(2026, 12, 28))
    with transaction():
        debits.return_debit(first.debits[0], by=money.by, now=money.now)

    second = make_file(money, date(2026, 12, 28))

    assert second.debits[0].instalment_id == first.debits[0].instalment_id
    # the first collection was not one
    assert second.debits[0].sequence == "FRST"
    with pytest.raises(WrongState), transaction():
        debits.return_debit(first.debits[0], by=money.by, now=money.now)


def test_what_a_file_collects_is_not_collected_again_by_another_schedule(money, advance):
    make_file(money, date(2026, 12, 24))
    with transaction():
        call_instalments(advance, Call(1, date(2027, 1, 24)), words="Emplois", by=money.by, now=money.now)

    with pytest.raises(Refusal, match="nothing_to_collect"):
        make_file(money, date(2026, 12, 28))
    assert [due.cents for due in debits.list_due(money.fund, date(2027, 2, 24))] == [1_000_000, 500_000]


def test_a_mandate_that_was_not_used_for_three_years_collects_nothing(money, advance):
    make_file(money, date(2026, 12, 24))

    assert debits.list_due(money.fund, date(2029, 12, 24))
    assert debits.list_due(money.fund, date(2029, 12, 27)) == []


def test_the_database_refuses_an_instalment_in_two_files(money, advance):
    first = make_file(money, date(2026, 12, 24)).debits[0]
    money.repay(advance, 1)
    copy = {name: getattr(first, name) for name in ("debit_file_id", "mandate_id", "instalment_id", "sequence")}

    db.session.add(Debit(amount_cents=1, **copy))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_following_collections_say_so_and_take_what_is_left(money, advance):
    make_file(money, date(2026, 12, 24))
    money.later(days=31)
    money.repay(advance, 500_000)
    money.repay(advance, 100_000)
    second = make_file(money, date(2027, 1, 25))

    assert [(row.amount_cents, row.sequence) for row in second.debits] == [(400_000, "RCUR")]


@pytest.mark.parametrize(("days", "code"), [(13, "too_soon"), (33, "bank_closed"), (14, "nothing_to_collect")])
def test_a_day_that_cannot_be_is_refused(money, advance, days, code):
    with pytest.raises(Refusal, match=code):
        make_file(money, money.today + timedelta(days=days))


def test_a_day_has_one_file(money, advance):
    make_file(money, date(2026, 12, 24))

    with pytest.raises(WrongState):
        make_file(money, date(2026, 12, 24))


def test_without_anybody_who_collects_there_is_no_file(now):
    money = tell_money(now)
    collected(money, money.running(count=4))

    with pytest.raises(Refusal, match="creditor_missing"):
        make_file(money, date(2026, 12, 24))


def test_the_rule_of_the_territory_shortens_the_notice(money, advance):
    LocalRuleFactory(territory=money.fund.territory, code="debit_notice_days", value=5)
    db.session.expire_all()
    assert debits.notice_days_of(money.fund) == 5


def test_who_signed_nothing_is_left_alone(money, advance):
    money.running(count=4)
    with transaction():
        mandates.revoke_mandate(advance, by=money.by, now=money.now)

    assert debits.list_due(money.fund, date(2027, 6, 1)) == []


def test_the_file_is_what_the_bank_wants_and_goes_with_the_account(money, advance):
    file = make_file(money, date(2026, 12, 24))
    root = fromstring(debits.write_file(file))
    assert [node.text for node in root.iter() if node.tag.endswith("}InstdAmt")] == ["5000.00"]
    assert debits.write_file(file) == debits.write_file(file)
    assert debits.list_debit_files(money.fund) == [file]

    with transaction():
        mandates.revoke_mandate(advance, by=money.by, now=money.now)

    with pytest.raises(Refusal, match="account_erased"):
        debits.write_file(file)


def test_a_mandate_taken_back_leaves_the_file_and_not_the_others(money, advance):
    other = collected(money, money.running(1_000_000, count=4))
    file = make_file(money, date(2026, 12, 24))
    with transaction():
        mandates.revoke_mandate(advance, by=money.by, now=money.now)

    assert {row.mandate.advance_id: row.state for row in file.debits} == {advance.id: "returned", other.id: "sent"}
    root = fromstring(debits.write_file(file))
    assert [node.text for node in root.iter() if node.tag.endswith("}InstdAmt")] == ["2500.00"]
    assert [node.text for node in root.iter() if node.tag.endswith("}CtrlSum")] == ["2500.00", "2500.00"]


def test_a_mandate_taken_back_once_its_day_has_come_leaves_what_was_collected(money, advance):
    file = make_file(money, date(2026, 12, 24))
    money.later(days=30)
    with transaction():
        mandates.revoke_mandate(advance, by=money.by, now=money.now)

    assert file.debits[0].state == "sent"


def test_what_is_collected_is_not_asked_for_by_transfer(money, advance):
    LocalRuleFactory(territory=money.fund.territory, code="money_remind_before_days", value=7)
    make_file(money, date(2026, 12, 24))
    money.later(days=25)
    with transaction():
        assert not remind_firm(advance, by=money.by, now=money.now)


def test_the_fund_says_which_version_its_bank_takes(money, advance):
    file = make_file(money, date(2026, 12, 24))
    assert b"pain.008.001.02" in debits.write_file(file)
    with transaction():
        mandates.set_creditor(
            money.fund, BankAccount("Maison de l’emploi", IBAN), "AGRIFRPP", "FR72ZZZ123456", by=money.by,
            now=money.now, file_format="pain.008.001.08",
        )  # fmt: skip

    assert b"pain.008.001.08" in debits.write_file(file)
