"""The firm's page about its jobs, some months after it was helped: created, preserved, on a phone, in a minute."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.forms.outcomes import CountForm
from webapp.services.outcomes import Counted, find_survey, record_count
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link


@bp.route("/emplois/<public_id:public_id>", methods=["GET", "POST"], endpoint="jobs_show")
def show(public_id: str) -> str | Response:
    """The question; once answered, what was said, and the way to correct it."""
    find = acting_link if request.method == "POST" else current_link
    link = find(public_id, Purpose.COUNT_JOBS)
    survey, form = find_survey(link.object_id), CountForm()
    if form.validate_on_submit():
        with transaction():
            by = Actor(ActorKind.CONTACT, link.person_id)
            record_count(survey, counted_of(form), by=by, now=clock.now())
        return redirect(url_for("links.jobs_show", public_id=public_id), 303)
    is_asked = survey.answer is None or form.is_submitted() or "corriger" in request.args
    return render_template(
        "links/jobs/show.html",
        survey=survey,
        promise=survey.promise,
        territory=survey.promise.territory,
        form=form,
        is_asked=is_asked,
        public_id=public_id,
    )


def counted_of(form: CountForm, evidence: str = "said") -> Counted:
    """What the form says, as the service takes it."""
    return Counted(
        form.created.data,
        form.preserved.data,
        form.kind,
        evidence,
        _said(form.turnover_before.data),
        _said(form.turnover_after.data),
    )


def _said(cents: int | str | None) -> int | None:
    """A turnover that was typed; nought is one, nothing typed is none."""
    return cents if isinstance(cents, int) else None
