"""Needs: the list, and one of them with its ranked offers and all that happened."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from flask import Response, abort, request, send_file
from flask_babel import gettext as _

from webapp import clock
from webapp.forms.desk import NoteForm
from webapp.mail.request_facts import day_length
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.accounts import list_accounts
from webapp.services.candidates import check_company
from webapp.services.need_lists import (
    FILTERS,
    NeedFilter,
    find_scoped_need,
    list_need_missions,
    list_need_proposals,
    list_needs,
)
from webapp.services.needs import list_recent_alike
from webapp.services.notes import add_note, list_events, list_notes
from webapp.services.shortlists import Shortlist, shortlist
from webapp.services.teams import find_team
from webapp.services.themes import suggest_themes
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp

#: States of a role in which somebody may still be asked.
ASKABLE = ("open", "proposed", "unanswered")


@bp.get("/besoins", endpoint="needs_index")
def index() -> str:
    """The needs, filtered and searched."""
    state = request.args.get("etat", "open")
    wanted = NeedFilter(state if state in FILTERS else "open", page.searched())
    rows = list_needs(page.ids(), wanted, page=page.page_number())
    return page.show("desk/needs/index.html", wanted=wanted, **page.turn(rows))


@bp.get("/besoins/<id:need_id>", endpoint="needs_show")
def show(need_id: int) -> str:
    """One need: their words, the rules, the offers ranked, who was asked, what happened."""
    need = page.found(find_scoped_need, need_id)
    now = clock.now()
    role = chosen_role(need)
    proposals, missions = list_need_proposals(need), list_need_missions(need)
    events = list_events(need, *need.roles, *proposals, *missions, *(v for m in missions for v in m.visits))
    return page.show(
        "desk/needs/show.html",
        need=need,
        role=role,
        found=(found := ranked(need, role)),
        likely=suggest_themes(found) if found else None,
        team=find_team(found) if found else None,
        company_rules=check_company(need),
        minutes_per_day=day_length(need.territory, clock.local_date(now)),
        proposals=proposals,
        missions=missions,
        events=events,
        about=_experts_of(proposals, missions),
        names=list_accounts(event.actor_id for event in events if event.actor_kind == "account"),
        notes=list_notes(need),
        alike=list_recent_alike(need),
        note_form=NoteForm(formdata=None),
    )


def _experts_of(proposals: Iterable[Proposal], missions: Iterable[Mission]) -> dict[tuple[str, int], str]:
    """Whom each request, mission and visit is about, by kind and id: several experts may have the same need."""
    things = [(each.__tablename__, each.id, each.expert) for each in proposals]
    for mission in missions:
        about = (mission, *mission.visits)
        things += [(each.__tablename__, each.id, mission.proposal.expert) for each in about]
    return {(kind, key): expert.name for kind, key, expert in things}


def chosen_role(need: Need) -> NeedRole | None:
    """The role that a page is about: the one asked for, else the first that somebody may still be asked for."""
    asked = request.values.get("role", "")
    askable = [role for role in need.roles if role.state in ASKABLE]
    named = [role for role in need.roles if str(role.id) == asked]
    return next(iter(named or askable or need.roles), None)


def ranked(need: Need, role: NeedRole | None) -> Shortlist | None:
    """The offers for a role, while somebody may still be asked."""
    if role is None or need.state != "open" or role.state not in ASKABLE:
        return None
    return shortlist(role, clock.now())


@bp.get("/besoins/<id:need_id>/document", endpoint="needs_document")
def document(need_id: int) -> Response:
    """The document that the firm attached, to keep and not to open here."""
    stored = page.found(find_scoped_need, need_id).attachment
    if stored is None:
        abort(404)
    return send_file(BytesIO(stored.content), mimetype=stored.media_type, as_attachment=True, download_name=stored.name)


@bp.post("/besoins/<id:need_id>/notes", endpoint="needs_note")
def note(need_id: int) -> page.Answer:
    """Write a remark down."""
    need = page.found(find_scoped_need, need_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return page.show("desk/needs/note.html", need=need, form=form)
    act(lambda by, now: add_note(need, form.text.data, by=by, now=now), _("La note est gardée."))
    return to("needs_show", need_id=need_id)
