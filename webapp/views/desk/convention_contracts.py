"""A convention as a contract: its page, its terms, its signature, its renewal."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain import deadlines
from webapp.domain.errors import Refusal
from webapp.forms.contracts import AsOfForm, TermsForm
from webapp.forms.fields import choices_of
from webapp.models.conventions import Convention
from webapp.services.accounts import list_accounts
from webapp.services.closings import next_month_to_close
from webapp.services.contract_terms import list_history, read_contract
from webapp.services.contracts import (
    Reason,
    Terms,
    change_terms,
    discard_draft,
    has_lines,
    open_convention,
    sign_convention,
    terms_of,
)
from webapp.services.renewals import find_renewal, next_dates, renew_convention
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import Act, act, attempt, once, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.contract_labels import CONDITION_NAMES, SIGNATORY_KINDS, TERMS
from webapp.views.errors import sentence_of
from webapp.views.form_keys import new_stamp


@bp.get("/conventions/<id:convention_id>/contrat", endpoint="contracts_show")
def show(convention_id: int) -> str:
    """The contract, today or at the end of a past day: terms, parties, promises, conditions, what was changed."""
    convention = page.found(find_scoped_convention, convention_id)
    form = AsOfForm(request.args)
    today = clock.local_date(clock.now())
    day = form.au.data if form.validate() and form.au.data and form.au.data < today else None
    until = deadlines.end_of_day(day or today)
    history = list_history(convention, until)
    return page.show(
        "desk/contracts/show.html",
        convention=convention,
        contract=read_contract(convention, until),
        day=day,
        form=form,
        history=history,
        names=list_accounts(each.change.actor_id for each in history if each.change and each.change.actor_id),
        next_month=next_month_to_close(convention),
        renewal=find_renewal(convention),
        kinds=SIGNATORY_KINDS,
        term_names=TERMS,
        condition_names=CONDITION_NAMES,
    )


@bp.route("/conventions/nouvelle", methods=["GET", "POST"], endpoint="contracts_open")
def open_() -> page.Answer:
    """Begin the draft of a convention."""
    mine = page.territories()
    form = TermsForm(data={"minutes_per_day": "420", "territory": str(mine[0].id)})
    form.territory.choices = choices_of([(str(each.id), each.name) for each in mine])
    if form.validate_on_submit():
        territory = next((each for each in mine if str(each.id) == form.territory.data), mine[0])
        made: list[Convention] = []
        step = once(
            form,
            "convention",
            lambda by, now: made.append(open_convention(territory, _typed(form), by=by, now=now)),
        )
        said = _("Le brouillon est ouvert : ajoutez les signataires et les engagements, puis signez.")
        if attempt(form.ends_on, step, said):
            return to("contracts_show", convention_id=made[0].id) if made else to("conventions_index")
    form.form_key.data = new_stamp()
    return page.show("desk/contracts/terms.html", form=form, convention=None, is_fixed=False)


@bp.route("/conventions/<id:convention_id>/termes", methods=["GET", "POST"], endpoint="contracts_edit")
def edit(convention_id: int) -> page.Answer:
    """Change the terms that may still change; a signed convention asks why."""
    convention = page.found(find_scoped_convention, convention_id)
    form = TermsForm(data=_shown(terms_of(convention)))
    form.needs_reason = convention.state == "signed"
    is_fixed = has_lines(convention)
    if form.validate_on_submit():
        typed = _typed(form)
        step = lambda by, now: change_terms(convention, typed, Reason(by, now, form.reason.data or ""))  # noqa: E731
        if attempt(form.ends_on, step, _("Les termes sont changés.")):
            return to("contracts_show", convention_id=convention_id)
    return page.show("desk/contracts/terms.html", form=form, convention=convention, is_fixed=is_fixed)


def _typed(form: TermsForm) -> Terms:
    value = form.day_value.figure
    return Terms(
        title=form.title.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        minutes_per_day=form.minutes_per_day.figure or 420,
        day_value_cents=value * 100 if value else None,
    )


def _shown(terms: Terms) -> dict[str, object]:
    value = "" if terms.day_value_cents is None else str(terms.day_value_cents // 100)
    return vars(terms) | {"minutes_per_day": str(terms.minutes_per_day), "day_value": value}


@bp.post("/conventions/<id:convention_id>/signer", endpoint="contracts_sign")
def sign(convention_id: int) -> page.Answer:
    """The draft becomes the convention."""
    convention = page.found(find_scoped_convention, convention_id)
    return _do(
        convention_id,
        lambda by, now: sign_convention(convention, by=by, now=now),
        _("La convention est signée. Ses engagements ne changent plus que par avenant."),
    )


@bp.post("/conventions/<id:convention_id>/jeter", endpoint="contracts_discard")
def discard(convention_id: int) -> page.Answer:
    """Throw a draft away."""
    convention = page.found(find_scoped_convention, convention_id)
    act(lambda _by, _now: discard_draft(convention), _("Le brouillon est jeté."))
    return to("conventions_index")


@bp.post("/conventions/<id:convention_id>/reconduire", endpoint="contracts_renew")
def renew(convention_id: int) -> page.Answer:
    """Draft the convention that follows."""
    convention = page.found(find_scoped_convention, convention_id)
    waiting = find_renewal(convention)
    if waiting is not None:
        return to("contracts_show", convention_id=waiting.id)
    starts_on, ends_on = next_dates(convention)
    title = _("Convention %(first)s-%(last)s", first=starts_on.year, last=ends_on.year)
    _do(
        convention_id,
        lambda by, now: renew_convention(convention, title, by=by, now=now),
        _("La suite est préparée : relisez chaque engagement, puis signez."),
    )
    made = find_renewal(convention)
    return to("contracts_show", convention_id=made.id if made is not None else convention_id)


def _do(convention_id: int, step: Act, said: str) -> page.Answer:
    """Do it and come back; a refusal is said at the top of the page."""
    try:
        act(step, said)
    except Refusal as refusal:
        flash(sentence_of(refusal), "warning")
    return to("contracts_show", convention_id=convention_id)
