"""Jobs at the desk: what firms promised, what they counted, and what a coordinator writes down for them."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from webapp import clock
from webapp.clock import local_date
from webapp.domain.outcomes import MONTHS
from webapp.domain.states import Actor
from webapp.forms.outcomes import CONTRACT_LABELS, EVIDENCE_LABELS, DeskCountForm, PromiseForm
from webapp.models.missions import Mission
from webapp.models.outcomes import JobPromise
from webapp.services.mission_lists import find_scoped_mission
from webapp.services.outcome_tallies import tally_jobs
from webapp.services.outcomes import (
    aid_of_mission,
    find_promise,
    find_scoped_survey,
    next_question_of,
    open_promise,
    record_count,
    state_promise,
)
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.filters import date_year
from webapp.views.links.jobs import counted_of, said_in


@bp.get("/conventions/<id:convention_id>/emplois", endpoint="outcomes_show")
def show(convention_id: int) -> str:
    """The jobs of a convention: promised, counted at each moment, and firm by firm."""
    convention = page.found(find_scoped_convention, convention_id)
    today = local_date(clock.now())
    tally = tally_jobs([convention.id], today)
    return page.show(
        "desk/outcomes/show.html",
        convention=convention,
        tally=tally,
        promises=sorted(tally.promises, key=lambda promise: not _waits(promise, today)),
        months=MONTHS,
        contracts=dict(CONTRACT_LABELS),
        evidences=dict(EVIDENCE_LABELS),
    )


@bp.route("/emplois/<id:survey_id>", methods=["GET", "POST"], endpoint="outcomes_count")
def count(survey_id: int) -> page.Answer:
    """Write down what a firm says on the phone, shows on paper, or what was seen on a visit."""
    survey = page.found(find_scoped_survey, survey_id)
    convention_id = survey.promise.convention_id
    form = DeskCountForm(data=said_in(survey))
    if not form.validate_on_submit():
        return page.show("desk/outcomes/count.html", survey=survey, promise=survey.promise, form=form)
    counted = counted_of(form, form.evidence.data)
    act(lambda by, now: record_count(survey, counted, by=by, now=now), _("C’est noté."))
    return to("outcomes_show", convention_id=convention_id)


@bp.route("/missions/<id:mission_id>/emplois", methods=["GET", "POST"], endpoint="outcomes_promise")
def promise(mission_id: int) -> page.Answer:
    """Write down how many jobs a firm expects of a mission."""
    mission = page.found(find_scoped_mission, mission_id)
    form = PromiseForm(data=_known(mission))
    if not form.validate_on_submit():
        return page.show("desk/outcomes/promise.html", mission=mission, form=form)
    created, preserved = form.created.data, form.preserved.data

    def state(by: Actor, now: datetime) -> JobPromise:
        stated = open_promise(aid_of_mission(mission), by=by, now=now)
        state_promise(stated, created, preserved, by=by, now=now)
        return stated

    act(state, _said)
    return to("missions_show", mission_id=mission_id)


def _said(promise: JobPromise) -> str:
    day = next_question_of(promise, clock.today())
    if day is None:
        return _("La promesse est notée.")
    return _("La promesse est notée. L’entreprise sera questionnée le %(day)s.", day=date_year(day))


def _waits(promise: JobPromise, today: date) -> bool:
    """True while a firm has not answered the last question that it was due."""
    due = [survey for survey in promise.surveys if survey.due_on <= today]
    return bool(due) and due[-1].answer is None


def _known(mission: Mission) -> dict[str, int | None]:
    """What was said before."""
    known = find_promise("mission", mission.id)
    if known is None:
        return {}
    return {"created": known.created_hundredths, "preserved": known.preserved_hundredths}
