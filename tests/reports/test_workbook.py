import dataclasses
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from reports.samples import sample

from webapp.reports.document import Column, Table, Unit
from webapp.reports.exports import Drawing
from webapp.reports.workbook import write_sheet, write_workbook

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: formats that a workbook names by a number alone
BUILT_IN = {"0": "General", "3": "#,##0", "4": "#,##0.00", "49": "@"}


def written(document):
    return write_workbook(document, cover="À lire d’abord", definitions="Définitions")


def sheets_of(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_figures_are_figures_and_days_are_days():
    sheets = sheets_of(written(sample()))

    assert list(sheets) == ["À lire d’abord", "Jours par groupe"]
    assert sheets["Jours par groupe"][1] == ["Michelin", 50.0, pytest.approx(13_000 / 420), date(2025, 4, 1)]
    assert sheets["Jours par groupe"][-1][:2] == ["Total", 90.0]


def test_an_unknown_figure_is_an_empty_cell_and_never_zero():
    assert sheets_of(written(sample()))["Jours par groupe"][2][2:] == ["", ""]


def test_no_cell_is_a_formula():
    texts = ("=1+1", "+1", "-1", "@x", "\t=1", "{=1}", "＝1")
    content = written(sample(title="=1+1", rows=tuple((text, 1, 2, None) for text in texts)))

    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in part or b"<f " in part for part in parts)
    assert [row[0] for row in sheets_of(content)["Jours par groupe"][1:-1]] == list(texts)


def test_the_head_stays_and_filters_are_set():
    with ZipFile(BytesIO(written(sample()))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]

    assert b'state="frozen"' in sheet
    assert b"<autoFilter" in sheet
    assert charts


def test_the_same_report_is_the_same_bytes():
    assert written(sample()) == written(sample())


def formats_of(content):
    """The format that each cell of the second sheet is shown in."""
    with ZipFile(BytesIO(content)) as archive:
        styles, sheet = (ET.fromstring(archive.read(f"xl/{name}.xml")) for name in ("styles", "worksheets/sheet2"))
    codes = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{SHEET}numFmt")} | BUILT_IN
    used = [codes.get(each.get("numFmtId")) for each in styles.find(f"{SHEET}cellXfs")]
    return {cell.get("r"): used[int(cell.get("s", 0))] for cell in sheet.iter(f"{SHEET}c")}


def test_a_whole_figure_ends_without_a_point_and_a_fraction_with_two_digits():
    formats = formats_of(written(sample()))

    assert (formats["B2"], formats["C2"]) == ("#,##0", "#,##0.00")
    assert "#,##0.##" not in formats.values()


def test_a_sheet_is_printed_on_the_width_of_a_page_with_its_head_on_each():
    with ZipFile(BytesIO(written(sample()))) as archive:
        sheet, book = archive.read("xl/worksheets/sheet2.xml"), archive.read("xl/workbook.xml")

    assert b'fitToHeight="0"' in sheet
    assert b'orientation="landscape"' in sheet
    assert b"_xlnm.Print_Titles" in book


def test_a_column_of_words_is_as_wide_as_the_longest_within_reason():
    rows = (("x" * 40, 1, 2, None), ("y" * 200, 1, 2, None))

    widths = [width_of(written(sample(rows=those)), 1) for those in (rows[:1], rows, (("x", 1, 2, None),))]

    assert [round(width) for width in widths] == [43, 61, 15]


def width_of(content, number):
    with ZipFile(BytesIO(content)) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    return next(float(each.get("width")) for each in sheet.iter(f"{SHEET}col") if each.get("min") == str(number))


def test_a_long_name_of_a_sheet_is_cut_between_two_words():
    (section,) = sample().sections
    (table,) = section.tables
    captions = ("Missions that gave time this quarter", "Jours par groupe et par bassin, depuis", "x" * 40)
    tables = tuple(dataclasses.replace(table, caption=caption) for caption in captions)
    document = dataclasses.replace(sample(), sections=(dataclasses.replace(section, tables=tables),))

    names = list(sheets_of(written(document)))[1:]

    assert names == ["Missions that gave time this", "Jours par groupe et par bassin", "x" * 31]


def test_two_tables_of_one_name_are_two_sheets():
    (section,) = sample().sections
    (table,) = section.tables
    long = dataclasses.replace(table, caption="Une très longue légende de tableau / de groupe [x]")
    document = dataclasses.replace(sample(), sections=(dataclasses.replace(section, tables=(long, long, table)),))

    names = list(sheets_of(written(document)))

    assert len(set(names)) == 4
    assert all(len(name) <= 31 for name in names)


def test_a_large_table_is_written_row_by_row():
    (table,) = sample().sections[0].tables
    target = BytesIO()

    write_sheet(target, table, ((f"g{number}", number, 0, None) for number in range(1000)), created=date(2026, 11, 24))

    (rows,) = sheets_of(target.getvalue()).values()
    assert len(rows) == 1002


def test_an_export_is_drawn_on_a_sheet_of_its_own():
    columns = (
        Column("Ligne", Unit.COUNT),
        Column("Groupe"),
        Column("Réservés", Unit.DAYS),
        Column("Confirmés", Unit.DAYS),
    )
    rows = ((1, "Michelin", 420, 0), (2, "=1+1", 210, 0), (3, "Michelin", -420, 840))
    drawn, counted = BytesIO(), BytesIO()
    table, on = Table("ledger", "Journal", columns, ()), date(2026, 11, 24)

    write_sheet(drawn, table, rows, created=on, drawing=Drawing("Graphique", "Jours par groupe", 1, (2, 3)))
    write_sheet(counted, table, rows, created=on, drawing=Drawing("Graphique", "Lignes", 1, counted="Lignes"))

    assert sheets_of(drawn.getvalue())["Graphique"] == [
        ["Groupe", "Réservés", "Confirmés"],
        ["Michelin", 0.0, 2.0],
        ["=1+1", 0.5, 0.0],
    ]
    assert sheets_of(counted.getvalue())["Graphique"][1:] == [["Michelin", 2.0], ["=1+1", 1.0]]
    for content in (drawn, counted):
        with ZipFile(content) as archive:
            assert "xl/charts/chart1.xml" in archive.namelist()


def test_nothing_is_drawn_of_no_rows():
    target, table = BytesIO(), Table("needs", "Besoins", (Column("État"),), ())

    write_sheet(
        target, table, (), created=date(2026, 11, 24), drawing=Drawing("Graphique", "Besoins", 0, counted="Besoins")
    )

    assert list(sheets_of(target.getvalue())) == ["Besoins"]
