from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from webapp.reports.receipts import Receipt, write_receipt

RECEIPT = Receipt(
    number="RF12ALZ000007-31",
    lender="Maison de l’emploi",
    fund="Fonds d’avances",
    firm="Menuiserie #Aubry *",
    firm_facts="Toul",
    amount_cents=108_333,
    received_on=date(2026, 11, 20),
    reference="RF12 ALZ0 0000 7",
    advance_cents=2_000_000,
    is_held=False,
    written_on=date(2026, 11, 24),
)


@pytest.fixture
def read(app):
    def read(receipt):
        with app.test_request_context():
            content = write_receipt(receipt)
            assert content == write_receipt(receipt)
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)

    return read


def test_a_receipt_says_who_paid_what_when(read):
    said = read(RECEIPT)

    for words in ("1 083,33", "Menuiserie #Aubry *", "20 novembre 2026", "RF12 ALZ0 0000 7"):
        assert words in said.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_is_too_much_is_said_to_be_kept(read):
    assert "gardée pour l’entreprise" in " ".join(read(replace(RECEIPT, is_held=True)).split())
