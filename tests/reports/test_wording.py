import pytest

from webapp.reports.document import Column, Table, Unit
from webapp.reports.wording import cell_text, row_texts, rows_left_out

TABLE = Table("t", "Table", (), ())


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        ("Toul", Unit.TEXT, "Toul", "Toul"),
        (54_180, Unit.DAYS, "129", "129"),
        (630, Unit.DAYS, "1,5", "1.5"),
        (-420, Unit.DAYS, "−1", "−1"),
        (1_156, Unit.COUNT, "1\u202f156", "1,156"),
        (250, Unit.HUNDREDTHS, "2,5", "2.5"),
        (1_500_000, Unit.EUROS, "15\u202f000\u00a0€", "€15,000"),
        (125_050, Unit.EUROS, "1\u202f250,50\u00a0€", "€1,250.50"),
        ("2026-06-12", Unit.DATE, "12/06/2026", "12/06/2026"),
        (4_250, Unit.SHARE, "42,5\u00a0%", "42.5%"),
        (0, Unit.COUNT, "0", "0"),
        (None, Unit.COUNT, "—", "—"),
    ],
)
def test_a_cell_reads_as_people_write_it(value, unit, french, english):
    column = Column("x", unit)

    assert cell_text(value, column, TABLE, "fr") == french
    assert cell_text(value, column, TABLE, "en") == english


def test_what_has_no_sense_in_a_total_stays_empty():
    table = Table("t", "T", (Column("a"), Column("b", Unit.COUNT)), (("x", None),), ("Total", None))

    assert row_texts(table.rows[0], table, "fr") == ["x", "—"]
    assert row_texts(table.total, table, "fr") == ["Total", ""]


def test_rows_that_are_left_to_the_workbook_are_said_in_the_language_of_the_report(app):
    table = Table("t", "Table", (Column("Nom"),), tuple((str(number),) for number in range(1_200)))

    with app.test_request_context():
        assert "200 lignes les plus grandes sur 1\u202f200" in rows_left_out(table, 200, "fr")
        assert "1,200" in rows_left_out(table, 200, "en")
        assert rows_left_out(table, 1_200, "fr") == ""
