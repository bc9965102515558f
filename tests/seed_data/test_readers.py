from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

import pytest

from seed_data.readers import HERE, Programme, RowError, read_programme, read_rows


@dataclass(frozen=True)
class Sample:
    code: str
    number: int | None
    day: date
    at: datetime | None
    share: Decimal
    agreed: bool | None
    skills: tuple[str, ...]


HEADER = "code,number,day,at,share,agreed,skills"
GOOD = "a,3,2026-11-24,2026-11-24T10:00,1.5,yes,x y"


def write(folder, *lines):
    path = folder / "sample.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_each_cell_gets_the_type_of_its_column(tmp_path):
    (row,) = read_rows(write(tmp_path, GOOD), Sample)
    assert row == Sample(
        "a", 3, date(2026, 11, 24), datetime.fromisoformat("2026-11-24T10:00"), Decimal("1.5"), True, ("x", "y")
    )


def test_an_empty_cell_is_none_only_where_the_row_allows_it(tmp_path):
    (row,) = read_rows(write(tmp_path, "a,,2026-11-24,,0,,"), Sample)
    assert (row.number, row.at, row.agreed, row.skills) == (None, None, None, ())
    with pytest.raises(RowError, match="column day"):
        read_rows(write(tmp_path, "a,,,,0,,"), Sample)


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("a,trois,2026-11-24,,0,,", "number"),
        ("a,,24/11/2026,,0,,", "day"),
        ("a,,2026-11-31,,0,,", "day"),
        ("a,,2026-11-24,dix heures,0,,", "at"),
        ("a,,2026-11-24,,1.5.2,,", "share"),
        ("a,,2026-11-24,,NaN,,", "share"),
        ("a,,2026-11-24,,0,oui,", "agreed"),
    ],
)
def test_a_wrong_cell_names_its_file_line_and_column(tmp_path, cell, column):
    with pytest.raises(RowError) as refusal:
        read_rows(write(tmp_path, GOOD, cell), Sample)
    assert (refusal.value.path.name, refusal.value.line, refusal.value.column) == ("sample.csv", 3, column)
    assert str(refusal.value).startswith(f"sample.csv, line 3, column {column}: ")


@pytest.mark.parametrize("line", ["a,3", GOOD + ",more"])
def test_a_line_with_more_or_fewer_cells_is_refused(tmp_path, line):
    with pytest.raises(RowError, match=r"line 2.*7 cells expected"):
        read_rows(write(tmp_path, line), Sample)


def test_another_header_is_refused(tmp_path):
    path = tmp_path / "sample.csv"
    path.write_text(f"{HEADER},note\n", encoding="utf-8")
    with pytest.raises(RowError, match=r"line 1.*the header must be code,number"):
        read_rows(path, Sample)


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "sample.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(RowError, match="header"):
        read_rows(path, Sample)


def test_every_file_of_the_folder_is_read_and_described():
    files = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*.csv")}
    assert files == {part.metadata["file"] for part in fields(Programme)}
    described = (HERE / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(files) if f"`{name}`" not in described] == []


def test_reading_twice_gives_the_same_rows():
    assert read_programme() == read_programme()
