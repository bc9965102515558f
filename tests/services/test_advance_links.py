from datetime import date

import pytest
from factories.money import AMOUNT
from factories.people import ContactFactory
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.services import advance_links, payments
from webapp.services.reversals import reverse_movement
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def advance(money):
    advance = money.ordered(count=4)
    ContactFactory(company=advance.decision.dossier.company)
    return advance


@pytest.fixture
def running(money, advance):
    with transaction():
        payments.confirm_payment(payments.find_open_order(advance), by=money.other, now=money.now)
    return advance


def by_firm(advance):
    return Actor(ActorKind.CONTACT, advance_links.find_contact(advance).id)


def test_the_firm_gets_its_page_when_it_is_paid_and_in_every_mail(money, running):
    money.repay(running, 100)

    link = db.session.scalars(select(ActionLink)).one()
    assert (link.purpose, link.object_id) == (Purpose.FOLLOW_ADVANCE, running.id)
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert [(mail.template, mail.link_id) for mail in mails] == [
        ("advance_to_follow", link.id),
        ("repayment_received", link.id),
    ]


def test_who_was_erased_is_not_written_to_about_money_that_comes_late(money, running):
    contact = advance_links.find_contact(running)
    with transaction():
        running.decision.dossier.contact = contact
        contact.email, contact.erased_at = "", money.now

    money.repay(running, 100)

    assert db.session.scalars(select(OutgoingMail.template)).all() == ["advance_to_follow"]


def test_the_page_says_what_is_owed_when_and_what_came(money, running):
    money.later(days=31)
    money.repay(running, 600_000)

    followed = advance_links.follow_advance(running, money.today)

    assert (followed.owed_cents, followed.next.number, followed.next.left_cents) == (1_400_000, 2, 400_000)
    assert [entry.amount_cents for entry in followed.movements] == [600_000, AMOUNT]


def test_a_receipt_is_for_money_of_this_advance_that_stands(money, running):
    (entry,) = money.repay(running, 100)
    other = money.running()
    assert advance_links.find_receipt(running, entry.id) == entry
    assert advance_links.find_receipt(other, entry.id) is None

    with transaction():
        reverse_movement(entry, reason="bounced", by=money.by, now=money.now)

    assert advance_links.find_receipt(running, entry.id) is None
    assert advance_links.follow_advance(running, money.today).movements[0].kind == "payment"


def test_the_person_of_the_dossier_goes_before_the_first_on_file(advance):
    dossier = advance.decision.dossier
    second = ContactFactory(company=dossier.company)
    assert advance_links.find_contact(advance) != second

    dossier.contact = second

    assert advance_links.find_contact(advance) == second


def test_what_the_firm_says_is_kept_and_nothing_is_not(money, running):
    with pytest.raises(Refusal, match="reason_missing"), transaction():
        advance_links.say_trouble(running, "  ", by=by_firm(running), now=money.now)
    with transaction():
        advance_links.say_trouble(running, "Un client ne paie pas.", by=by_firm(running), now=money.now)

    (note,) = advance_links.follow_advance(running, date(2026, 11, 24)).said
    assert note.text == "Un client ne paie pas."


def test_without_anybody_on_file_no_page_can_be_mailed(money):
    advance = money.running()

    with pytest.raises(Refusal, match="contact_missing"), transaction():
        advance_links.mail_advance_page(advance, by=money.by, now=money.now)


def test_nobody_who_was_erased_speaks_for_a_firm(money):
    advance = money.running()
    dossier = advance.decision.dossier
    dossier.contact = None
    ContactFactory(company=dossier.company, email="")
    left = ContactFactory(company=dossier.company)

    assert advance_links.find_contact(advance) is left
