import pytest
from factories.people import ContactFactory
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.debits import Debit, Mandate

IBAN = "FR76 3000 6000 0112 3456 7890 189"


def test_a_mandate_is_noted_collected_returned_and_revoked(first, money):
    advance, fund_id = money.running(count=4), money.fund.id
    ContactFactory(company=advance.decision.dossier.company)
    typed = {"holder": "Maison de l’emploi", "iban": IBAN, "bic": "agrifrpp", "identifier": "FR72 ZZZ 123456"}
    typed["file_format"] = "pain.008.001.08"
    first.get("desk.debits_creditor", fund_id=fund_id)
    first.post("desk.debits_creditor", typed, fund_id=fund_id)
    typed = {"holder": "Menuiserie Aubry", "iban": IBAN, "signed_on": "24/11/2026"}
    first.get("desk.debits_mandate", advance_id=advance.id)
    first.post("desk.debits_mandate", typed, advance_id=advance.id)
    first.get("desk.debits_make", fund_id=fund_id)
    first.post("desk.debits_make", {"collect_on": "24/12/2026"}, fund_id=fund_id)

    page = first.get("desk.debits_show", fund_id=fund_id)
    assert "0189" in page.html
    assert "30006" not in page.html
    (debit,) = db.session.scalars(select(Debit))
    file = first.client.get(f"/desk/prelevements/{debit.debit_file_id}.xml")
    assert b"<ReqdColltnDt>2026-12-24</ReqdColltnDt>" in file.data

    first.get("desk.debits_receive", file_id=debit.debit_file_id)
    early = first.post("desk.debits_receive", {"received_on": "24/12/2026"}, file_id=debit.debit_file_id, status=200)
    assert "pas encore arrivé" in early.text

    first.post("desk.debits_return", {}, debit_id=debit.id)
    first.get("desk.debits_revoke", advance_id=advance.id)
    first.post("desk.debits_revoke", {}, advance_id=advance.id)

    db.session.expire_all()
    assert db.session.scalars(select(Debit.state)).all() == ["returned"]
    assert db.session.scalars(select(Mandate)).one().account is None
    assert first.client.get(f"/desk/prelevements/{debit.debit_file_id}.xml").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("iban", "FR76 3000 6000 0112 3456 7890 188", "IBAN n’est pas juste"),
        ("iban", "", "Donnez l’IBAN"),
        ("holder", "", "titulaire"),
        ("signed_on", "25/11/2026", "pas encore arrivé"),
    ],
)
def test_a_mandate_that_cannot_be_says_why(first, money, field, typed, said):
    values = {"holder": "Aubry", "iban": IBAN, "signed_on": "24/11/2026", field: typed}

    assert said in first.post("desk.debits_mandate", values, advance_id=money.running().id, status=200).text


@pytest.mark.parametrize(("field", "typed"), [("bic", "X"), ("identifier", "FR73ZZZ123456"), ("iban", "12")])
def test_who_collects_is_checked(first, money, field, typed):
    values = {"holder": "M", "iban": IBAN, "bic": "AGRIFRPP", "identifier": "FR72ZZZ123456", field: typed}
    values["file_format"] = "pain.008.001.02"

    assert "juste" in first.post("desk.debits_creditor", values, fund_id=money.fund.id, status=200).text


def test_a_day_that_is_too_near_is_refused_with_the_first_one(first, money):
    values = {"holder": "M", "iban": IBAN, "bic": "AGRIFRPP", "identifier": "FR72ZZZ123456"}
    values["file_format"] = "pain.008.001.02"
    first.post("desk.debits_creditor", values, fund_id=money.fund.id)
    refused = first.post("desk.debits_make", {"collect_on": "25/11/2026"}, fund_id=money.fund.id, status=200)

    assert "8 décembre" in refused.text.replace("\u00a0", " ")
