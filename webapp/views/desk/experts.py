"""Experts: who they are, what they offer, how often they were asked; pause and absences."""

from __future__ import annotations

from datetime import timedelta

from flask import abort
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.scoring import ASKED_WITHIN_DAYS
from webapp.forms.desk import AbsenceForm, PauseForm
from webapp.services.accounts import list_accounts
from webapp.services.directory import (
    Asks,
    add_absence,
    count_asks,
    find_scoped_expert,
    list_asks,
    list_experts,
    list_offers_of,
    pause_expert,
    remove_absence,
)
from webapp.services.notes import list_events
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp

LATELY = timedelta(days=ASKED_WITHIN_DAYS)


@bp.get("/experts", endpoint="experts_index")
def index() -> str:
    """The experts of the groups that pledged days here."""
    rows = list_experts(page.ids(), page.searched(), page=page.page_number())
    expert_ids = [expert.id for expert in rows.rows]
    offers = list_offers_of(expert_ids)
    return page.show(
        "desk/experts/index.html",
        words_searched=page.searched(),
        asks=count_asks(expert_ids, clock.now() - LATELY),
        offers={id_: [offer for offer in offers if offer.expert_id == id_] for id_ in expert_ids},
        **page.turn(rows),
    )


@bp.get("/experts/<id:expert_id>", endpoint="experts_show")
def show(expert_id: int) -> str:
    """One expert."""
    expert = page.found(find_scoped_expert, expert_id)
    offers = list_offers_of([expert.id])
    events = list_events(expert, *offers)
    return page.show(
        "desk/experts/show.html",
        expert=expert,
        offers=offers,
        events=events,
        about={(offer.__tablename__, offer.id): offer.title for offer in offers},
        names=list_accounts(event.actor_id for event in events if event.actor_kind == "account"),
        asks=count_asks([expert.id], clock.now() - LATELY).get(expert.id, Asks()),
        proposals=list_asks(expert, page.ids()),
    )


@bp.route("/experts/<id:expert_id>/pause", methods=["GET", "POST"], endpoint="experts_pause")
def pause(expert_id: int) -> page.Answer:
    """Leave an expert in peace until a day."""
    expert = page.found(find_scoped_expert, expert_id)
    form = PauseForm(data={"until": expert.paused_until})
    form.today = clock.local_date(clock.now())
    if not form.validate_on_submit():
        return page.show("desk/experts/pause.html", expert=expert, form=form)
    until = form.until.data
    said = (
        _("L’expert ne reçoit plus de demande jusque-là.") if until else _("L’expert peut de nouveau être sollicité.")
    )
    act(lambda by, now: pause_expert(expert, until, by=by, now=now), said)
    return to("experts_show", expert_id=expert_id)


@bp.route("/experts/<id:expert_id>/absences", methods=["GET", "POST"], endpoint="experts_absence")
def absence(expert_id: int) -> page.Answer:
    """Note an absence."""
    expert = page.found(find_scoped_expert, expert_id)
    form = AbsenceForm()
    if not form.validate_on_submit():
        return page.show("desk/experts/absence.html", expert=expert, form=form)
    first, last = form.starts_on.data, form.ends_on.data
    act(lambda by, now: add_absence(expert, first, last, by=by, now=now), _("L’absence est notée."))
    return to("experts_show", expert_id=expert_id)


@bp.post("/experts/<id:expert_id>/absences/<id:absence_id>/fin", endpoint="experts_absence_remove")
def absence_remove(expert_id: int, absence_id: int) -> page.Answer:
    """Take an announced absence away."""
    expert = page.found(find_scoped_expert, expert_id)
    absence = next((row for row in expert.absences if row.id == absence_id), None)
    if absence is None:
        abort(404)
    act(lambda by, now: remove_absence(absence, by=by, now=now), _("L’absence est retirée."))
    return to("experts_show", expert_id=expert_id)
