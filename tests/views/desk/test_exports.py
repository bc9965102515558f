import csv
from io import BytesIO, StringIO

import pytest
from factories.territories import CommuneFactory
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from jobs.exports import make_exports
from webapp.extensions import db
from webapp.models.exports import ExportOrder
from webapp.services.export_orders import OUT_OF_SCOPE, TROUBLE, fail_order
from webapp.transaction import transaction
from webapp.views.desk import exports


@pytest.fixture
def convention(story, now):
    story.accepted(now)
    return story.pledge.convention


def asked(of, **changes):
    return {"kind": "ledger", "convention": str(of.id), "extension": "csv"} | changes


def test_a_short_export_is_the_answer(desk, convention):
    answer = desk.post("desk.exports_index", asked(convention), status=200).response

    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][:2] == ["Ligne", "Mouvement"]
    assert rows[1][1] == "Réservés"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("kind", ["needs", "missions", "ledger", "experts"])
def test_each_export_opens_as_a_workbook(desk, convention, kind):
    answer = desk.post("desk.exports_index", asked(convention, kind=kind, extension="xlsx"), status=200).response

    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    sheet, drawing = book.sheet_names
    heads = book.get_sheet_by_name(sheet).to_python()[0]
    assert drawing == "Graphique"
    assert set(book.get_sheet_by_name(drawing).to_python()[0]) <= {*heads, "Besoins", "Offres"}


def test_what_is_missing_is_said(desk, convention):
    page = desk.post("desk.exports_index", {}, status=200)

    assert "Choisissez ce que vous emportez." in page.text
    assert "Choisissez la forme du fichier." in page.text


@pytest.mark.parametrize("convention_id", ["", "x", "0", "9" * 30, "-1"])
def test_a_convention_that_is_not_mine_does_not_exist(desk, convention, convention_id):
    desk.post("desk.exports_index", asked(convention, convention=convention_id), status=404)


def test_a_code_keeps_its_zeros_in_both_files_and_the_page_says_which_one_a_spreadsheet_keeps(desk, story, convention):
    bourg = CommuneFactory(insee="01053")
    for offer in story.offers:
        offer.expert.commune = bourg
    db.session.commit()
    asked_as = {"kind": "experts", "convention": ""}
    text = desk.post("desk.exports_index", asked_as | {"extension": "csv"}, status=200).response.data.decode(
        "utf-8-sig"
    )
    book = desk.post("desk.exports_index", asked_as | {"extension": "xlsx"}, status=200).response.data

    (in_text, *_), (in_book, *_) = list(csv.DictReader(StringIO(text), delimiter=";")), rows_of(book)
    assert in_text["Commune (INSEE)"] == in_book["Commune (INSEE)"] == "01053"
    assert "le code INSEE 01053 devient 1053" in desk.get("desk.exports_index").text


def rows_of(book):
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_long_export_is_ordered_made_and_fetched(desk, convention, now, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    desk.post("desk.exports_index", asked(convention))
    order = db.session.scalar(select(ExportOrder))
    waiting = desk.get("desk.exports_show", order_id=order.id)
    assert "0 lignes sur 1" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.html
    assert "htmx.min.js" in waiting.html
    desk.get("desk.exports_file", order_id=order.id, status=404)

    make_exports(now)

    shown = desk.get("desk.exports_show", order_id=order.id).text
    assert "Le journal des jours d’une convention, Convention 2025-2028, CSV" in shown
    assert "Prêt." in shown
    assert "gardé jusqu’au 1er décembre" in shown
    kept = desk.get("desk.exports_file", order_id=order.id).response
    assert kept.data.startswith(b"\xef\xbb\xbf")
    assert "journal-des-jours-2026-11-24.csv" in kept.headers["Content-Disposition"]
    assert (
        "Vos exports Le journal des jours d’une convention, Convention 2025-2028" in desk.get("desk.exports_index").text
    )


@pytest.mark.parametrize(
    ("reason", "said"), [(OUT_OF_SCOPE, "n’est plus dans vos territoires"), (TROUBLE, "Demandez-le de nouveau")]
)
def test_an_export_that_cannot_be_made_says_why_and_what_to_do(desk, convention, now, monkeypatch, reason, said):
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    desk.post("desk.exports_index", asked(convention))
    order = db.session.scalar(select(ExportOrder))
    with transaction():
        fail_order(order, reason, now=now)

    shown = desk.get("desk.exports_show", order_id=order.id).text
    assert "Il n’a pas pu être préparé." in shown
    assert said in shown


def test_somebody_elses_order_does_not_exist(desk, convention):
    for endpoint in ("desk.exports_show", "desk.exports_file"):
        desk.get(endpoint, order_id=10**6, status=404)
