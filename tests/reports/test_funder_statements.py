from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from webapp.reports.document import Unit
from webapp.reports.files import make_pdf, make_workbook
from webapp.reports.funder_statements import FunderFigures, write_funder_statement

FIGURES = FunderFigures(
    group="Michelin",
    fund="Fonds d’avances",
    imprint="Maison de l’emploi, contact@exemple.fr",
    as_of=date(2026, 11, 24),
    contributed=30_000_000,
    promised=0,
    lent=66_666_667,
    outstanding=12_345_678,
    lost=102_041,
    jobs_created=7_823,
    jobs_preserved=5_102,
    fund_contributed=44_100_000,
    fund_lent=98_000_000,
    fund_lost=150_000,
    contributions=[(date(2019, 1, 7), 30_000_000, 30_000_000)],
    movements=[(date(2019, 2, 1), "=Apport", 30_000_000)],
)


@pytest.fixture
def document(app):
    with app.test_request_context():
        return write_funder_statement(FIGURES)


def test_the_statement_says_the_part_of_one_beside_the_whole(document):
    (euros, jobs, *_) = document.tables()

    assert euros.rows[0][1:] == (30_000_000, 44_100_000)
    assert [column.unit for column in jobs.columns] == [Unit.TEXT, Unit.HUNDREDTHS]
    assert [row[1] for row in jobs.rows] == [7_823, 5_102]


def test_the_files_hold_the_same_figures(app, document):
    with app.test_request_context():
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(make_pdf(document))).pages)
        book = CalamineWorkbook.from_filelike(BytesIO(make_workbook(document)))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]

    assert "78,23" in text
    assert 666_666.67 in cells
    assert "=Apport" in cells


def test_a_funder_without_movements_has_a_statement(app):
    with app.test_request_context():
        document = write_funder_statement(replace(FIGURES, contributions=[], movements=[]))
        make_pdf(document)

    moved = document.sections[-1]
    assert (moved.sentences, moved.tables) == (("Rien n’est encore passé par la banque.",), ())
