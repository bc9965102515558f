import dataclasses
import json

import pytest
from reports.samples import sample

from webapp.reports.document import (
    MOST_READ,
    Column,
    Table,
    Unit,
    differences,
    fingerprint,
    from_json,
    read_rows,
    to_json,
)


def changed(document, place, row):
    """The same report with another row in its first table."""
    (section,) = document.sections
    table = section.tables[0]
    rows = tuple(row if number == place else each for number, each in enumerate(table.rows))
    other = dataclasses.replace(section, tables=(dataclasses.replace(table, rows=rows),))
    return dataclasses.replace(document, sections=(other,))


def test_a_report_is_read_back_as_it_was_written():
    document = sample()

    assert from_json(to_json(document)) == document


def test_the_same_values_are_the_same_text():
    assert to_json(sample()) == to_json(sample())
    assert fingerprint(sample()) == fingerprint(sample())


def test_another_figure_is_another_fingerprint():
    other = changed(sample(), 0, ("Michelin", 21_000, 12_999, "2025-04-01"))

    assert fingerprint(other) != fingerprint(sample())


@pytest.mark.parametrize("text", ["", "{", "{}", json.dumps({"kind": "bilan"})])
def test_what_is_no_report_is_not_read(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(text)


def test_a_corrected_figure_shows_where_it_stands():
    document = sample()
    (found,) = differences(document, changed(document, 0, ("Michelin", 21_000, 12_580, "2025-04-01")))

    assert (found.row, found.column.title) == ("Michelin", "Donnés")
    assert (found.before, found.now) == (13_000, 12_580)


def test_a_row_that_is_new_or_gone_differs_in_each_figure():
    document = sample()
    other = changed(document, 1, ("Autre", 420, 0, None))

    rows = {(each.row, each.before, each.now) for each in differences(document, other)}

    assert rows == {
        ("=HYPERLINK(1)", 16_800, None),
        ("Autre", None, 420),
        ("Autre", None, 0),
    }


def test_the_words_of_a_row_that_is_gone_are_no_figures():
    columns = Column("Mission"), Column("Groupe"), Column("Première", Unit.DATE), Column("Donnés", Unit.DAYS)
    (section,) = sample().sections
    told, gone = (
        Table("missions", "Missions", columns, rows) for rows in ((("N° 1", "Michelin", "2026-11-24", 420),), ())
    )
    before, now = (
        dataclasses.replace(sample(), sections=(dataclasses.replace(section, tables=(table,)),))
        for table in (told, gone)
    )

    assert [(each.column.title, each.before, each.now) for each in differences(before, now)] == [("Donnés", 420, None)]


def test_a_report_does_not_differ_from_itself():
    assert not differences(sample(), sample())


def test_a_short_table_is_read_whole_and_a_long_one_where_most_days_are():
    short = sample().sections[0].tables[0]
    assert read_rows(short) == short.rows

    rows = tuple((f"n° {number}", 0, number % 300 or None, None) for number in range(300))
    shown = read_rows(dataclasses.replace(short, rows=rows))
    assert len(shown) == MOST_READ
    assert [row[2] for row in shown] == list(range(100, 300))


def test_a_long_table_without_days_is_read_from_its_head():
    table = Table("names", "Noms", (Column("Nom"),), tuple((str(number),) for number in range(500)))

    assert read_rows(table) == table.rows[:MOST_READ]
