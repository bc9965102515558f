import io

import pytest
from factories.bank import camt, entry
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.bank import BankFile, BankLine
from webapp.services import bank_lines
from webapp.services.mandates import BankAccount, set_creditor
from webapp.transaction import transaction
from webapp.views.desk import banking


def give_in(first, money, content, name="releve.xml", status=303):
    return first.post("desk.banking_show", {"file": (io.BytesIO(content), name)}, fund_id=money.fund.id, status=status)


def test_a_file_is_read_and_a_line_is_named(first, money):
    advance = money.running()
    first.get("desk.banking_show", fund_id=money.fund.id)
    lines = [entry("08", 100_000, on=money.today, name=advance.decision.dossier.company.name)]
    give_in(first, money, camt("08", lines))
    (line,) = db.session.scalars(select(BankLine))
    assert "Trouvé par" in first.get("desk.banking_line", line_id=line.id).text

    first.post("desk.banking_line", {"choice": f"advance:{advance.id}"}, line_id=line.id)

    db.session.expire_all()
    assert (line.state, advance.lent_cents) == ("matched", 1_900_000)
    first.get("desk.banking_line", line_id=line.id)
    first.get("desk.banking_show", fund_id=money.fund.id)


def test_nothing_is_chosen_beforehand(first, money):
    advance = money.running()
    give_in(first, money, camt("08", [entry("08", 100_000, name=advance.decision.dossier.company.name)]))
    (line,) = db.session.scalars(select(BankLine))

    page = first.get("desk.banking_line", line_id=line.id)
    assert not [field for field in page.all("input") if field.get("checked") is not None]
    page = first.post("desk.banking_line", {}, line_id=line.id, status=200)

    assert "Choisissez ce que cette ligne est." in page.text


def test_what_was_noted_as_two_is_one_choice_with_its_amounts(first, money):
    money.repay(money.running(), 2_000_700)
    give_in(first, money, camt("08", [entry("08", 2_000_700, on=money.today)]))
    (line,) = db.session.scalars(select(BankLine))

    page = first.get("desk.banking_line", line_id=line.id)

    assert "Remboursement (20 000 €) + Trop-perçu (7 €)" in page.text.replace("\u202f", " ").replace("\u00a0", " ")


def test_who_was_faster_is_told_beside_the_choice(first, money, monkeypatch):
    (noted,) = money.repay(money.running(), 100_000)
    same = [entry("08", 100_000, on=money.today, words=words) for words in ("un", "deux")]
    give_in(first, money, camt("08", same))
    taken, late = db.session.scalars(select(BankLine).order_by(BankLine.id))
    as_read_before = bank_lines.choices_for(late, today=money.today)
    first.post("desk.banking_line", {"choice": f"entry:{noted.id}"}, line_id=taken.id)

    monkeypatch.setattr(banking, "choices_for", lambda *_args, **_values: as_read_before)
    page = first.post("desk.banking_line", {"choice": f"entry:{noted.id}"}, line_id=late.id, status=200)

    assert "Ce mouvement vient d’être rapproché d’une autre ligne." in page.text


def test_the_same_file_is_refused_in_words(first, money):
    content = camt("08", [entry("08", 100)])
    give_in(first, money, content)

    assert "a déjà été lu" in give_in(first, money, content, status=200).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>", "définitions"),
        (b"<a/>", "CAMT.053"),
        (b"a;b\n", "colonnes"),
        ("Date;Libellé;Montant\n20/11/2026;VIR;1\n32/11/2026;VIR;1\n".encode(), "La ligne 3 de ce fichier"),
        ("Date;Libellé;Montant\n20/11/2026;VIR;20000000,01\n".encode(), "dépasse 20 millions d’euros"),
        (b"", "vide"),
    ],
)
def test_a_file_that_is_not_right_is_refused_in_words(first, money, content, said):
    assert said in give_in(first, money, content, status=200).text
    assert db.session.scalar(select(BankFile)) is None


def test_the_page_says_whether_the_account_of_a_statement_is_compared(first, money, now):
    assert "Le compte du fonds n’est pas connu" in first.get("desk.banking_show", fund_id=money.fund.id).text
    with transaction():
        account = BankAccount("Initiative Lorraine", "FR7630006000011234567890189")
        set_creditor(money.fund, account, "AGRIFRPP", "FR72ZZZ123456", by=money.by, now=now)

    shown = first.get("desk.banking_show", fund_id=money.fund.id).text
    assert "Compte du fonds : FR•• •••• 0189" in shown
    assert "n’est pas connu" not in shown


def test_a_large_file_is_taken(first, money):
    lines = "".join(f"20/11/2026;VIREMENT {'x' * 200} {n};10,00\n" for n in range(2_000))
    give_in(first, money, f"Date;Libellé;Montant\n{lines}".encode(), name="releve.csv")

    assert db.session.scalar(select(BankFile.lines)) == 2_000


def test_a_line_is_set_aside(first, money):
    give_in(first, money, camt("08", [entry("08", 100)]))
    (line,) = db.session.scalars(select(BankLine))
    first.get("desk.banking_set_aside", line_id=line.id)
    first.post("desk.banking_set_aside", {"reason": "not_ours"}, line_id=line.id)

    db.session.expire_all()
    assert line.state == "set_aside"


def test_the_journal_is_downloaded_as_a_workbook(first, money):
    money.running()

    answer = first.client.get(f"/desk/fonds/{money.fund.id}/journal/2026.xlsx")

    assert (answer.status_code, answer.data[:2]) == (200, b"PK")
    assert first.client.get(f"/desk/fonds/{money.fund.id}/journal/1999.xlsx").status_code == 404


def test_the_entries_are_downloaded_under_the_number_of_whose_accounts_they_are(first, money):
    money.running()
    where = f"/desk/fonds/{money.fund.id}/journal/ecritures"

    answer = first.client.get(f"{where}?annee=2026&siren=732829320")

    assert (answer.status_code, answer.data[:12]) == (200, b"JournalCode\t")
    assert "732829320FEC20261231" in answer.headers["Content-Disposition"]
    assert first.client.get(f"{where}?annee=2026&siren=123").status_code == 303
