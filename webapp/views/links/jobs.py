"""The firm's page about its jobs, some months after it was helped: created, preserved, on a phone, in a minute."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.forms.outcomes import CONTRACT_LABELS, CountForm
from webapp.models.outcomes import JobSurvey
from webapp.services.outcomes import Counted, find_survey, next_question_of, record_count
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import check_acts, current_link


@bp.route("/emplois/<public_id:public_id>", methods=["GET", "POST"], endpoint="jobs_show")
def show(public_id: str) -> str | Response:
    """The question; once answered, what was said, and the way to correct it."""
    link = current_link(public_id, Purpose.COUNT_JOBS)
    survey = find_survey(link.object_id)
    is_asked = survey.answer is None or request.method == "POST" or "corriger" in request.args
    if is_asked:
        check_acts(link)
    form = CountForm(data=said_in(survey))
    if form.validate_on_submit():
        with transaction():
            by = Actor(ActorKind.CONTACT, link.person_id)
            record_count(survey, counted_of(form), by=by, now=clock.now())
        return redirect(url_for("links.jobs_show", public_id=public_id), 303)
    return render_template(
        "links/jobs/show.html",
        survey=survey,
        promise=survey.promise,
        territory=survey.promise.territory,
        form=form,
        is_asked=is_asked,
        contracts=dict(CONTRACT_LABELS),
        next_on=next_question_of(survey.promise, clock.today()),
        public_id=public_id,
    )


def said_in(survey: JobSurvey) -> dict[str, object]:
    """What was answered last, as a form shows it again."""
    answer = survey.answer
    if answer is None:
        return {}
    return {
        "created": answer.created_hundredths,
        "preserved": answer.preserved_hundredths,
        "contract": answer.contract,
        "evidence": answer.evidence,
        "turnover_before": answer.turnover_before_cents,
        "turnover_after": answer.turnover_after_cents,
    }


def counted_of(form: CountForm, evidence: str = "said") -> Counted:
    """What the form says, as the service takes it."""
    return Counted(
        form.created.data,
        form.preserved.data,
        form.kind,
        evidence,
        form.turnover_before.data,
        form.turnover_after.data,
    )
