from datetime import UTC, date, datetime

import pytest
from factories.bank import camt, entry
from factories.canaries import Canaries
from factories.money import tell_money
from factories.people import ContactFactory
from sqlalchemy import select

from jobs.retention import forget_people
from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.advances import AdvanceCondition
from webapp.models.bank import BankLine
from webapp.models.companies import Company
from webapp.models.dossiers import Dossier
from webapp.models.files import StoredFile
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.erasure import erase_company_alone
from webapp.services.forgetting import forget_person
from webapp.services.notes import add_note
from webapp.services.retention_money import list_due_dossiers
from webapp.services.ties import is_money_due, last_movement_of
from webapp.services.verify import list_breaches
from webapp.transaction import transaction


@pytest.fixture
def money(engine_app, session, now):
    return tell_money(now)


def at(year, month=1, day=2):
    return datetime(year, month, day, 10, tzinfo=UTC)


def repaid(money, **terms):
    """An advance that was lent and came back, with every word of its dossier a canary."""
    canaries = Canaries()
    advance = money.running(**terms)
    dossier = advance.decision.dossier
    with transaction():
        dossier.title, dossier.company.name = canaries.word(), canaries.word()
        dossier.company.siren = "732829320"
        add_note(dossier, canaries.word(), by=money.by, now=money.now)
        evidence = StoredFile(
            name=canaries.word(),
            media_type="application/pdf",
            sha256="0" * 64,
            size=3,
            content=canaries.word().encode(),
        )
        condition = AdvanceCondition(advance_id=advance.id, number=1, words=canaries.word(), evidence=evidence)
        db.session.add(condition)
    return advance, canaries


def test_money_is_accounted_for_ten_years_after_the_end_of_its_year(money):
    advance, canaries = repaid(money)
    money.repay(advance, advance.amount_cents)

    assert forget_people(at(2036, 12, 31)).done == 0
    assert canaries.left() == canaries.planted
    assert forget_people(at(2037)).done == 1

    assert canaries.left() == []
    assert db.session.scalar(select(Company.siren)) is None
    assert list(list_breaches()) == []
    assert not {*list_due_dossiers(at(2038))} & {advance.decision.dossier_id}


def test_what_the_bank_wrote_goes_ten_years_after_the_end_of_its_year(money):
    content = camt(
        "08", [entry("08", 100_000, on=money.today, name="Zoé Martin", words="Loyer de Zoé")], on=money.today
    )
    with transaction():
        keep_file(money.fund, "zoe.xml", content, read_statement(content), by=money.by, now=money.now)

    assert forget_people(at(2036, 12, 31)).done == 0
    assert forget_people(at(2037)).done == 1
    assert forget_people(at(2038)).done == 0

    line = db.session.scalars(select(BankLine)).one()
    assert (line.name, line.words, line.reference, line.amount_cents) == ("", "", "", 100_000)
    assert "zoe" not in line.bank_file.name


def test_money_that_is_still_lent_keeps_its_words(money):
    advance, canaries = repaid(money)

    assert is_money_due(advance.decision.dossier_id)
    assert forget_people(at(2060)).done == 0
    assert canaries.left() == canaries.planted


def test_who_owes_money_cannot_be_forgotten_yet(money, now):
    advance, _ = repaid(money)
    contact = ContactFactory(company=advance.decision.dossier.company, name="Zoé Doit")

    with pytest.raises(Refusal), transaction():
        forget_person(contact, now=now)
    money.repay(advance, advance.amount_cents)
    with transaction():
        kept = forget_person(contact, now=now)

    assert kept == date(2036, 12, 31)
    assert contact.name == "Zoé Doit"


def test_a_firm_stays_named_while_its_money_is_accounted_for(money, now):
    advance, _ = repaid(money)
    company = advance.decision.dossier.company
    name = company.name

    with transaction():
        erase_company_alone(company.id, now=now)

    assert db.session.scalar(select(Company.name).where(Company.id == company.id)) == name
    assert last_movement_of(db.session.scalar(select(Dossier.id))) == now.date()
