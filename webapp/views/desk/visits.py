"""One visit: settle what the expert and the firm disagree on, correct it, cancel it, confirm it for a firm."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.forms.desk import ReasonForm, SettleForm
from webapp.forms.fields import choices_of
from webapp.models.missions import Visit
from webapp.reports.names import CORRECTIONS
from webapp.services.mission_lists import find_scoped_visit
from webapp.services.missions import cancel_visit, confirm_visit, correct_visit, post_what_waits, settle_dispute
from webapp.services.notes import list_notes
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.basket_missions import what_was_booked
from webapp.views.desk.blueprint import bp
from webapp.views.filters import days


@bp.route("/visites/<id:visit_id>/trancher", methods=["GET", "POST"], endpoint="visits_settle")
def settle(visit_id: int) -> page.Answer:
    """Read the two stories and decide how long it took, or that it did not take place."""
    visit = page.found(find_scoped_visit, visit_id)
    mission_id, per_day = visit.mission_id, visit.mission.pledge.convention.minutes_per_day
    form = SettleForm(meta={"minutes_per_day": per_day})
    form.outcome.choices = choices_of(_outcomes(visit, per_day))
    if not form.validate_on_submit():
        if visit.state != "disputed":
            return to("missions_show", mission_id=mission_id)
        return page.show(
            "desk/visits/settle.html", visit=visit, form=form, minutes_per_day=per_day, notes=list_notes(visit)
        )
    minutes = {
        "expert": visit.minutes,
        "firm": visit.disputed_minutes,
        "other": form.minutes.data,
        "none": None,
    }[form.outcome.data]
    act(lambda by, now: settle_dispute(visit, minutes, by=by, now=now), _("Le différend est réglé."))
    return to("missions_show", mission_id=mission_id)


def _outcomes(visit: Visit, per_day: int) -> list[tuple[str, str]]:
    said = [("expert", _("Ce que dit l’expert : %(time)s", time=days(visit.minutes or 0, per_day)))]
    if visit.disputed_minutes:
        said.append(("firm", _("Ce que dit l’entreprise : %(time)s", time=days(visit.disputed_minutes, per_day))))
    return [*said, ("other", _("Une autre durée")), ("none", _("La visite n’a pas eu lieu"))]


@bp.route("/visites/<id:visit_id>/corriger", methods=["GET", "POST"], endpoint="visits_correct")
def correct(visit_id: int) -> page.Answer:
    """Undo what a visit booked, so that it can be declared again; the lines of the ledger stay and are reversed."""
    visit = page.found(find_scoped_visit, visit_id)
    mission_id = visit.mission_id
    form = ReasonForm()
    form.reason.choices = choices_of(CORRECTIONS.items())
    if not form.validate_on_submit():
        return page.show("desk/visits/correct.html", visit=visit, form=form)
    reason = form.reason.data
    said = _("La visite peut être déclarée de nouveau.")
    act(lambda by, now: correct_visit(visit, by=by, now=now, reason=reason), said)
    return to("missions_show", mission_id=mission_id)


@bp.post("/visites/<id:visit_id>/annuler", endpoint="visits_cancel")
def cancel(visit_id: int) -> page.Answer:
    """A planned visit will not take place."""
    visit = page.found(find_scoped_visit, visit_id)
    mission_id = visit.mission_id
    act(lambda by, now: cancel_visit(visit, by=by, now=now), _("La visite est annulée."))
    return to("missions_show", mission_id=mission_id)


@bp.post("/visites/<id:visit_id>/confirmer", endpoint="visits_confirm")
def confirm(visit_id: int) -> page.Answer:
    """The firm has said on the phone that it is right."""
    visit = page.found(find_scoped_visit, visit_id)
    mission_id = visit.mission_id
    act(lambda by, now: confirm_visit(visit, by=by, now=now), _("La visite est confirmée."))
    return to("missions_show", mission_id=mission_id)


@bp.post("/visites/<id:visit_id>/inscrire", endpoint="visits_post")
def post(visit_id: int) -> page.Answer:
    """Book what found no room on the pledge before."""
    visit = page.found(find_scoped_visit, visit_id)
    mission_id, per_day = visit.mission_id, visit.mission.pledge.convention.minutes_per_day
    act(lambda by, now: post_what_waits(visit, by=by, now=now), lambda minutes: what_was_booked(minutes, per_day))
    return to("missions_show", mission_id=mission_id)
