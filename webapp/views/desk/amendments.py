"""Amendments of a pledge: more days, fewer days, an agreed overrun."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from webapp import clock
from webapp.domain.errors import PledgeTooLow, Refusal
from webapp.domain.states import Actor
from webapp.forms.contracts import AmendmentForm
from webapp.models.conventions import Pledge
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.contract_terms import find_scoped_pledge
from webapp.services.ledger import balance_of
from webapp.views.desk import page
from webapp.views.desk.acts import act, once, to
from webapp.views.desk.blueprint import bp
from webapp.views.errors import sentence_of
from webapp.views.filters import days
from webapp.views.form_keys import new_stamp


@bp.route("/engagements/<id:pledge_id>/avenant", methods=["GET", "POST"], endpoint="amendments_write")
def write(pledge_id: int) -> page.Answer:
    """Write an amendment; what cannot be is said with the figures."""
    pledge = page.found(find_scoped_pledge, pledge_id)
    per_day = pledge.convention.minutes_per_day
    form = AmendmentForm(meta={"minutes_per_day": per_day})
    if form.validate_on_submit() and _write(pledge, form):
        return to("contracts_show", convention_id=pledge.convention_id)
    form.form_key.data = new_stamp()
    return page.show(
        "desk/contracts/amendment.html",
        pledge=pledge,
        convention=pledge.convention,
        balance=balance_of(pledge),
        form=form,
    )


def _write(pledge: Pledge, form: AmendmentForm) -> bool:
    change = Change(*form.deltas)
    signed = Signed(form.author.data, form.reason.data)
    day = form.effective_on.data or clock.local_date(clock.now())

    def step(by: Actor, now: datetime) -> None:
        write_amendment(pledge, change, signed, by=by, now=now, effective_on=day)

    try:
        act(once(form, "amendment", step), _("L’avenant est écrit."))
    except PledgeTooLow:
        form.days.errors = [say_too_low(pledge, change)]
    except Refusal as refusal:
        form.effective_on.errors = [sentence_of(refusal)]
    return not form.errors


def say_too_low(pledge: Pledge, change: Change) -> str:
    """Why a cut is refused: what would be left, and what is occupied, part by part."""
    balance, per_day = balance_of(pledge), pledge.convention.minutes_per_day
    if balance.pledged + change.days < 0 or balance.overrun + change.overrun < 0:
        return _(
            "Le groupe n’a promis que %(pledged)s, et %(overrun)s de dépassement.",
            pledged=days(balance.pledged, per_day),
            overrun=days(balance.overrun, per_day),
        )
    return _(
        "Il resterait %(cap)s. Jours occupés : %(occupied)s. Réservés : %(reserved)s ; donnés : %(given)s ;"
        " contestés : %(disputed)s.",
        cap=days(balance.cap + change.days + change.overrun, per_day),
        occupied=days(balance.counters.occupied, per_day),
        reserved=days(balance.counters.reserved, per_day),
        given=days(balance.counters.delivered, per_day),
        disputed=days(balance.counters.disputed, per_day),
    )
