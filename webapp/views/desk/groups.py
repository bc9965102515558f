"""A group that is not known yet: any organisation that lends people."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from webapp.forms.fields import choices_of
from webapp.forms.groups import GroupForm
from webapp.services.communes import list_meant
from webapp.services.contract_parts import list_all_groups
from webapp.services.groups import GroupFacts, add_group
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import attempt, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.contract_labels import GROUP_KINDS


@bp.route("/groupes/nouveau", methods=["GET", "POST"], endpoint="groups_open")
def open_() -> page.Answer:
    """Add an organisation, then go back to the convention that it came from."""
    form = GroupForm()
    form.kind.choices = choices_of(GROUP_KINDS.items())
    parents = [(str(group.id), group.name) for group in list_all_groups()]
    form.parent.choices = choices_of([("", _("personne, il est seul")), *parents])
    convention_id = _came_from()
    if form.validate_on_submit() and _add(form):
        return to("contract_parts_promise", convention_id=convention_id) if convention_id else to("conventions_index")
    return page.show("desk/groups/open.html", form=form, convention_id=convention_id)


def _add(form: GroupForm) -> bool:
    meant = list_meant(form.commune.data) if form.commune.data else []
    if form.commune.data and len(meant) != 1:
        form.commune.errors = [_("Nous ne reconnaissons pas cette commune. Écrivez-la comme ceci : Toul (54200)")]
        return False
    facts = GroupFacts(
        form.name.data,
        form.kind.data,
        parent_id=int(form.parent.data) if form.parent.data else None,
        site_insee=meant[0].insee if meant else None,
    )
    said = _("%(group)s est connu : notez ce qu’il promet.", group=form.name.data)
    return attempt(form.name, lambda by, now: add_group(facts, by=by, now=now), said)


def _came_from() -> int | None:
    text = request.args.get("convention", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    found = find_scoped_convention(page.ids(), int(text)) if is_number else None
    return found.id if found is not None else None
