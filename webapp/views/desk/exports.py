"""Exports: what the desk can take away as a file, at once or, when it is long, a little later."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import Response, abort, send_file
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.imports import plain
from webapp.domain.states import Actor
from webapp.forms.exports import AS, WHAT, ExportForm
from webapp.models.conventions import Convention
from webapp.models.exports import ExportOrder
from webapp.reports import csv_file, workbook
from webapp.reports.exports import OF_CONVENTION, head_of
from webapp.reports.files import make_export
from webapp.services.export_orders import (
    AT_ONCE,
    KEPT_FOR,
    find_failure,
    find_own_order,
    list_orders,
    order_export,
)
from webapp.services.exports import Export, read_export
from webapp.services.tallies import find_scoped_convention, list_conventions
from webapp.views.access import account
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.filters import page_language

MEDIA_TYPES = {"csv": csv_file.MEDIA_TYPE, "xlsx": workbook.MEDIA_TYPE}

#: the words of what was ordered, and as which file
ORDERED = {"what": dict(WHAT), "as_which": dict(AS)}


@bp.route("/exports", methods=["GET", "POST"], endpoint="exports_index")
def index() -> page.Answer:
    """Choose what to take away; a short one is the answer, a long one is ordered."""
    form = ExportForm()
    conventions = list_conventions(page.ids())
    form.offer([(str(each.id), f"{each.territory.name}, {each.title}") for each in conventions])
    if not form.validate_on_submit():
        return page.show("desk/exports/index.html", form=form, orders=list_orders(account()), **ORDERED)
    kind, extension = form.kind.data, form.extension.data
    convention = _convention(form) if kind in OF_CONVENTION else None
    export = read_export(kind, page.ids(), convention)
    if export.count <= AT_ONCE:
        return _made(export, kind, extension)
    return _ordered(export, kind, extension, convention)


@bp.get("/exports/<id:order_id>", endpoint="exports_show")
def show(order_id: int) -> str:
    """How far an ordered export is."""
    order = _own(order_id)
    failure = find_failure(order) if order.state == "failed" else None
    kept_until = order.created_at + KEPT_FOR
    return page.show("desk/exports/show.html", order=order, failure=failure, kept_until=kept_until, **ORDERED)


@bp.get("/exports/<id:order_id>/fichier", endpoint="exports_file")
def file(order_id: int) -> Response:
    """The file of an ordered export."""
    order = _own(order_id)
    if order.state != "ready":
        abort(404)
    return _file(order.content, order.kind, order.extension)


def _own(order_id: int) -> ExportOrder:
    order = find_own_order(account(), order_id)
    if order is None:
        abort(404)
    return order


def _convention(form: ExportForm) -> Convention:
    text = form.convention.data or ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return page.found(find_scoped_convention, number)


def _made(export: Export, kind: str, extension: str) -> Response:
    on = clock.local_date(clock.now())
    return _file(make_export(export.table, export.rows(), extension, on=on), kind, extension)


def _ordered(export: Export, kind: str, extension: str, convention: Convention | None) -> page.Answer:
    asked: list[int] = []

    def order(_by: Actor, now: datetime) -> None:
        language = page_language()
        made = order_export(account(), kind, extension, convention, total_rows=export.count, language=language, now=now)
        asked.append(made.id)

    act(order, _("Le fichier se prépare. Un message vous préviendra."))
    return to("exports_show", order_id=asked[0])


def _file(content: bytes | None, kind: str, extension: str) -> Response:
    what = plain(head_of(kind, 420).caption).replace(" ", "-")
    name = f"{what}-{clock.local_date(clock.now()).isoformat()}.{extension}"
    return send_file(BytesIO(content or b""), mimetype=MEDIA_TYPES[extension], as_attachment=True, download_name=name)
