"""Missions: their visits, their days, and what a coordinator does about them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _

from webapp import clock
from webapp.forms.desk import DeclareForm, EndForm, PlanForm
from webapp.models.missions import Mission, Visit
from webapp.models.opinions import Opinion
from webapp.services.accounts import list_accounts
from webapp.services.ledger import reserved_for
from webapp.services.mission_lists import find_scoped_mission, list_missions, list_movements
from webapp.services.missions import declare_visit, end_mission, list_visits, plan_visit
from webapp.services.notes import list_events, list_notes
from webapp.services.opinions import list_opinions, words_of
from webapp.services.outcomes import asks_for_jobs, find_promise
from webapp.views.desk import page
from webapp.views.desk.acts import act, once, to
from webapp.views.desk.blueprint import bp
from webapp.views.filters import date_day
from webapp.views.form_keys import new_stamp


@bp.get("/missions", endpoint="missions_index")
def index() -> str:
    """The missions, those under way first."""
    state = request.args.get("etat", "open")
    rows = list_missions(page.ids(), state, page.searched(), page=page.page_number())
    return page.show("desk/missions/index.html", state=state, words_typed=page.searched(), **page.turn(rows))


@bp.get("/missions/<id:mission_id>", endpoint="missions_show")
def show(mission_id: int) -> str:
    """One mission: who helps whom, the visits, every movement of its days."""
    mission = page.found(find_scoped_mission, mission_id)
    visits = list_visits(mission)
    opinions = list_opinions(mission)
    events = list_events(mission, mission.proposal, *visits, *opinions)
    return page.show(
        "desk/missions/show.html",
        mission=mission,
        need=mission.role.need,
        visits=visits,
        reserved=reserved_for(mission),
        movements=list_movements(mission),
        minutes_per_day=mission.pledge.convention.minutes_per_day,
        events=events,
        about=_lines_about(mission, visits, opinions),
        names=list_accounts(event.actor_id for event in events if event.actor_kind == "account"),
        asks_for_jobs=asks_for_jobs(mission.pledge.convention.territory),
        promise=find_promise("mission", mission.id),
        opinions=opinions,
        opinion_words={opinion.id: words_of(opinion) for opinion in opinions},
        words_said={note.id: note.text for note in list_notes(*visits)} if visits else {},
    )


def _lines_about(mission: Mission, visits: Iterable[Visit], opinions: Iterable[Opinion]) -> dict[tuple[str, int], str]:
    """Who answered the request, the day of each visit, which side gave its opinion, by kind and id."""
    proposal, company = mission.proposal, mission.role.need.company
    assert company is not None, "a mission is for a firm"
    sides = {"expert": proposal.expert.name, "contact": company.name}
    told = {(proposal.__tablename__, proposal.id): proposal.expert.name}
    days = ((visit, visit.worked_on or visit.planned_on) for visit in visits)
    told |= {(visit.__tablename__, visit.id): date_day(day) for visit, day in days if day}
    return told | {(opinion.__tablename__, opinion.id): sides[opinion.side] for opinion in opinions}


@bp.route("/missions/<id:mission_id>/prevoir", methods=["GET", "POST"], endpoint="missions_plan")
def plan(mission_id: int) -> page.Answer:
    """Note the day of a visit to come."""
    mission = page.found(find_scoped_mission, mission_id)
    form = PlanForm()
    form.today = clock.local_date(clock.now())
    if not form.validate_on_submit():
        form.form_key.data = new_stamp()
        return page.show("desk/missions/plan.html", mission=mission, form=form)
    step = once(form, "visit_plan", lambda by, now: plan_visit(mission, form.planned_on.data, by=by, now=now))
    act(step, _("La visite est prévue."))
    return to("missions_show", mission_id=mission_id)


@bp.route("/missions/<id:mission_id>/declarer", methods=["GET", "POST"], endpoint="missions_declare")
def declare(mission_id: int) -> page.Answer:
    """Write down what the expert says on the phone: when, how long; the firm is asked whether that is right."""
    mission = page.found(find_scoped_mission, mission_id)
    form = DeclareForm(meta={"minutes_per_day": mission.pledge.convention.minutes_per_day})
    visit = {str(visit.id): visit for visit in mission.visits}.get(request.args.get("visite", ""))
    if not form.validate_on_submit():
        form.form_key.data = new_stamp()
        return page.show("desk/missions/declare.html", mission=mission, form=form, visit=visit)
    worked_on, minutes = form.worked_on.data, form.minutes.data
    step = once(
        form,
        "visit_declare",
        lambda by, now: declare_visit(mission, worked_on, minutes, by=by, now=now, visit=visit),
    )
    act(step, _("La visite est déclarée, l’entreprise est priée de confirmer."))
    return to("missions_show", mission_id=mission_id)


@bp.route("/missions/<id:mission_id>/finir", methods=["GET", "POST"], endpoint="missions_end")
def end(mission_id: int) -> page.Answer:
    """End a mission; what was still reserved is free again."""
    mission = page.found(find_scoped_mission, mission_id)
    form = EndForm()
    if not form.validate_on_submit():
        return page.show("desk/missions/end.html", mission=mission, form=form)
    step = form.step.data
    act(lambda by, now: end_mission(mission, step, by=by, now=now), _("La mission est terminée."))
    return to("missions_show", mission_id=mission_id)
