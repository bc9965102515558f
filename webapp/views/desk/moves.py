"""A mission goes to another pledge; a visit is contested for a firm that calls."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.forms.contracts import ContestForm, MoveForm
from webapp.forms.fields import choices_of
from webapp.models.conventions import Pledge
from webapp.services.ledger import balance_of, reserved_for
from webapp.services.mission_lists import find_scoped_mission, find_scoped_visit
from webapp.services.missions import dispute_visit
from webapp.services.moves import list_other_pledges, move_mission
from webapp.views.desk import page
from webapp.views.desk.acts import act, attempt, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.contract_labels import MOVES
from webapp.views.filters import days


@bp.route("/missions/<id:mission_id>/engagement", methods=["GET", "POST"], endpoint="moves_mission")
def mission(mission_id: int) -> page.Answer:
    """Move a mission to another pledge, with what it still keeps."""
    moved = page.found(find_scoped_mission, mission_id)
    pledges = {str(pledge.id): pledge for pledge in list_other_pledges(moved)}
    form = MoveForm()
    form.pledge.choices = choices_of([(key, _name(pledge)) for key, pledge in pledges.items()])
    form.reason.choices = choices_of(MOVES.items())
    per_day = moved.pledge.convention.minutes_per_day
    if pledges and form.validate_on_submit():
        target, reason = pledges[form.pledge.data], form.reason.data
        done = attempt(
            form.pledge,
            lambda by, now: move_mission(moved, target, reason=reason, by=by, now=now),
            _("La mission est passée sur l’autre engagement."),
        )
        if done:
            return to("missions_show", mission_id=mission_id)
    return page.show(
        "desk/missions/move.html", mission=moved, pledges=pledges, form=form, kept=reserved_for(moved), per_day=per_day
    )


def _name(pledge: Pledge) -> str:
    values = {
        "group": pledge.group.name,
        "convention": pledge.convention.title,
        "free": days(balance_of(pledge).free, pledge.convention.minutes_per_day),
    }
    if pledge.year is None:
        return _("%(group)s, %(convention)s, %(free)s libres", **values)
    return _("%(group)s, %(convention)s, année %(year)s, %(free)s libres", year=pledge.year, **values)


@bp.route("/visites/<id:visit_id>/contester", methods=["GET", "POST"], endpoint="moves_contest")
def contest(visit_id: int) -> page.Answer:
    """The firm calls and says otherwise, even after it has confirmed."""
    visit = page.found(find_scoped_visit, visit_id)
    mission_id, per_day = visit.mission_id, visit.mission.pledge.convention.minutes_per_day
    form = ContestForm(meta={"minutes_per_day": per_day})
    if not form.validate_on_submit():
        return page.show("desk/visits/contest.html", visit=visit, form=form, per_day=per_day)
    minutes, words = form.minutes.data or None, form.words.data
    act(
        lambda by, now: dispute_visit(visit, by=by, now=now, minutes=minutes, words=words),
        _("La visite est contestée : ses jours restent sur l’engagement jusqu’à ce que vous tranchiez."),
    )
    return to("missions_show", mission_id=mission_id)
