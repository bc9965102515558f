from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from reports.samples import sample

from webapp.reports.document import Column, Part, Section, Table, fingerprint
from webapp.reports.pdf import write_pdf
from webapp.views.charts import PARTS

WORDS = {"page": "page", "of": "sur", "definitions": "Ce que comptent ces chiffres", "fingerprint": "Empreinte"}


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_pdf_says_what_the_report_says():
    text = text_of(write_pdf(sample(), words=WORDS))

    for words in ("Bilan : 2025-2028", "30,95", "Michelin", "=HYPERLINK(1)", "Une phrase.", fingerprint(sample())[:20]):
        assert words in text


@pytest.mark.parametrize("state", PARTS)
def test_every_part_of_a_bar_has_its_filling_and_its_legend(state):
    (section,) = sample().sections
    bar = replace(section.bars[0], parts=(Part(state, f"Une part {state}", 4200),))

    text = text_of(write_pdf(replace(sample(), sections=(replace(section, bars=(bar,)),)), words=WORDS))

    assert f"Une part {state}" in text


def test_the_pdf_is_tagged_titled_and_in_its_language():
    reader = PdfReader(BytesIO(write_pdf(sample(), words=WORDS)))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert reader.metadata.title == "Bilan : 2025-2028"


def test_the_same_report_is_the_same_bytes():
    assert write_pdf(sample(), words=WORDS) == write_pdf(sample(), words=WORDS)


@pytest.mark.parametrize("typed", ["#panic()", "$x$", "*gras*", "@ref", "\\", "<a>", "[", "é\u202f? «x»", "#" * 300])
def test_what_people_type_is_never_markup(typed):
    document = sample(title=typed, rows=((typed, 1, 2, None),))

    assert typed.split()[0][:20] in text_of(write_pdf(document, words=WORDS)).replace("\n", "")


def test_a_long_table_goes_on_over_pages_with_its_head():
    rows = tuple((f"Groupe {number}", 420, 210, "2025-04-01") for number in range(200))

    pages = PdfReader(BytesIO(write_pdf(sample(rows=rows), words=WORDS))).pages

    assert len(pages) > 3
    assert all("Promis" in page.extract_text() for page in pages[1:4])


def test_the_columns_of_a_wide_table_keep_apart():
    heads = ("Besoin", "Entreprise", "Commune", "Demande", "État", "Groupe", "Convenus", "Donnés", "Demandé au comité")
    words = "une demande qui prend de la place"
    row = ("N° 1", "Chaudronnerie Mougin", "Richardménil", words, words, words, "3", "0,5", "—")
    wide = Table("needs", "Besoins", tuple(map(Column, heads)), (row,) * 3)
    document = replace(sample(), sections=(Section("needs", "Besoins", (), (), (wide,)),))

    text = text_of(write_pdf(document, words=WORDS))

    # a head over dashes takes two lines, and a name too long for its column is hyphenated
    assert "Demandé \nau comité" in text
    assert "Richardménil" not in text


def test_a_table_of_thousands_shows_those_that_count_most_and_says_where_all_are():
    rows = tuple((f"Mission {number}", 420, number, None) for number in range(1, 1_001))

    text = text_of(write_pdf(sample(rows=rows), words=WORDS))

    assert "200 lignes les plus grandes sur 1\u202f000" in text
    assert "Mission 801" in text
    assert "Mission 800\n" not in text
    assert len(PdfReader(BytesIO(write_pdf(sample(rows=rows), words=WORDS))).pages) < 10
