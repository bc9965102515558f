"""Conditions of the committee: lifted one by one with what shows it, in words or by a document that stays private."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import abort, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.domain.states import Actor
from webapp.forms.documents import MAX_BODY
from webapp.forms.money import EvidenceForm
from webapp.services.advance_lists import find_scoped_condition
from webapp.services.advances import lift_condition
from webapp.services.attachments import store_file
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on


@bp.url_value_preprocessor
def allow_documents(endpoint: str | None, _values: object) -> None:
    """Let this one page take a document; said before any form is read."""
    if endpoint == "desk.conditions_lift":
        request.max_content_length = MAX_BODY


@bp.route("/conditions/<id:condition_id>/lever", methods=["GET", "POST"], endpoint="conditions_lift")
def lift(condition_id: int) -> page.Answer:
    """A condition is met."""
    row = page.found(find_scoped_condition, condition_id)
    form = EvidenceForm()

    def step(by: Actor, now: datetime) -> None:
        evidence = store_file(form.found.upload, form.found.content, now=now) if form.found is not None else None
        lift_condition(row, words=form.words.data or "", evidence=evidence, by=by, now=now)

    words = Act(_("Lever une condition"), row.words, _("Lever la condition"), _("La condition est levée."))
    return act_on(row.advance, form, words, step)


@bp.get("/conditions/<id:condition_id>/preuve", endpoint="conditions_evidence")
def evidence(condition_id: int) -> Response:
    """The document that shows it."""
    stored = page.found(find_scoped_condition, condition_id).evidence
    if stored is None:
        abort(404)
    return send_file(BytesIO(stored.content), stored.media_type, as_attachment=True, download_name=stored.name)
