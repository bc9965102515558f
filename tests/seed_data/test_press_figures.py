"""The demonstration once it is loaded: the figures of the press to the unit, however they are asked for."""

import json
import sqlite3
from contextlib import closing

import pytest
from loaded import alize
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from webapp.services.inbox import list_baskets
from webapp.services.territories import list_territories

#: what the press says of Terres de Lorraine, 2022 to 2025
PRESS = {
    "projects": 45,
    "advanced_cents": 98_000_000,
    "delivered_days": 129,
    "jobs_created": 115,
    "jobs_preserved": 75,
    "defaults": 1,
    "contributed_cents": 44_100_000,
    "turnover": 2.22,
}


def figures(folder, territory):
    return json.loads(alize(folder, "figures", "--territory", territory, "--period", "past", "--json"))


@pytest.fixture
def ask(loaded_folder):
    """Ask the file itself, past every function of the product."""

    def rows(question, *values):
        with closing(sqlite3.connect(f"file:{loaded_folder / 'alize.sqlite'}?mode=ro", uri=True)) as connection:
            return connection.execute(question, values).fetchall()

    return rows


def test_the_past_of_terres_de_lorraine_is_what_the_press_says(loaded_folder):
    found = figures(loaded_folder, "terres-de-lorraine")

    assert {name: found[name] for name in PRESS} == PRESS


def test_the_rows_alone_say_the_same(ask):
    (days,) = ask(
        "SELECT sum(declared_delta + confirmed_delta + deemed_delta + disputed_delta) FROM day_entry JOIN pledge"
        " ON pledge.id = pledge_id JOIN convention ON convention.id = convention_id WHERE code = 'tdl-2022'"
    )
    paid = (
        "SELECT count(*), sum(amount_cents) FROM cash_entry JOIN fund ON fund.id = fund_id"
        " WHERE code = 'tdl-avances' AND kind = ? AND booked_on <= '2025-03-31'"
    )

    assert days == (PRESS["delivered_days"] * 7 * 60,)
    assert ask(paid, "payment") == [(PRESS["projects"], PRESS["advanced_cents"])]
    assert ask(paid, "contribution")[0][1] == PRESS["contributed_cents"]


def test_the_fund_is_never_below_zero(ask):
    moves = ask(
        "SELECT fund_id, booked_on, (to_account = 'cash') - (from_account = 'cash'), amount_cents FROM cash_entry"
        " ORDER BY booked_on, id"
    )
    cash = {}
    for fund, day, sign, cents in moves:
        cash[fund] = cash.get(fund, 0) + sign * cents
        assert cash[fund] >= 0, f"fund {fund} on {day}"


def test_the_bilan_says_the_same_in_print_and_in_the_workbook(loaded_folder, tmp_path):
    pdf, xlsx = tmp_path / "bilan.pdf", tmp_path / "bilan.xlsx"
    files = ("--pdf", str(pdf), "--xlsx", str(xlsx))
    alize(loaded_folder, "report", "bilan", "--territory", "terres-de-lorraine", "--period", "past", *files)
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    book = CalamineWorkbook.from_path(xlsx)
    cells = {cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}

    assert [said for said in ("129 jours", "980 000", "441 000") if said not in printed] == []
    assert {129.0, 980_000.0, 441_000.0, 115.0, 75.0, 45.0} <= {cell for cell in cells if isinstance(cell, float)}


def test_longwy_has_no_group_80_days_and_77_jobs(loaded_folder, ask):
    found = figures(loaded_folder, "longwy")

    assert (found["delivered_days"], found["jobs_created"] + found["jobs_preserved"]) == (80, 77)
    assert found["projects"] == 10


def test_in_longwy_money_never_goes_without_a_mission(ask):
    lonely = (
        "SELECT count(*) FROM dossier JOIN territory ON territory.id = territory_id"
        " WHERE code = 'longwy' AND state = 'approved' AND need_id IS NULL"
    )
    assert ask(lonely) == [(0,)]


def test_the_present_of_terres_de_lorraine_has_something_in_every_basket(loaded, now):
    (place,) = (place for place in list_territories() if place.code == "terres-de-lorraine")

    baskets = list_baskets(frozenset({place.id}), now)

    assert [basket.code for basket in baskets if not basket.entries] == []


def test_a_sitting_next_week_has_four_dossiers_one_of_them_incomplete_and_a_recusal(ask):
    agenda = (
        "SELECT date(starts_at) AS held_on, count(*), sum(NOT is_complete) FROM agenda_item"
        " JOIN sitting ON sitting.id = sitting_id GROUP BY held_on"
    )

    assert ask(agenda) == [("2026-12-03", 4, 1)]
    assert ask("SELECT count(*) FROM recusal") == [(1,)]
