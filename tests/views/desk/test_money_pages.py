from io import BytesIO

import pytest
from factories.accounts import AccountFactory
from factories.money import AMOUNT, ContributionFactory
from factories.territories import TerritoryFactory
from pages import PageClient
from pypdf import PdfReader
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.accounts import SignInSession
from webapp.services import payments
from webapp.transaction import transaction

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def second(app, money):
    return PageClient.of(app, money.second)


def reload(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def test_the_list_says_what_is_owed_and_what_is_late(first, money):
    advance = money.running(count=2)
    money.approved()

    assert "20 000 €" in first.get("desk.advances_index").text.replace("\u202f", " ").replace("\u00a0", " ")
    for state in ("todo", "late", "over", "all"):
        first.get("desk.advances_index", etat=state)
    assert advance.state == "running"


@pytest.mark.parametrize("situation", ["approved", "ordered", "running"])
def test_the_page_of_an_advance_shows_its_situation(first, money, situation):
    advance = getattr(money, situation)(conditions=[])

    assert "Échéancier" in first.get("desk.advances_show", advance_id=advance.id).text


def test_two_people_pay_by_their_pages(first, second, money):
    advance = money.approved(conditions=["Bail signé"])
    condition = advance.conditions[0].id
    first.get("desk.conditions_lift", condition_id=condition)
    first.post("desk.conditions_lift", {"words": "Bail vu"}, condition_id=condition)
    first.get("desk.payments_order", advance_id=advance.id)
    first.post("desk.payments_order", {}, advance_id=advance.id)
    assert reload(advance).state == "ordered"
    assert "Une autre personne le confirme" in first.get("desk.advances_show", advance_id=advance.id).text

    second.get("desk.payments_confirm", advance_id=advance.id)
    second.post("desk.payments_confirm", {"paid_on": "24/11/2026"}, advance_id=advance.id)

    assert reload(advance).state == "running"
    assert reload(money.fund).cash_cents == 8_000_000


def test_whoever_ordered_cannot_confirm_by_a_direct_post(first, money):
    advance = money.ordered()

    page = first.post("desk.payments_confirm", {"paid_on": "24/11/2026"}, advance_id=advance.id, status=200)

    assert "une autre personne le confirme" in page.text
    assert reload(advance).state == "ordered"


def test_money_asks_who_signed_in_long_ago_again(first, money, app):
    advance = money.approved()
    with transaction():
        for row in db.session.scalars(select(SignInSession)):
            row.values = row.values | {"fs_paa": row.values["fs_paa"] - 3600}

    first.post("desk.payments_order", {}, advance_id=advance.id, status=302)

    assert reload(advance).state == "approved"


def test_a_repayment_is_noted_once_although_sent_twice(first, money):
    advance = money.running()
    page = first.get("desk.payments_repay", advance_id=advance.id)
    (stamp,) = [field.get("value") for field in page.all("input") if field.get("name") == "stamp"]
    typed = {"amount": "1 083,33", "received_on": "24/11/2026", "stamp": stamp}

    first.post("desk.payments_repay", typed, advance_id=advance.id)
    first.post("desk.payments_repay", typed, advance_id=advance.id)

    assert reload(advance).lent_cents == AMOUNT - 108_333


def test_a_form_that_was_sent_and_changed_is_not_said_to_be_noted(first, money):
    advance = money.running()
    page = first.get("desk.payments_repay", advance_id=advance.id)
    (stamp,) = [field.get("value") for field in page.all("input") if field.get("name") == "stamp"]
    typed = {"received_on": "24/11/2026", "stamp": stamp}
    first.post("desk.payments_repay", typed | {"amount": "1 083,33"}, advance_id=advance.id)

    page = first.post("desk.payments_repay", typed | {"amount": "500"}, advance_id=advance.id)

    assert reload(advance).repaid_cents == 108_333
    assert "n’a pas été pris" in first.follow(page).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "abc", "received_on": "24/11/2026"}, "Nous ne lisons pas ce montant"),
        ({"amount": "12", "received_on": "25/11/2026"}, "Ce jour n’est pas encore arrivé"),
        ({"amount": "0", "received_on": "24/11/2026"}, "plus grand que zéro"),
        ({"amount": "12", "received_on": "01/11/2026"}, "précède le versement"),
        ({}, "Donnez un montant"),
    ],
)
def test_a_repayment_that_cannot_be_says_why(first, money, typed, said):
    advance = money.running()

    assert said in first.post("desk.payments_repay", typed, advance_id=advance.id, status=200).text


def test_a_movement_is_undone_with_its_reason(first, money):
    advance = money.running()
    (entry,) = money.repay(advance, 100_000)
    first.get("desk.payments_reverse", entry_id=entry.id)
    first.post("desk.payments_reverse", {"reason": "bounced"}, entry_id=entry.id)

    assert reload(advance).lent_cents == AMOUNT
    assert "Annulation" in first.get("desk.advances_show", advance_id=advance.id).text


def test_what_is_too_much_goes_back(first, money):
    advance = money.running()
    money.repay(advance, AMOUNT + 500)
    first.get("desk.payments_refund", advance_id=advance.id)
    first.post("desk.payments_refund", {"amount": "5", "paid_on": "24/11/2026"}, advance_id=advance.id)

    assert reload(advance).held_cents == 0


def test_what_is_held_can_pay_again(first, money):
    advance = money.running()
    repaid, _ = money.repay(advance, AMOUNT + 500)
    first.post("desk.payments_reverse", {"reason": "bounced"}, entry_id=repaid.id)
    first.get("desk.payments_use_held", advance_id=advance.id)
    first.post("desk.payments_use_held", {}, advance_id=advance.id)

    assert (reload(advance).held_cents, reload(advance).lent_cents) == (0, AMOUNT - 500)


def test_an_order_is_taken_back(first, money):
    advance = money.ordered()
    first.get("desk.payments_refuse", advance_id=advance.id)
    first.post("desk.payments_refuse", {"reason": "account"}, advance_id=advance.id)

    assert reload(advance).state == "approved"
    assert payments.find_open_order(advance) is None


def test_what_is_left_is_spread_anew_and_the_old_stays(first, money):
    advance = money.running()
    first.get("desk.advances_reschedule", advance_id=advance.id)
    typed = {"count": "10", "rhythm": "3", "grace_months": "6", "words": "Chantier décalé"}
    first.post("desk.advances_reschedule", typed, advance_id=advance.id)

    page = first.get("desk.advances_show", advance_id=advance.id)
    text = page.text
    assert "10 échéances trimestrielles, après 6 mois de différé" in text
    assert "Ancien échéancier" in text
    assert "Chantier décalé" in page.html


def test_a_default_is_written_off_by_two_pages(first, money):
    advance = money.running()
    for endpoint in ("desk.advances_default", "desk.advances_write_off"):
        first.get(endpoint, advance_id=advance.id)
        first.post(endpoint, {"words": "Liquidation"}, advance_id=advance.id)

    assert reload(advance).state == "written_off"
    first.get("desk.advances_show", advance_id=advance.id)


def test_an_advance_is_cancelled(first, money):
    advance = money.approved()
    first.get("desk.advances_cancel", advance_id=advance.id)
    first.post("desk.advances_cancel", {"reason": "renounced"}, advance_id=advance.id)

    assert reload(advance).state == "cancelled"


def test_one_that_waits_passes_in_front_for_a_reason(first, money):
    money.running(9_000_000)
    money.waiting(2_500_000)
    small = money.waiting(500_000)
    assert "Faire passer devant" in first.get("desk.advances_show", advance_id=small.id).text
    assert "passer devant demande une raison" in first.get("desk.funds_show", fund_id=money.fund.id).text

    first.get("desk.advances_let_pass", advance_id=small.id)
    first.post("desk.advances_let_pass", {"words": "Les salaires de décembre"}, advance_id=small.id)

    assert reload(small).state == "approved"


def test_the_fund_says_what_it_can_lend(first, money):
    money.running()
    first.get("desk.funds_index")

    assert "peut prêter" in first.get("desk.funds_show", fund_id=money.fund.id).text
    assert "Versement de l’avance" in first.get("desk.funds_entries", fund_id=money.fund.id).text


def test_a_group_promises_is_called_and_pays(first, money):
    ContributionFactory(fund=money.fund, amount_cents=500_000)
    row = money.fund.contributions[-1]
    first.get("desk.funds_promise", fund_id=money.fund.id)
    first.get("desk.funds_call", contribution_id=row.id)
    first.post("desk.funds_call", {"due_on": "15/01/2027"}, contribution_id=row.id)
    assert reload(row).state == "called"
    first.get("desk.funds_receive", contribution_id=row.id)
    typed = {"amount": "5 000", "received_on": "24/11/2026"}
    first.post("desk.funds_receive", typed, contribution_id=row.id)

    assert reload(row).state == "received"


def test_fees_and_closings_are_noted(first, money):
    first.get("desk.funds_fee", fund_id=money.fund.id)
    first.post("desk.funds_fee", {"amount": "4,50", "taken_on": "24/11/2026"}, fund_id=money.fund.id)
    first.get("desk.funds_close", fund_id=money.fund.id)
    first.post("desk.funds_close", {}, fund_id=money.fund.id)

    assert reload(money.fund).fees_cents == 450
    assert f"{money.fund.closed_through}" == "2025-04-30"


def test_a_funder_has_its_statement_as_page_and_workbook(first, money):
    group_id = money.fund.contributions[0].group_id
    money.running()
    first.get("desk.funds_statement", fund_id=money.fund.id, group_id=group_id)

    answer = first.client.get(f"/desk/fonds/{money.fund.id}/apports/{group_id}/releve.xlsx")

    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


def test_a_coordinator_of_elsewhere_finds_nothing(app, money):
    other = PageClient.of(app, AccountFactory(coordinates=TerritoryFactory()))
    advance = money.running()

    other.get("desk.advances_show", advance_id=advance.id, status=404)
    other.get("desk.funds_show", fund_id=money.fund.id, status=404)


def test_the_contract_is_downloaded(first, money):
    advance = money.approved(conditions=["Bail signé"])

    answer = first.client.get(f"/desk/avances/{advance.id}/contrat.pdf")

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_a_condition_is_lifted_with_a_document_that_the_desk_alone_reads(app, first, money, page):
    advance = money.approved(conditions=["Bail signé", "Prêt accordé"])
    one, two = (row.id for row in advance.conditions)
    said = first.post("desk.conditions_lift", {"words": ""}, condition_id=one, status=200).text
    assert "Écrivez ce que vous avez vu, ou joignez le document" in said
    wrong = {"document": (BytesIO(b"MZ\x90"), "bail.pdf")}
    assert "Nous ne lisons pas" in first.post("desk.conditions_lift", wrong, condition_id=one, status=200).text

    first.post("desk.conditions_lift", {"document": (BytesIO(PDF), "bail.pdf")}, condition_id=one)

    assert "bail.pdf" in first.get("desk.advances_show", advance_id=advance.id).text
    assert first.client.get(f"/desk/conditions/{one}/preuve").data == PDF
    assert first.client.get(f"/desk/conditions/{two}/preuve").status_code == 404
    assert page.client.get(f"/desk/conditions/{one}/preuve").status_code == 303
    contract = PdfReader(BytesIO(first.client.get(f"/desk/avances/{advance.id}/contrat.pdf").data))
    assert "levée le" in " ".join(leaf.extract_text() for leaf in contract.pages)


def test_the_statement_of_a_funder_is_a_page_a_pdf_and_a_workbook(first, money):
    group_id, fund_id = money.fund.contributions[0].group_id, money.fund.id

    first.get("desk.funds_statement", fund_id=fund_id, group_id=group_id)

    for end, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert first.client.get(f"/desk/fonds/{fund_id}/apports/{group_id}/releve.{end}").data.startswith(start)


def test_the_journal_of_the_tax_authority_bears_the_siren(first, money):
    refused = first.client.get(f"/desk/fonds/{money.fund.id}/journal/ecritures?annee=2026&siren=12")
    found = first.client.get(f"/desk/fonds/{money.fund.id}/journal/ecritures?annee=2026&siren=732829320")

    assert refused.status_code == 303
    assert "732829320FEC20261231.txt" in found.headers["Content-Disposition"]
    assert first.client.get(f"/desk/fonds/{money.fund.id}/journal/2026.xlsx").data.startswith(b"PK")


def test_a_promise_is_withdrawn_and_the_queue_is_released_by_the_page(first, money):
    row = ContributionFactory(fund=money.fund, amount_cents=100)
    first.get("desk.funds_withdraw", contribution_id=row.id)
    first.post("desk.funds_withdraw", {"reason": "renounced"}, contribution_id=row.id)
    first.post("desk.funds_release", {}, fund_id=money.fund.id)

    assert reload(row).state == "withdrawn"


def test_what_was_agreed_with_a_firm_is_written_down(first, money):
    advance = money.running()
    first.get("desk.advances_hear", advance_id=advance.id)
    first.post("desk.advances_hear", {"words": "Deux mois de plus."}, advance_id=advance.id)

    assert "Deux mois de plus." in first.get("desk.advances_show", advance_id=advance.id).html
    first.post("desk.advances_mail", {}, advance_id=advance.id, status=409)
