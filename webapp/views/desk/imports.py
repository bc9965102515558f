"""Experts and offers from a sheet: looked at line by line, then written whole or not at all."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.imports import Problem
from webapp.domain.states import Actor
from webapp.domain.uploads import MAX_BYTES, RefusedUpload, clean_name
from webapp.extensions import db
from webapp.forms.documents import MAX_BODY
from webapp.forms.imports import SheetForm
from webapp.models.imports import SheetImport
from webapp.services.directory_imports import find_own_sheet, import_sheet, keep_sheet, plan_import
from webapp.services.sheets import Cells, read_cells
from webapp.transaction import transaction
from webapp.views.access import account
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.import_words import field_name, list_columns, say_fate, say_problem, say_refused


@bp.route("/imports", methods=["GET", "POST"], endpoint="imports_index")
def index() -> page.Answer:
    """Choose a sheet; it is read, and nothing is written."""
    request.max_content_length = MAX_BODY
    form = SheetForm()
    columns = list_columns()
    if not form.validate_on_submit():
        return page.show("desk/imports/index.html", form=form, columns=columns)
    try:
        kept = _keep(form)
    except RefusedUpload as refused:
        form.sheet.errors = [say_refused(refused)]
        return page.show("desk/imports/index.html", form=form, columns=columns)
    return to("imports_show", sheet_id=kept)


def _keep(form: SheetForm) -> int:
    """Keep the sheet of a form once it can be read; its id."""
    if not form.sheet.data or not form.sheet.data.filename:
        raise RefusedUpload("missing")
    name = clean_name(form.sheet.data.filename)
    content = form.sheet.data.stream.read(MAX_BYTES + 1)
    read_cells(name, content)
    with transaction():
        return keep_sheet(account(), name, content, now=clock.now()).id


@bp.get("/imports/<id:sheet_id>", endpoint="imports_show")
def show(sheet_id: int) -> str:
    """What would become of each line."""
    sheet = _own(sheet_id)
    plan = plan_import(_cells(sheet), page.ids())
    return page.show(
        "desk/imports/show.html",
        sheet=sheet,
        plan=plan,
        problems=[_told(problem) for problem in plan.problems],
        fates=[
            (fate.line.line, fate.line.values["name"], fate.line.values["title"], say_fate(fate)) for fate in plan.fates
        ],
    )


@bp.post("/imports/<id:sheet_id>", endpoint="imports_write")
def write(sheet_id: int) -> Response:
    """Write every line, or nothing."""
    sheet = _own(sheet_id)
    cells, territory_ids = _cells(sheet), page.ids()
    if plan_import(cells, territory_ids).problems:
        flash(_("Rien n’est écrit tant qu’une ligne est refusée."), "warning")
        return to("imports_show", sheet_id=sheet_id)

    def bring(by: Actor, now: datetime) -> int:
        plan = import_sheet(cells, territory_ids, by=by, now=now)
        db.session.delete(sheet)
        return plan.count("new") + plan.count("changed")

    act(bring, lambda count: ngettext("%(num)s ligne est écrite.", "%(num)s lignes sont écrites.", count))
    return redirect(url_for("desk.experts_index"), 303)


def _own(sheet_id: int) -> SheetImport:
    sheet = find_own_sheet(account(), sheet_id)
    if sheet is None:
        abort(404)
    return sheet


def _cells(sheet: SheetImport) -> Cells:
    return read_cells(sheet.name, sheet.content)


def _told(problem: Problem) -> tuple[int, str, str, str]:
    return problem.line, field_name(problem.field), problem.value, say_problem(problem)
