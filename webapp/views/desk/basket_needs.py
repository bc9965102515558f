"""The acts of one click about needs: relaunch, ask the next, say no, accept a held yes, open or refuse a doubtful one."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.services.answers import accept_held
from webapp.services.basket_acts import find_scoped_role, relaunch_experts
from webapp.services.need_ends import close_need, set_aside_need
from webapp.services.need_lists import find_scoped_need, find_scoped_proposal
from webapp.services.needs import release_held
from webapp.services.proposals import send_proposals
from webapp.services.shortlists import first_choices, shortlist
from webapp.views.desk import page
from webapp.views.desk.baskets import back, click, click_and_wait
from webapp.views.desk.blueprint import bp


@bp.post("/recherches/<id:role_id>/relance", endpoint="baskets_relaunch")
def relaunch(role_id: int) -> page.Answer:
    """Mail the request once more to who has not answered."""
    role = page.found(find_scoped_role, role_id)
    return click_and_wait(
        lambda by, now: relaunch_experts(role, by=by, now=now), _what_left, card=("need_role", role_id), asked="remind"
    )


def _what_left(count: int) -> str:
    if not count:
        return _("Personne à relancer aujourd’hui : un rappel est parti il y a moins de trois jours ouvrés.")
    return ngettext("Un rappel part vers %(num)s expert.", "Un rappel part vers %(num)s experts.", count)


@bp.post("/recherches/<id:role_id>/suite", endpoint="baskets_next_wave")
def next_wave(role_id: int) -> page.Answer:
    """Ask the first or the next experts, as the territory's wave is long; nobody under the floor, nobody twice."""
    role = page.found(find_scoped_role, role_id)
    assert role.need.territory is not None, "a need of the desk has its territory"
    choices = first_choices(shortlist(role, clock.now()), role.need.territory.wave_size)
    if not choices:
        flash(_("Plus personne au-dessus du seuil. Cherchez à la main, ou appelez l’entreprise."), "warning")
        return back()
    said = ngettext("La demande part vers %(num)s expert.", "La demande part vers %(num)s experts.", len(choices))
    return click_and_wait(
        lambda by, now: send_proposals(role, choices, by=by, now=now), said, card=("need_role", role_id), asked="send"
    )


@bp.post("/besoins/<id:need_id>/non", endpoint="baskets_say_no")
def say_no(need_id: int) -> page.Answer:
    """Tell the firm that nobody was found; the need can be taken up again."""
    need = page.found(find_scoped_need, need_id)
    said = _("Le besoin est clos, l’entreprise est prévenue.")
    return click(lambda by, now: close_need(need, "no_help", by=by, now=now), said)


@bp.post("/demandes/<id:proposal_id>/retenir", endpoint="baskets_accept_held")
def accept(proposal_id: int) -> page.Answer:
    """Accept a yes that waited for days, if the group has them now."""
    proposal = page.found(find_scoped_proposal, proposal_id)
    return click(lambda by, now: accept_held(proposal, by=by, now=now), _("C’est accepté : les jours sont réservés."))


@bp.post("/besoins/<id:need_id>/ouvrir", endpoint="baskets_open_need")
def open_need(need_id: int) -> page.Answer:
    """Let a doubtful need go on."""
    need = page.found(find_scoped_need, need_id)
    said = _("La demande est ouverte, l’entreprise est prévenue.")
    return click(lambda by, now: release_held(need, by=by, now=now), said)


@bp.post("/besoins/<id:need_id>/fausse", endpoint="baskets_refuse_need")
def refuse_need(need_id: int) -> page.Answer:
    """It is no true request: set aside, nobody is mailed."""
    need = page.found(find_scoped_need, need_id)
    said = _("La fausse demande est mise de côté. Personne n’est prévenu.")
    return click(lambda by, now: set_aside_need(need, "spam", by=by, now=now), said)
