"""The parties of a convention: who signs, what each group promises, on which conditions of its own."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.errors import Refusal
from webapp.forms.contracts import ConditionsForm, PromiseForm, SignatoryForm
from webapp.forms.fields import choices_of
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Group
from webapp.services.amendments import Signed
from webapp.services.contract_parts import (
    add_signatory,
    drop_pledge,
    join_convention,
    list_all_groups,
    promise_days,
    remove_signatory,
    set_conditions,
)
from webapp.services.contracts import Reason
from webapp.services.tallies import find_scoped_convention
from webapp.views.access import account
from webapp.views.desk import page
from webapp.views.desk.acts import act, attempt, once, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.contract_labels import SIGNATORY_KINDS, YES_OR_NOTHING
from webapp.views.errors import sentence_of
from webapp.views.form_keys import new_stamp


@bp.route("/conventions/<id:convention_id>/signataires", methods=["GET", "POST"], endpoint="contract_parts_sign")
def signatories(convention_id: int) -> page.Answer:
    """Who signs: the list, one more, one less."""
    convention = page.found(find_scoped_convention, convention_id)
    form = SignatoryForm()
    form.kind.choices = choices_of(SIGNATORY_KINDS.items())
    if form.validate_on_submit():
        name, kind = form.name.data, form.kind.data
        step = lambda by, now: add_signatory(convention, name, kind, Reason(by, now))  # noqa: E731
        if attempt(form.name, step, _("Le signataire est noté.")):
            return to("contract_parts_sign", convention_id=convention_id)
    return page.show("desk/contracts/signatories.html", convention=convention, form=form, kinds=SIGNATORY_KINDS)


@bp.post("/conventions/<id:convention_id>/signataires/<id:signatory_id>/retrait", endpoint="contract_parts_unsign")
def unsign(convention_id: int, signatory_id: int) -> page.Answer:
    """Somebody does not sign after all."""
    convention = page.found(find_scoped_convention, convention_id)
    gone = next((each for each in convention.signatories if each.id == signatory_id), None)
    if gone is not None:
        act(lambda by, now: remove_signatory(convention, gone, Reason(by, now)), _("Le signataire est retiré."))
    return to("contract_parts_sign", convention_id=convention_id)


@bp.route("/conventions/<id:convention_id>/engagements", methods=["GET", "POST"], endpoint="contract_parts_promise")
def promise(convention_id: int) -> page.Answer:
    """A group promises days in a draft; in a signed convention a group joins by an amendment."""
    convention = page.found(find_scoped_convention, convention_id)
    groups = {str(group.id): group for group in list_all_groups()}
    form = PromiseForm(meta={"minutes_per_day": convention.minutes_per_day})
    form.group.choices = choices_of([(key, group.name) for key, group in groups.items()])
    years = range(convention.starts_on.year, convention.ends_on.year + 1)
    form.year.choices = choices_of([("", _("toute la convention")), *((str(year), str(year)) for year in years)])
    if form.validate_on_submit() and _promise(convention, groups[form.group.data], form):
        return to("contract_parts_promise", convention_id=convention_id)
    form.form_key.data = new_stamp()
    return page.show("desk/contracts/pledges.html", convention=convention, form=form, has_groups=bool(groups))


def _promise(convention: Convention, group: Group, form: PromiseForm) -> bool:
    year, minutes = int(form.year.data) if form.year.data else None, form.days.data
    if convention.state == "draft":
        said = _("%(group)s : l’engagement est noté.", group=group.name)
        return attempt(form.year, lambda _by, _now: promise_days(convention, group, year, minutes), said)
    signed = Signed(account().name, form.reason.data or _("Le groupe rejoint la convention."))
    day = form.effective_on.data or clock.local_date(clock.now())
    step = once(
        form,
        "join",
        lambda by, now: join_convention(
            convention, group, year, minutes, signed=signed, why=Reason(by, now), effective_on=day
        ),
    )
    return attempt(form.group, step, _("%(group)s a rejoint la convention.", group=group.name))


@bp.post("/conventions/<id:convention_id>/engagements/<id:pledge_id>/retrait", endpoint="contract_parts_drop")
def drop(convention_id: int, pledge_id: int) -> page.Answer:
    """A group leaves a draft."""
    convention = page.found(find_scoped_convention, convention_id)
    gone = _pledge_of(convention, pledge_id)
    try:
        act(lambda _by, _now: drop_pledge(gone), _("L’engagement est retiré du brouillon."))
    except Refusal as refusal:
        flash(sentence_of(refusal), "warning")
    return to("contract_parts_promise", convention_id=convention_id)


def _pledge_of(convention: Convention, pledge_id: int) -> Pledge:
    found = next((pledge for pledge in convention.pledges if pledge.id == pledge_id), None)
    return found or abort(404)


@bp.route(
    "/conventions/<id:convention_id>/engagements/<id:pledge_id>/conditions",
    methods=["GET", "POST"],
    endpoint="contract_parts_conditions",
)
def conditions(convention_id: int, pledge_id: int) -> page.Answer:
    """The conditions that a group puts on its days, as rows."""
    convention = page.found(find_scoped_convention, convention_id)
    pledge = _pledge_of(convention, pledge_id)
    form = ConditionsForm(data=None if request.method == "POST" else _shown(pledge))
    for field in (form.independent, form.not_competitor, form.in_territory):
        field.choices = choices_of(YES_OR_NOTHING)
    if form.validate_on_submit():
        rules, reason = form.rules(), form.reason.data or ""
        group_id = pledge.group_id
        act(
            lambda by, now: set_conditions(convention, group_id, rules, Reason(by, now, reason)),
            _("Les conditions sont notées. Le classement des offres en tient compte."),
        )
        return to("contracts_show", convention_id=convention_id)
    return page.show("desk/contracts/conditions.html", convention=convention, pledge=pledge, form=form)


def _shown(pledge: Pledge) -> dict[str, str]:
    return {row.code: "yes" if row.value is None else str(row.value) for row in pledge.conditions}
