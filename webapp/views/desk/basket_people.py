"""The acts of one click about people and groups: a month of rest, do the offers stand, letters to a group."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.services.basket_acts import rest_expert
from webapp.services.basket_people import BEHIND, SPENT, Standing, find_standing
from webapp.services.census import ask_census_now, keep_offers
from webapp.services.directory import find_scoped_expert
from webapp.services.group_letters import write_to_group
from webapp.services.mission_lists import find_scoped_mission, find_scoped_visit
from webapp.views.desk import page
from webapp.views.desk.baskets import click, click_and_wait
from webapp.views.desk.blueprint import bp
from webapp.views.filters import date_day


@bp.post("/experts/<id:expert_id>/repos", endpoint="baskets_rest")
def rest(expert_id: int) -> page.Answer:
    """Leave an expert in peace for a month."""
    expert = page.found(find_scoped_expert, expert_id)
    return click(lambda by, now: rest_expert(expert, by=by, now=now), _what_rest)


def _what_rest(until: date) -> str:
    return _("Aucune demande jusqu’au %(day)s.", day=date_day(until))


@bp.post("/experts/<id:expert_id>/offres/question", endpoint="baskets_ask_offers")
def ask_offers(expert_id: int) -> page.Answer:
    """Ask an expert whether their offers still stand."""
    expert = page.found(find_scoped_expert, expert_id)
    return click_and_wait(
        lambda by, now: ask_census_now(expert, by=by, now=now),
        _what_was_asked,
        card=("expert", expert_id),
        asked="census",
    )


def _what_was_asked(is_asked: bool) -> str:
    if is_asked:
        return _("La question part : l’expert relit ses offres par un lien.")
    return _("Rien n’est parti : il a eu la question il y a moins d’un mois, ou n’est pas joignable.")


@bp.post("/experts/<id:expert_id>/offres/valables", endpoint="baskets_keep_offers")
def keep(expert_id: int) -> page.Answer:
    """Note that the offers of an expert stand, as they said on the phone."""
    expert = page.found(find_scoped_expert, expert_id)
    return click_and_wait(
        lambda by, now: keep_offers(expert, by=by, now=now), _what_stands, card=("expert", expert_id), asked="census"
    )


def _what_stands(count: int) -> str:
    return ngettext("%(num)s offre est notée comme valable.", "%(num)s offres sont notées comme valables.", count)


@bp.post("/engagements/<id:pledge_id>/lettre/<any(late, spent):letter>", endpoint="baskets_write")
def write(pledge_id: int, letter: Literal["late", "spent"]) -> page.Answer:
    """Write to the contacts of a group where its days stand."""
    standing = _standing(pledge_id)
    return _write(standing, BEHIND if letter == "late" else SPENT, card=("pledge", standing.id))


@bp.post("/visites/<id:visit_id>/avenant", endpoint="baskets_ask_room")
def ask_room(visit_id: int) -> page.Answer:
    """Ask a group for an amendment, about a visit that found no room."""
    mission = page.found(find_scoped_mission, page.found(find_scoped_visit, visit_id).mission_id)
    return _write(_standing(mission.pledge_id), SPENT, card=("visit", visit_id))


def _standing(pledge_id: int) -> Standing:
    return page.found(lambda ids, wanted: find_standing(ids, wanted, clock.now()), pledge_id)


def _write(standing: Standing, step: str, *, card: tuple[str, int]) -> page.Answer:
    return click_and_wait(
        lambda by, now: write_to_group(standing, step, by=by, now=now), _what_was_written, card=card, asked="write"
    )


def _what_was_written(count: int) -> str:
    if not count:
        return _("Rien n’est parti : le groupe n’a pas de contact, ou a eu cette lettre il y a moins de deux semaines.")
    return ngettext("Une lettre part vers %(num)s contact.", "Une lettre part vers %(num)s contacts.", count)
