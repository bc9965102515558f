"""The acts of one click from a basket; each leads back to the basket that it was taken from."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.clock import local_date
from webapp.domain.baskets import may_put_aside
from webapp.services.basket_acts import (
    ask_expert_now,
    find_scoped_role,
    note_first_contact,
    relaunch_experts,
    rest_expert,
)
from webapp.services.basket_entries import Entry
from webapp.services.basket_seen import bring_back, mark_seen
from webapp.services.directory import find_scoped_expert
from webapp.services.inbox import find_entry, list_baskets
from webapp.services.mission_lists import find_scoped_mission
from webapp.services.proposals import send_proposals
from webapp.services.shortlists import first_choices, shortlist
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.labels import BASKETS
from webapp.views.filters import date_day


@bp.post("/corbeilles/<basket>/<kind>/<id:object_id>/vu", endpoint="baskets_see")
def see(basket: str, kind: str, object_id: int) -> page.Answer:
    """Put a card aside until a day."""
    entry = _entry(basket, kind, object_id)
    until = _until()
    said = _("Vu. La carte revient le %(day)s.", day=date_day(until))
    act(lambda by, now: mark_seen(basket, entry, until, by=by, now=now), said)
    return _back()


@bp.post("/corbeilles/<basket>/<kind>/<id:object_id>/remettre", endpoint="baskets_bring_back")
def restore(basket: str, kind: str, object_id: int) -> page.Answer:
    """Put a card back in sight."""
    entry = _entry(basket, kind, object_id)
    act(lambda by, now: bring_back(basket, entry, by=by, now=now), _("La carte est de nouveau dans la corbeille."))
    return _back()


@bp.post("/recherches/<id:role_id>/relance", endpoint="baskets_relaunch")
def relaunch(role_id: int) -> page.Answer:
    """Mail the request once more to who has not answered."""
    role = page.found(find_scoped_role, role_id)
    act(lambda by, now: relaunch_experts(role, by=by, now=now), _what_left)
    return _back()


def _what_left(count: int) -> str:
    if not count:
        return _("Personne à relancer aujourd’hui : un rappel est parti il y a moins de trois jours ouvrés.")
    return ngettext("Un rappel part vers %(num)s expert.", "Un rappel part vers %(num)s experts.", count)


@bp.post("/recherches/<id:role_id>/suite", endpoint="baskets_next_wave")
def next_wave(role_id: int) -> page.Answer:
    """Ask the next experts, as the territory's wave is long; nobody under the floor, nobody twice."""
    role = page.found(find_scoped_role, role_id)
    assert role.need.territory is not None, "a need of the desk has its territory"
    choices = first_choices(shortlist(role, clock.now()), role.need.territory.wave_size)
    if not choices:
        flash(_("Plus personne au-dessus du seuil. Cherchez à la main, ou appelez l’entreprise."), "warning")
        return _back()
    said = ngettext("La demande part vers %(num)s expert.", "La demande part vers %(num)s experts.", len(choices))
    act(lambda by, now: send_proposals(role, choices, by=by, now=now), said)
    return _back()


@bp.post("/missions/<id:mission_id>/contact", endpoint="baskets_contact")
def contact(mission_id: int) -> page.Answer:
    """The two have spoken."""
    mission = page.found(find_scoped_mission, mission_id)
    act(lambda by, now: note_first_contact(mission, by=by, now=now), _("Le premier contact est noté."))
    return _back()


@bp.post("/missions/<id:mission_id>/question", endpoint="baskets_ask")
def ask(mission_id: int) -> page.Answer:
    """Ask the expert today what became of the mission."""
    mission = page.found(find_scoped_mission, mission_id)
    act(lambda by, now: ask_expert_now(mission, by=by, now=now), _what_was_asked)
    return _back()


def _what_was_asked(is_asked: bool) -> str:
    if is_asked:
        return _("La question part vers l’expert.")
    return _("Rien n’est parti : l’expert a eu la question il y a moins de trois jours ouvrés, ou n’est pas joignable.")


@bp.post("/experts/<id:expert_id>/repos", endpoint="baskets_rest")
def rest(expert_id: int) -> page.Answer:
    """Leave an expert in peace for a month."""
    expert = page.found(find_scoped_expert, expert_id)
    act(lambda by, now: rest_expert(expert, by=by, now=now), _what_rest)
    return _back()


def _what_rest(until: date) -> str:
    return _("Aucune demande jusqu’au %(day)s.", day=date_day(until))


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


def _back() -> page.Answer:
    """To the basket that stood open, else to all of them."""
    code = request.form.get("corbeille", "")
    return to("home_show", **({"corbeille": code} if code in BASKETS else {}))
