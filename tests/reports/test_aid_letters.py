from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from webapp.domain.advances import Terms, instalment_plan
from webapp.domain.dossiers import grant_equivalent_cents
from webapp.reports.aid_letters import AidLetter, write_aid_letter

START = date(2026, 12, 4)
PLAN = instalment_plan(2_000_000, Terms(START, 20))
LETTER = AidLetter(
    lender="Agence d’essai",
    contact="Hélène Marchal",
    place="Toul",
    firm="Menuiserie Aubry",
    firm_facts="SIRET 000 904 078 00011, Toul",
    project="Une plieuse",
    amount_cents=2_000_000,
    equivalent_cents=grant_equivalent_cents(2_000_000, PLAN, START, 325),
    decided_on=date(2026, 12, 3),
    starts_on=START,
    plan=PLAN,
    rate_bp=325,
    rate_words="Journal officiel, base de 2,25 %, marge de 1 point",
    declared_cents=1_200_000,
)


@pytest.fixture(autouse=True)
def request_of_a_page(app):
    with app.test_request_context():
        yield


def text_of(content):
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").replace("-\n", "").split())


def test_the_letter_names_the_regulation_the_value_and_the_way_to_it():
    text = text_of(write_aid_letter(LETTER))

    for words in (
        "règlement (UE) 2023/2831", "aide de minimis", "3,25 %", "marge de 1 point", "300 000 €", "12 000 €",
        "Menuiserie Aubry", "3 décembre 2026", "549,69 €", "19 450,31 €",
    ):  # fmt: skip
        assert words in text, words


def test_the_letter_is_tagged_and_the_same_each_time():
    content = write_aid_letter(LETTER)

    assert PdfReader(BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert content == write_aid_letter(LETTER)


@pytest.mark.parametrize("typed", ["#panic()", "$x$", "*gras*", "@ref", "\\", "<a>", "["])
def test_what_people_type_is_never_markup(typed):
    assert typed in text_of(write_aid_letter(replace(LETTER, firm=typed, project=typed)))
