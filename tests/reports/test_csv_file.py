import csv
from io import StringIO

import pytest

from webapp.reports.csv_file import write_csv
from webapp.reports.document import Column, Table, Unit


def written(*rows, columns=None):
    columns = columns or (
        Column("Nom"),
        Column("Jours", Unit.DAYS),
        Column("Le", Unit.DATE),
        Column("Nombre", Unit.COUNT),
    )
    target = StringIO(newline="")
    write_csv(target, Table("t", "Table", columns, ()), rows)
    return target.getvalue()


def read(text):
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_a_french_spreadsheet_opens_it_right():
    text = written(("Épinal ; « x »\nligne", 630, "2026-11-24", -5))

    assert text.startswith("\ufeffNom;Jours;Le;Nombre\r\n")
    assert read(text)[1] == ["Épinal ; « x »\nligne", "1,5", "24/11/2026", "-5"]


def test_what_is_not_known_is_empty():
    assert read(written(("a", None, None, None)))[1] == ["a", "", "", ""]


@pytest.mark.parametrize("typed", ["=1+1", "+33", "-1", "@sum", "\t=1", "\r=1", "＝1", "  =1", "\n=1"])
def test_no_text_is_a_formula(typed):
    assert read(written((typed, 0, None, 0)))[1][0] == f"'{typed}"


@pytest.mark.parametrize(("minutes", "days"), [(420, "1"), (1, "0,0024"), (54_180, "129"), (-210, "-0,5"), (0, "0")])
def test_days_have_a_decimal_comma(minutes, days):
    assert read(written(("a", minutes, None, 0)))[1][1] == days
