"""A group, any organisation that lends people: a new one, what is written of it, who answers for it, its experts."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from webapp.forms.fields import choices_of
from webapp.forms.groups import GroupForm, ReferentForm
from webapp.models.groups import Group, GroupReferent
from webapp.models.territories import Commune
from webapp.services.accounts import list_accounts
from webapp.services.communes import example_commune, label_of, list_meant
from webapp.services.contract_parts import list_all_groups
from webapp.services.group_people import (
    Newcomer,
    add_referent,
    change_referent,
    find_scoped_group,
    list_experts_of_group,
    list_lending_groups,
    remove_referent,
)
from webapp.services.groups import GroupFacts, add_group, change_group, list_under, may_move
from webapp.services.notes import list_events
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import act, attempt, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.contract_labels import GROUP_KINDS


@bp.route("/groupes/nouveau", methods=["GET", "POST"], endpoint="groups_open")
def open_() -> page.Answer:
    """Add an organisation, then go back to the convention that it came from."""
    form = _form()
    convention_id = _came_from()
    if form.validate_on_submit() and _add(form):
        return to("contract_parts_promise", convention_id=convention_id) if convention_id else to("conventions_index")
    return page.show(
        "desk/groups/open.html", form=form, convention_id=convention_id, example=example_commune(page.ids())
    )


def _form(group: Group | None = None) -> GroupForm:
    """The form of a new group, or of one whose facts it shows."""
    form = GroupForm(data=_shown(group) if group is not None else None)
    form.kind.choices = choices_of(GROUP_KINDS.items())
    above = [(str(each.id), each.name) for each in list_all_groups() if each is not group]
    form.parent.choices = choices_of([("", _("personne, il est seul")), *above])
    return form


def _shown(group: Group) -> dict[str, str]:
    site = label_of(group.site) if group.site is not None else ""
    return {"name": group.name, "kind": group.kind, "parent": str(group.parent_id or ""), "commune": site}


def _add(form: GroupForm) -> bool:
    site = commune_of(form.commune)
    if form.commune.errors:
        return False
    facts = _facts_of(form, site)
    said = _("%(group)s est connu : notez ce qu’il promet.", group=form.name.data)
    return attempt(form.name, lambda by, now: add_group(facts, by=by, now=now), said)


def _facts_of(form: GroupForm, site: Commune | None) -> GroupFacts:
    return GroupFacts(
        form.name.data,
        form.kind.data,
        parent_id=int(form.parent.data) if form.parent.data else None,
        site_insee=site.insee if site is not None else None,
    )


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
    events = list_events(group)
    return page.show(
        "desk/groups/show.html",
        group=group,
        experts=list_experts_of_group(group, page.ids()),
        is_lending=group in list_lending_groups(page.ids()),
        under=list_under(group),
        kinds=GROUP_KINDS,
        form=form,
        events=events,
        names=list_accounts(event.actor_id for event in events if event.actor_kind == "account"),
    )


@bp.route("/groupes/<id:partner_id>/corriger", methods=["GET", "POST"], endpoint="groups_change")
def change(partner_id: int) -> page.Answer:
    """Correct what is written of a group. One that nobody counts on here any more is no longer on this desk."""
    group = page.found(find_scoped_group, partner_id)
    form, is_free = _form(group), may_move(group)
    if not is_free:
        form.parent.process(None, data=str(group.parent_id or ""))
    if form.validate_on_submit() and _change(group, form):
        is_ours = find_scoped_group(page.ids(), partner_id) is not None
        return to("groups_show", partner_id=partner_id) if is_ours else to("conventions_index")
    shown = {"group": group, "form": form, "is_free": is_free}
    return page.show("desk/groups/change.html", **shown, example=example_commune(page.ids()))


def _change(group: Group, form: GroupForm) -> bool:
    site = commune_of(form.commune)
    if form.commune.errors:
        return False
    facts = _facts_of(form, site)
    return attempt(form.name, lambda by, now: change_group(group, facts, by=by, now=now), _said)


def _said(changed: list[str]) -> str:
    return _("C’est corrigé, dans tous les territoires du groupe.") if changed else _("Rien n’était à corriger.")


@bp.post("/groupes/<id:partner_id>/referents/<id:referent_id>/fin", endpoint="groups_referent_remove")
def referent_remove(partner_id: int, referent_id: int) -> page.Answer:
    """Somebody answers for the group no more."""
    referent = _referent(partner_id, referent_id)
    act(lambda by, now: remove_referent(referent, by=by, now=now), _("Cette personne ne répond plus du groupe."))
    return to("groups_show", partner_id=partner_id)


@bp.route(
    "/groupes/<id:partner_id>/referents/<id:referent_id>/corriger",
    methods=["GET", "POST"],
    endpoint="groups_referent_change",
)
def referent_change(partner_id: int, referent_id: int) -> page.Answer:
    """Correct the name, the address or the telephone of who answers for the group."""
    referent = _referent(partner_id, referent_id)
    form = ReferentForm(obj=referent)
    if form.validate_on_submit():
        person = Newcomer(form.name.data, form.email.data, form.phone.data or "")
        said = _("C’est corrigé.")
        if attempt(form.email, lambda by, now: change_referent(referent, person, by=by, now=now), said):
            return to("groups_show", partner_id=partner_id)
    return page.show("desk/groups/referent.html", referent=referent, form=form)


def _referent(partner_id: int, referent_id: int) -> GroupReferent:
    group = page.found(find_scoped_group, partner_id)
    referent = next((row for row in group.referents if row.id == referent_id), None)
    return referent if referent is not None else abort(404)


def _came_from() -> int | None:
    text = request.args.get("convention", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    found = find_scoped_convention(page.ids(), int(text)) if is_number else None
    return found.id if found is not None else None
