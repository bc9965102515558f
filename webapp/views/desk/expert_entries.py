"""An expert whom a coordinator adds by hand, and one more offer of somebody."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.forms.experts import ExpertForm, OfferForm, PersonForm
from webapp.forms.fields import choices_of
from webapp.models.groups import Expert
from webapp.models.territories import Commune
from webapp.services.communes import example_commune, label_of
from webapp.services.directory import find_scoped_expert
from webapp.services.group_people import Newcomer, Offered, add_expert, add_offer, change_expert, list_lending_groups
from webapp.views.desk import page
from webapp.views.desk.acts import act, attempt, once, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.groups import commune_of
from webapp.views.form_keys import new_stamp


@bp.route("/experts/nouveau", methods=["GET", "POST"], endpoint="experts_add")
def add() -> page.Answer:
    """Somebody of a group that has promised days, with a first offer."""
    groups = {str(group.id): group for group in list_lending_groups(page.ids())}
    form = ExpertForm()
    form.group.choices = choices_of((code, group.name) for code, group in groups.items())
    commune = commune_of(form.commune) if form.validate_on_submit() else None
    if form.is_submitted() and not form.errors:
        person = _person(form, commune)
        group, said = groups[form.group.data], _("%(name)s peut être sollicité.", name=person.name)
        if attempt(form.email, lambda by, now: add_expert(group, person, _offered(form), by=by, now=now), said):
            return to("experts_index")
    form.form_key.data = new_stamp()
    return page.show("desk/experts/add.html", form=form, example=example_commune(page.ids()))


@bp.route("/experts/<id:expert_id>/corriger", methods=["GET", "POST"], endpoint="experts_change")
def change(expert_id: int) -> page.Answer:
    """Correct the name, the job, the place of somebody, or how to reach them."""
    expert = page.found(find_scoped_expert, expert_id)
    form = PersonForm(data=_shown(expert))
    del form.group
    commune = commune_of(form.commune) if form.validate_on_submit() else None
    if form.is_submitted() and not form.errors:
        person = _person(form, commune)
        if attempt(form.email, lambda by, now: change_expert(expert, person, by=by, now=now), _("C’est corrigé.")):
            return to("experts_show", expert_id=expert_id)
    return page.show("desk/experts/change.html", expert=expert, form=form, example=example_commune(page.ids()))


@bp.route("/experts/<id:expert_id>/offres", methods=["GET", "POST"], endpoint="offers_add")
def add_one(expert_id: int) -> page.Answer:
    """One more thing that somebody can help with; the same form sent twice adds it once."""
    expert = page.found(find_scoped_expert, expert_id)
    form = OfferForm()
    if form.validate_on_submit():
        offered = _offered(form)
        step = once(form, "offer_add", lambda by, now: add_offer(expert, offered, by=by, now=now))
        act(step, _("L’offre est notée."))
        return to("experts_show", expert_id=expert_id)
    form.form_key.data = new_stamp()
    return page.show("desk/experts/offer.html", expert=expert, form=form)


def _shown(expert: Expert) -> dict[str, str]:
    place = label_of(expert.commune) if expert.commune is not None else ""
    shown = {"name": expert.name, "job": expert.job, "email": expert.email, "phone": expert.phone}
    return shown | {"commune": place}


def _person(form: PersonForm, commune: Commune | None) -> Newcomer:
    insee = commune.insee if commune is not None else None
    return Newcomer(form.name.data, form.email.data, form.phone.data or "", form.job.data or "", insee)


def _offered(form: OfferForm) -> Offered:
    radius = int(form.radius.data) if form.radius.data else None
    return Offered(form.title.data, form.text.data or "", form.place.data, radius, form.per_year.data or None)
