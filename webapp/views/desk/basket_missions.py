"""The acts of one click about missions and visits: spoken, introduce or ask again, end, settle, book, not taken place."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext as _

from webapp.services.basket_acts import ask_expert_now, introduce_again, note_first_contact
from webapp.services.mission_lists import find_scoped_mission, find_scoped_visit
from webapp.services.missions import cancel_visit, end_mission, post_what_waits, settle_dispute
from webapp.views.desk import page
from webapp.views.desk.baskets import click, click_and_wait
from webapp.views.desk.blueprint import bp
from webapp.views.filters import days


@bp.post("/missions/<id:mission_id>/contact", endpoint="baskets_contact")
def contact(mission_id: int) -> page.Answer:
    """The two have spoken."""
    mission = page.found(find_scoped_mission, mission_id)
    return click(lambda by, now: note_first_contact(mission, by=by, now=now), _("Le premier contact est noté."))


@bp.post("/missions/<id:mission_id>/presenter", endpoint="baskets_introduce")
def introduce(mission_id: int) -> page.Answer:
    """Mail both sides once more whom to call."""
    mission = page.found(find_scoped_mission, mission_id)
    return click_and_wait(
        lambda by, now: introduce_again(mission, by=by, now=now),
        _what_was_sent,
        card=("mission", mission_id),
        asked="introduce",
    )


def _what_was_sent(is_sent: bool) -> str:
    if is_sent:
        return _("Chacun reçoit de nouveau les coordonnées de l’autre.")
    return _("Rien n’est parti : on leur a écrit il y a moins de trois jours ouvrés.")


@bp.post("/missions/<id:mission_id>/question", endpoint="baskets_ask")
def ask(mission_id: int) -> page.Answer:
    """Ask the expert today what became of the mission."""
    mission = page.found(find_scoped_mission, mission_id)
    return click_and_wait(
        lambda by, now: ask_expert_now(mission, by=by, now=now),
        _what_was_asked,
        card=("mission", mission_id),
        asked="ask",
    )


def _what_was_asked(is_asked: bool) -> str:
    if is_asked:
        return _("La question part vers l’expert.")
    return _("Rien n’est parti : l’expert a eu la question il y a moins de trois jours ouvrés, ou n’est pas joignable.")


@bp.post("/visites/<id:visit_id>/question", endpoint="baskets_ask_visit")
def ask_visit(visit_id: int) -> page.Answer:
    """Ask the expert today what became of a visit whose day has passed."""
    mission = page.found(find_scoped_mission, page.found(find_scoped_visit, visit_id).mission_id)
    return click_and_wait(
        lambda by, now: ask_expert_now(mission, by=by, now=now), _what_was_asked, card=("visit", visit_id), asked="ask"
    )


@bp.post("/missions/<id:mission_id>/arret/<any(finish, stop):end>", endpoint="baskets_end")
def end(mission_id: int, end: Literal["finish", "stop"]) -> page.Answer:
    """End a mission: done, or stopped, then its role is open again; what was reserved is free."""
    mission = page.found(find_scoped_mission, mission_id)
    stopped = "abandon" if mission.state == "running" else "cancel"
    step = "finish" if end == "finish" else stopped
    return click(lambda by, now: end_mission(mission, step, by=by, now=now), _("La mission est terminée."))


@bp.post("/visites/<id:visit_id>/retenir/<any(expert, firm):side>", endpoint="baskets_settle")
def settle(visit_id: int, side: Literal["expert", "firm"]) -> page.Answer:
    """Settle a dispute as one of the two says."""
    visit = page.found(find_scoped_visit, visit_id)
    minutes = visit.minutes if side == "expert" else visit.disputed_minutes
    return click(lambda by, now: settle_dispute(visit, minutes, by=by, now=now), _("Le différend est réglé."))


@bp.post("/visites/<id:visit_id>/place", endpoint="baskets_post")
def post(visit_id: int) -> page.Answer:
    """Book what found no room on the pledge before."""
    visit = page.found(find_scoped_visit, visit_id)
    per_day = visit.mission.pledge.convention.minutes_per_day
    return click(
        lambda by, now: post_what_waits(visit, by=by, now=now), lambda minutes: what_was_booked(minutes, per_day)
    )


def what_was_booked(minutes: int, minutes_per_day: int) -> str:
    """So much was booked, or there is still no room."""
    if minutes:
        return _("Inscrit sur l’engagement : %(time)s.", time=days(minutes, minutes_per_day))
    return _("L’engagement du groupe est toujours plein.")


@bp.post("/visites/<id:visit_id>/sans-suite", endpoint="baskets_cancel_visit")
def cancel(visit_id: int) -> page.Answer:
    """A planned visit did not take place."""
    visit = page.found(find_scoped_visit, visit_id)
    return click(lambda by, now: cancel_visit(visit, by=by, now=now), _("La visite est annulée."))
