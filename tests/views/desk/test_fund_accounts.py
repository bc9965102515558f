import pytest
from factories.debits import collecting
from factories.people import ContactFactory

from webapp.services.fund_accounts import find_account

TYPED = {"holder": "Maison de l’emploi", "iban": "FR76 3000 6000 0112 3456 7890 189", "bic": ""}


def test_a_fund_says_that_nobody_knows_where_to_pay_until_somebody_says(first, money):
    fund_id = money.fund.id
    assert "vous demander où payer" in first.get("desk.funds_show", fund_id=fund_id).text
    assert "Dire quel est ce compte" in first.get("desk.banking_show", fund_id=fund_id).text
    first.get("desk.fund_accounts_set", fund_id=fund_id)

    page = first.follow(first.post("desk.fund_accounts_set", TYPED, fund_id=fund_id))

    assert "Les entreprises savent où payer." in page.text
    assert "Maison de l’emploi" in page.text
    assert "FR76 3000 6000 0112 3456 7890 189" in page.text
    assert "FR•• •••• 0189" in first.get("desk.banking_show", fund_id=fund_id).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("iban", "FR76 3000", "Cet IBAN n’est pas juste"),
        ("holder", "", "titulaire"),
        ("bic", "x", "Ce BIC n’est pas juste"),
    ],
)
def test_what_is_no_account_is_said_beside_its_field(first, money, field, typed, said):
    page = first.post("desk.fund_accounts_set", TYPED | {field: typed}, status=200, fund_id=money.fund.id)

    assert said in page.text
    assert "Maison de l’emploi" in page.html or field == "holder"
    assert find_account(money.fund) is None


def test_a_fund_that_collects_asks_for_the_code_of_its_bank(first, money):
    collecting(money)

    page = first.post("desk.fund_accounts_set", TYPED, status=200, fund_id=money.fund.id)

    assert "Donnez aussi le BIC" in page.text


def test_whoever_says_another_account_reads_whom_to_call(first, money):
    company = money.running().decision.dossier.company
    ContactFactory(company=company, name="Sylvie Aubry", phone="+33639981407")
    first.post("desk.fund_accounts_set", TYPED, fund_id=money.fund.id)

    page = first.get("desk.fund_accounts_set", fund_id=money.fund.id)

    assert "1 entreprise rembourse par virement" in page.text
    assert f"{company.name} , Sylvie Aubry" in page.text
    assert 'href="tel:+33639981407"' in page.html
    other = TYPED | {"iban": "FR14 2004 1010 0505 0001 3M02 606"}
    first.get("desk.fund_accounts_set", fund_id=money.fund.id)
    told = first.follow(first.post("desk.fund_accounts_set", other, fund_id=money.fund.id))
    assert "appelez celles qui remboursent" in told.text
