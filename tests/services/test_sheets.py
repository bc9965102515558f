from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from webapp.domain.uploads import RefusedUpload
from webapp.services.sheets import read_cells


def workbook(*rows):
    target = BytesIO()
    book = Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_text_file_is_read_however_it_was_saved(separator, encoding):
    content = f"Nom{separator}Métier\r\nZoé{separator}Maçonne\r\n".encode(encoding)

    assert read_cells("x.csv", content) == [["Nom", "Métier"], ["Zoé", "Maçonne"]]


def test_a_workbook_is_read():
    assert read_cells("x.xlsx", workbook(["Nom", "Rayon"], ["Zoé", 30])) == [["Nom", "Rayon"], ["Zoé", 30.0]]


def test_a_quoted_cell_may_hold_anything():
    assert read_cells("x.csv", b'a;b\r\n"1;2\n""3""";x\r\n')[1] == ['1;2\n"3"', "x"]


def bomb():
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"a;b\x00c", b"PK\x03\x04 and nothing", workbook(["a"])[:-30], bomb(), b"x" * 6_000_000],
    ids=["empty", "blank", "nul", "no zip", "cut", "bomb", "big"],
)
def test_what_is_no_sheet_is_refused(content):
    with pytest.raises(RefusedUpload):
        read_cells("x.xlsx", content)
