from datetime import timedelta
from io import BytesIO

import pytest
from factories.debits import IBAN, collected
from factories.money import tell_money
from factories.people import ContactFactory
from pypdf import PdfReader
from sqlalchemy import select

from webapp.domain.debits import BankAccount
from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.notes import Note
from webapp.services.advance_links import advance_link, find_contact
from webapp.services.fund_accounts import set_account
from webapp.services.links import mint_secret
from webapp.transaction import transaction


@pytest.fixture
def money(session, now):
    return tell_money(now)


@pytest.fixture
def advance(money):
    advance = money.running(count=4)
    ContactFactory(company=advance.decision.dossier.company)
    return advance


@pytest.fixture
def here(page, advance, now):
    """The link of the advance, opened in this browser."""
    with transaction():
        link = advance_link(advance, find_contact(advance), now)
        token = str(mint_secret(link))
    page.get("links.redirect_open", token=token, status=303)
    return {"public_id": link.public_id}


def text_of(answer):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def test_the_firm_sees_what_it_owes_the_next_date_and_its_papers(page, money, advance, here):
    (entry,) = money.repay(advance, 300_000)

    shown = page.get("links.advances_show", **here).text

    assert "Il reste 17 000 € à rembourser." in shown.replace("\u202f", " ").replace("\xa0", " ")
    assert "24 décembre 2026" in shown
    contract = page.client.get(f"/avance/{here['public_id']}/contrat.pdf")
    receipt = page.client.get(f"/avance/{here['public_id']}/recus/{entry.id}.pdf")
    assert "Contrat" in text_of(contract)
    said = text_of(receipt).replace("\u202f", " ").replace("\xa0", " ")
    assert "Reçu" in said
    assert "3 000" in said
    assert page.client.get(f"/avance/{here['public_id']}/recus/{entry.id + 99}.pdf").status_code == 404


def test_the_firm_reads_where_to_pay_once_the_account_is_known(page, money, advance, here):
    assert "Demandez le compte à" in page.get("links.advances_show", **here).text
    with transaction():
        set_account(money.fund, BankAccount("Maison de l’emploi", IBAN), "", by=money.by, now=money.now)

    shown = page.get("links.advances_show", **here).text
    contract = text_of(page.client.get(f"/avance/{here['public_id']}/contrat.pdf")).replace("\xa0", " ")

    assert "Maison de l’emploi" in shown
    assert "FR76 3000 6000 0112 3456 7890 189" in shown
    assert "avant de payer" in shown
    assert "3456 7890 189" in " ".join(contract.split())


def test_a_firm_that_is_collected_is_not_asked_for_a_transfer(page, money, advance, here):
    collected(money, advance)

    shown = page.get("links.advances_show", **here).text

    assert "chaque échéance est prélevée" in shown
    assert "Faites le virement" not in shown


def test_opening_the_page_changes_nothing(page, advance, here):
    before = db.session.scalars(select(OutgoingMail.id)).all()
    page.get("links.advances_show", **here)
    page.get("links.advances_trouble", **here)

    assert db.session.scalars(select(OutgoingMail.id)).all() == before
    assert db.session.scalars(select(Note.id)).all() == []


def test_the_firm_says_that_it_is_hard_once(page, advance, here):
    form = page.get("links.advances_trouble", **here)
    (stamp,) = [field.get("value") for field in form.all("input") if field.get("name") == "stamp"]
    assert "Écrivez une phrase" in page.post("links.advances_trouble", {"stamp": stamp}, status=200, **here).text
    for _ in range(2):
        page.post("links.advances_trouble", {"stamp": stamp, "words": "Un client ne paie pas."}, **here)

    assert db.session.scalars(select(Note.text)).all() == ["Un client ne paie pas."]
    assert "Un client ne paie pas." in page.get("links.advances_show", **here).html


def test_a_link_for_something_else_opens_nothing(page, advance, here, now):
    link = db.session.scalars(select(ActionLink).where(ActionLink.public_id == here["public_id"])).one()
    link.purpose = Purpose.COUNT_JOBS
    db.session.commit()

    page.get("links.advances_show", status=404, **here)


def test_a_new_link_is_mailed_when_it_is_asked_for(page, advance, here):
    page.post("links.resend_send", {}, status=200, **here)

    (mail,) = db.session.scalars(select(OutgoingMail))
    assert (mail.template, mail.recipient) == ("advance_to_follow", find_contact(advance).email)


@pytest.mark.parametrize("state", ["queued", "approved", "cancelled", "written_off", "repaid", "defaulted"])
def test_every_state_has_its_page(page, money, advance, here, state):
    paid = state in ("written_off", "repaid", "defaulted")
    advance.state, advance.paid_on, advance.lent_cents = state, money.today if paid else None, 0
    advance.doubtful_cents = 500_000 if state == "defaulted" else 0
    db.session.commit()

    page.get("links.advances_show", **here)


def test_another_account_is_said_with_its_day_and_never_by_mail(page, money, advance, here, now):
    def say(iban, at):
        with transaction():
            set_account(money.fund, BankAccount("Maison de l’emploi", iban), "", by=money.by, now=at)

    say(IBAN, now)
    assert "Ce compte est un autre" not in page.get("links.advances_show", **here).text
    say("FR1420041010050500013M02606", now + timedelta(days=9))

    text = page.get("links.advances_show", **here).text

    assert "FR14 2004 1010 0505 0001 3M02 606" in text
    assert "Ce compte est un autre qu’avant depuis le 3 décembre 2026." in text
    assert db.session.scalar(select(OutgoingMail).where(OutgoingMail.template != "advance_to_follow")) is None
