from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask_babel import force_locale
from pypdf import PdfReader

from webapp.domain.advances import Terms, instalment_plan
from webapp.reports.contracts import Contract, write_contract

CONTRACT = Contract(
    lender="Agence d’essai",
    fund="Fonds d’avances",
    firm="Menuiserie Aubry",
    firm_facts="SIRET 000 904 078 00011, Toul",
    project="Une plieuse",
    amount_cents=2_000_000,
    decided_on=date(2026, 11, 19),
    reference="RF18 ALZ0 0000 7",
    conditions=("Bail signé",),
    plan=instalment_plan(2_000_000, Terms(date(2026, 11, 24), 3)),
    terms="3 échéances mensuelles",
    drawn_up_on=date(2026, 11, 24),
)


@pytest.fixture(autouse=True)
def request_of_a_page(app):
    with app.test_request_context():
        yield


def text_of(content):
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_contract_says_who_how_much_and_when():
    text = text_of(write_contract(CONTRACT))

    for words in ("Menuiserie Aubry", "20 000 €", "RF18 ALZ0 0000 7", "Bail signé", "24 décembre 2026", "6 666,68 €"):
        assert words in text


def test_the_contract_is_tagged_and_the_same_each_time():
    content = write_contract(CONTRACT)

    assert PdfReader(BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert content == write_contract(CONTRACT)


def test_the_contract_exists_in_english():
    with force_locale("en"):
        reader = PdfReader(BytesIO(write_contract(CONTRACT)))

    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("typed", ["#panic()", "$x$", "*gras*", "@ref", "\\", "<a>", "["])
def test_what_people_type_is_never_markup(typed):
    assert typed in text_of(write_contract(replace(CONTRACT, firm=typed, conditions=(typed,))))


def test_after_a_rescheduling_the_contract_says_what_was_granted_and_what_is_left():
    left = instalment_plan(1_400_000, Terms(date(2027, 5, 12), 18))
    text = text_of(write_contract(replace(CONTRACT, plan=left, terms="18 échéances mensuelles")))

    assert "une avance de 20 000 €" in text
    assert "Sur les 20 000 € versés, 6 000 € sont déjà revenus." in text
    assert "rembourse 14 000 € en 18 échéances mensuelles" in text


def test_the_consequence_of_missing_jobs_is_signed_or_does_not_exist():
    said = "peut appeler plus tôt les 6 dernières échéances, en le disant 30 jours avant au moins"

    assert said in text_of(write_contract(replace(CONTRACT, called=6))).replace("\n", " ")
    assert "appeler plus tôt" not in text_of(write_contract(CONTRACT))


@pytest.mark.parametrize("count", [1, 14, 17, 18, 19, 20, 24, 60])
def test_signatures_never_stand_alone(count):
    plan = instalment_plan(2_000_000, Terms(date(2026, 11, 24), count))
    last = list(PdfReader(BytesIO(write_contract(replace(CONTRACT, plan=plan)))).pages)[-1].extract_text()

    assert "En cas de difficulté" in last
    assert "Fait en deux exemplaires" in last
