"""From the ticked offers to the experts: look for somebody by hand, read once more what leaves, send."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.domain import deadlines
from webapp.domain.errors import NotEligible
from webapp.mail.request_facts import day_length
from webapp.models.needs import Need, NeedRole
from webapp.services.candidates import list_candidate_ids
from webapp.services.need_lists import find_scoped_need, search_offers
from webapp.services.proposals import send_proposals
from webapp.services.shortlists import Ranked, choice_of, rank_chosen
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.needs import ASKABLE, chosen_role

#: What a coordinator cannot overrule: a person who said no, is asked already, or cannot be reached.
FINAL = {"offered", "excluded", "engaged", "unreachable", "pledge"}

#: More at once would be a mailing.
MOST = 12


@bp.get("/besoins/<id:need_id>/chercher", endpoint="sending_search")
def search(need_id: int) -> str:
    """Look for an expert by name, trade or words, to add by hand."""
    need = page.found(find_scoped_need, need_id)
    role, words = chosen_role(need), page.searched()
    offers = []
    if role is not None and len(words) > 1 and need.territory is not None:
        offers = search_offers(role, list_candidate_ids(need.territory), words)
    return page.show("desk/needs/search.html", need=need, role=role, words_typed=words, offers=offers)


@bp.get("/besoins/<id:need_id>/envoi", endpoint="sending_review")
def review(need_id: int) -> page.Answer:
    """Who is about to be asked, for what, until when; nothing has left yet."""
    need = page.found(find_scoped_need, need_id)
    role = chosen_role(need)
    chosen = _ticked(need, role)
    if role is None or not chosen:
        flash(_("Cochez au moins une offre."), "warning")
        return to("needs_show", need_id=need_id)
    today = clock.local_date(clock.now())
    assert need.territory is not None, "a need of the desk has its territory"
    return page.show(
        "desk/needs/review.html",
        need=need,
        role=role,
        chosen=chosen,
        barred={entry.offer.id for entry in chosen if is_barred(entry)},
        answer_by=deadlines.answer_deadline(today, need.territory.answer_days, need.department),
        minutes_per_day=day_length(need.territory, today),
    )


@bp.post("/besoins/<id:need_id>/envoi", endpoint="sending_send")
def send(need_id: int) -> page.Answer:
    """Ask these experts; who was asked already is left alone, so that a second click asks nobody twice."""
    need = page.found(find_scoped_need, need_id)
    role = chosen_role(need)
    chosen = _ticked(need, role)
    again = [entry for entry in chosen if not is_engaged(entry)]
    barred = [finding for entry in again if is_barred(entry) for finding in entry.refusals]
    if barred:
        raise NotEligible(reasons=barred)
    choices = [choice_of(entry) for entry in again]
    if role is None or not choices:
        flash(_("Ces experts ont déjà la demande."), "warning")
        return to("needs_show", need_id=need_id)
    said = ngettext("La demande part vers %(num)s expert.", "La demande part vers %(num)s experts.", len(choices))
    act(lambda by, now: send_proposals(role, choices, by=by, now=now), said)
    return to("needs_show", need_id=need_id)


def is_barred(entry: Ranked) -> bool:
    """True when nobody may overrule what speaks against an offer."""
    return any(finding.rule in FINAL for finding in entry.refusals)


def is_engaged(entry: Ranked) -> bool:
    """True when the expert was asked about this role."""
    return any(finding.rule == "engaged" for finding in entry.refusals)


def _ticked(need: Need, role: NeedRole | None) -> list[Ranked]:
    """The offers that were ticked, among those of the territory, ranked again now."""
    if role is None or need.state != "open" or role.state not in ASKABLE or need.territory is None:
        return []
    ticked = {int(text) for text in request.values.getlist("offre") if text.isascii() and text.isdigit()}
    allowed = ticked & list_candidate_ids(need.territory)
    return rank_chosen(role, sorted(allowed)[:MOST], clock.now())
