"""A group, any organisation that lends people: a new one, who answers for it, its experts."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from webapp.forms.fields import choices_of
from webapp.forms.groups import GroupForm, ReferentForm
from webapp.models.territories import Commune
from webapp.services.communes import example_commune, list_meant
from webapp.services.contract_parts import list_all_groups
from webapp.services.group_people import (
    Newcomer,
    add_referent,
    find_scoped_group,
    list_experts_of_group,
    remove_referent,
)
from webapp.services.groups import GroupFacts, add_group
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import act, attempt, to
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
    return page.show(
        "desk/groups/open.html", form=form, convention_id=convention_id, example=example_commune(page.ids())
    )


def _add(form: GroupForm) -> bool:
    site = commune_of(form.commune)
    if form.commune.errors:
        return False
    facts = GroupFacts(
        form.name.data,
        form.kind.data,
        parent_id=int(form.parent.data) if form.parent.data else None,
        site_insee=site.insee if site is not None else None,
    )
    said = _("%(group)s est connu : notez ce qu’il promet.", group=form.name.data)
    return attempt(form.name, lambda by, now: add_group(facts, by=by, now=now), said)


def commune_of(field: Any) -> Commune | None:
    """The commune that was typed; None where none was, or where the field now says how to write it."""
    meant = list_meant(field.data) if field.data else []
    if field.data and len(meant) != 1:
        field.errors = [_("Nous ne reconnaissons pas cette commune. Écrivez son nom, et son code postal.")]
    return meant[0] if len(meant) == 1 else None


@bp.route("/groupes/<id:partner_id>", methods=["GET", "POST"], endpoint="groups_show")
def show(partner_id: int) -> page.Answer:
    """A group: who answers for it, its experts; somebody more who answers for it."""
    group = page.found(find_scoped_group, partner_id)
    form = ReferentForm()
    if form.validate_on_submit():
        person = Newcomer(form.name.data, form.email.data, form.phone.data or "")
        said = _("%(name)s répond désormais du groupe.", name=person.name)
        if attempt(form.email, lambda by, now: add_referent(group, person, by=by, now=now), said):
            return to("groups_show", partner_id=partner_id)
    experts = list_experts_of_group(group)
    return page.show("desk/groups/show.html", group=group, experts=experts, kinds=GROUP_KINDS, form=form)


@bp.post("/groupes/<id:partner_id>/referents/<id:referent_id>/fin", endpoint="groups_referent_remove")
def referent_remove(partner_id: int, referent_id: int) -> page.Answer:
    """Somebody answers for the group no more."""
    group = page.found(find_scoped_group, partner_id)
    referent = next((row for row in group.referents if row.id == referent_id), None)
    if referent is None:
        abort(404)
    act(lambda by, now: remove_referent(referent, by=by, now=now), _("Cette personne ne répond plus du groupe."))
    return to("groups_show", partner_id=partner_id)


def _came_from() -> int | None:
    text = request.args.get("convention", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    found = find_scoped_convention(page.ids(), int(text)) if is_number else None
    return found.id if found is not None else None
