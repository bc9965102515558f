"""The months of a convention: what is open in the next one, and its closing."""

from __future__ import annotations

from datetime import date

from flask import flash, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.errors import Refusal
from webapp.services.accounts import list_accounts
from webapp.services.closings import close_month, list_closings, list_still_open, next_month_to_close
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.errors import sentence_of
from webapp.views.filters import month


@bp.get("/conventions/<id:convention_id>/mois", endpoint="closings_show")
def show(convention_id: int) -> str:
    """The months that are closed, the next one, and what it leaves open."""
    convention = page.found(find_scoped_convention, convention_id)
    last, today = next_month_to_close(convention), clock.local_date(clock.now())
    closings = list_closings(convention)
    return page.show(
        "desk/conventions/closings.html",
        convention=convention,
        last=last,
        is_over=last is not None and last < today,
        still_open=list_still_open(convention, last, today=today) if last is not None else None,
        closings=[(date.fromisoformat(event.reason), event) for event in closings],
        names=list_accounts(event.actor_id for event in closings if event.actor_id is not None),
    )


@bp.post("/conventions/<id:convention_id>/mois", endpoint="closings_close")
def close(convention_id: int) -> page.Answer:
    """Close the month that the page showed, and no other."""
    convention = page.found(find_scoped_convention, convention_id)
    try:
        last = date.fromisoformat(request.form.get("last", ""))
    except ValueError:
        return to("closings_show", convention_id=convention_id)
    said = _("%(month)s est clos.", month=month(last).capitalize())
    try:
        act(lambda by, now: close_month(convention, last, by=by, now=now), said)
    except Refusal as refusal:
        flash(sentence_of(refusal), "warning")
    return to("closings_show", convention_id=convention_id)
