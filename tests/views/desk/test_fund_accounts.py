import pytest
from factories.accounts import sign_in
from factories.debits import collecting
from factories.money import tell_money
from factories.people import ContactFactory
from factories.territories import TerritoryFactory
from pages import PageClient

from webapp.services.fund_accounts import find_account

TYPED = {"holder": "Maison de l’emploi", "iban": "FR76 3000 6000 0112 3456 7890 189", "bic": ""}


@pytest.fixture
def money(session, now):
    return tell_money(now, territory=TerritoryFactory(name="Terres de Lorraine"))


@pytest.fixture
def desk(app, money):
    client = PageClient(app)
    sign_in(client.client, money.first)
    return client


def test_a_fund_says_that_nobody_knows_where_to_pay_until_somebody_says(desk, money):
    fund_id = money.fund.id
    assert "vous demander où payer" in desk.get("desk.funds_show", fund_id=fund_id).text
    assert "Dire quel est ce compte" in desk.get("desk.banking_show", fund_id=fund_id).text
    desk.get("desk.fund_accounts_set", fund_id=fund_id)

    page = desk.follow(desk.post("desk.fund_accounts_set", TYPED, fund_id=fund_id))

    assert "Les entreprises savent où payer." in page.text
    assert "Maison de l’emploi" in page.text
    assert "FR76 3000 6000 0112 3456 7890 189" in page.text
    assert "FR•• •••• 0189" in desk.get("desk.banking_show", fund_id=fund_id).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("iban", "FR76 3000", "Cet IBAN n’est pas juste"),
        ("holder", "", "titulaire"),
        ("bic", "x", "Ce BIC n’est pas juste"),
    ],
)
def test_what_is_no_account_is_said_beside_its_field(desk, money, field, typed, said):
    page = desk.post("desk.fund_accounts_set", TYPED | {field: typed}, status=200, fund_id=money.fund.id)

    assert said in page.text
    assert "Maison de l’emploi" in page.html or field == "holder"
    assert find_account(money.fund) is None


def test_a_fund_that_collects_asks_for_the_code_of_its_bank(desk, money):
    collecting(money)

    page = desk.post("desk.fund_accounts_set", TYPED, status=200, fund_id=money.fund.id)

    assert "Donnez aussi le BIC" in page.text


def test_whoever_says_another_account_reads_whom_to_call(desk, money):
    company = money.running().decision.dossier.company
    ContactFactory(company=company, name="Sylvie Aubry", phone="+33639981407")
    desk.post("desk.fund_accounts_set", TYPED, fund_id=money.fund.id)

    page = desk.get("desk.fund_accounts_set", fund_id=money.fund.id)

    assert "1 entreprise rembourse par virement" in page.text
    assert f"{company.name} , Sylvie Aubry" in page.text
    assert 'href="tel:+33639981407"' in page.html
    other = TYPED | {"iban": "FR14 2004 1010 0505 0001 3M02 606"}
    desk.get("desk.fund_accounts_set", fund_id=money.fund.id)
    told = desk.follow(desk.post("desk.fund_accounts_set", other, fund_id=money.fund.id))
    assert "appelez celles qui remboursent" in told.text
