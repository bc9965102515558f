"""The journal of a convention: every line of its ledger."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from webapp.forms.fields import choices_of
from webapp.forms.journal import JournalForm
from webapp.reports.names import LINE_REASONS
from webapp.services.day_journals import JournalFilter, list_journal, list_names_of
from webapp.services.tallies import find_scoped_convention
from webapp.services.tally_lines import list_groups
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.contract_labels import BASES
from webapp.views.desk.labels import MOVEMENTS


@bp.get("/conventions/<id:convention_id>/journal", endpoint="journal_show")
def show(convention_id: int) -> str:
    """What was written, for which mission and visit, on which pledge, by whom, on what it rests, and why."""
    convention = page.found(find_scoped_convention, convention_id)
    form = JournalForm(request.args)
    groups = {str(group_id): name for group_id, name in list_groups(convention).items()}
    form.group.choices = choices_of([("", _("Tous les groupes")), *groups.items()])
    form.kind.choices = choices_of([("", _("Tous les mouvements")), *MOVEMENTS.items()])
    form.validate()
    wanted = JournalFilter(
        group_id=int(form.group.data) if form.group.data in groups else None,
        kind=form.kind.data or None,
        since=form.since.data or None,
        until=form.until.data or None,
        written_by=form.au.data or None,
    )
    found = list_journal(convention, wanted, page=page.page_number())
    return page.show(
        "desk/conventions/journal.html",
        convention=convention,
        form=form,
        authors=list_names_of((line.actor_kind, line.actor_id) for line in found.rows),
        bases=BASES,
        reasons=LINE_REASONS,
        **page.turn(found),
    )
