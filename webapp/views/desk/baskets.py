"""What a coordinator has seen: a card put aside until a day, or back in sight; and how every act of a card answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect

from webapp import clock
from webapp.clock import local_date
from webapp.domain.baskets import may_put_aside
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.services.basket_entries import Entry
from webapp.services.basket_seen import bring_back, mark_seen
from webapp.services.basket_waits import let_wait
from webapp.services.inbox import find_entry, list_baskets
from webapp.views.desk import page
from webapp.views.desk.acts import Act, act
from webapp.views.desk.blueprint import bp
from webapp.views.desk.labels import BASKETS
from webapp.views.errors import sentence_of
from webapp.views.filters import date_day

Said = str | Callable[[Any], str]


@bp.post("/corbeilles/<basket>/<kind>/<id:object_id>/vu", endpoint="baskets_see")
def see(basket: str, kind: str, object_id: int) -> page.Answer:
    """Put a card aside until a day."""
    entry = _entry(basket, kind, object_id)
    until = _until()
    said = _("Vu. La carte revient le %(day)s.", day=date_day(until))
    return click(lambda by, now: mark_seen(basket, entry, until, by=by, now=now), said)


@bp.post("/corbeilles/<basket>/<kind>/<id:object_id>/remettre", endpoint="baskets_bring_back")
def restore(basket: str, kind: str, object_id: int) -> page.Answer:
    """Put a card back in sight."""
    entry = _entry(basket, kind, object_id)
    return click(
        lambda by, now: bring_back(basket, entry, by=by, now=now), _("La carte est de nouveau dans la corbeille.")
    )


def click(step: Act, said: Said) -> page.Answer:
    """Do what a card offers, or say why it cannot be done; then back to where the card lay."""
    try:
        act(step, said)
    except Refusal as refusal:
        flash(sentence_of(refusal), "warning")
    return back()


def click_and_wait(step: Act, said: Said, *, card: tuple[str, int], asked: str) -> page.Answer:
    """Ask somebody; if something left, the card waits aside until an answer can be there."""

    def asked_then_aside(by: Actor, now: datetime) -> object:
        done = step(by, now)
        if done:
            let_wait(page.ids(), *card, asked, by=by, now=now)
        return done

    return click(asked_then_aside, said)


def back() -> page.Answer:
    """To the basket that stood open, else to all of them; there, to the basket of the card."""
    chosen, lay_in = request.form.get("corbeille", ""), request.form.get("de", "")
    place = {"corbeille": chosen} if chosen in BASKETS else {}
    if lay_in in BASKETS:
        place |= {"fait": lay_in, "_anchor": lay_in.replace("_", "-")}
    return redirect(url_for("desk.home_show", **place), 303)


def _entry(basket: str, kind: str, object_id: int) -> Entry:
    """The card of a basket within the scope; a page that does not exist otherwise."""
    return find_entry(list_baskets(page.ids(), clock.now()), basket, kind, object_id) or abort(404)


def _until() -> date:
    try:
        until = date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        abort(400)
    if not may_put_aside(until, local_date(clock.now())):
        abort(400)
    return until
