"""Promised jobs that did not come: what a coordinator decides about an advance."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.domain.advances import called_plan
from webapp.domain.outcomes import show_jobs
from webapp.domain.states import Actor
from webapp.forms.money import WordsForm
from webapp.forms.outcomes import ShortfallForm
from webapp.models.shortfalls import JobShortfall
from webapp.services.job_shortfalls import apply_rule, find_call, find_scoped_case, leave_case
from webapp.services.schedules import find_schedule
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in
from webapp.views.filters import date_year, euros


@bp.route("/emplois/manques/<id:case_id>", methods=["GET", "POST"], endpoint="shortfalls_decide")
@freshly_signed_in
def decide(case_id: int) -> page.Answer:
    """Leave things as they are, or apply the rule of the territory."""
    case = page.found(find_scoped_case, case_id)
    consequence = _consequence(case)
    form: ShortfallForm | WordsForm = ShortfallForm() if consequence else WordsForm()
    if not consequence:
        consequence = _("Aucune échéance ne vient assez tard pour être appelée plus tôt.")
    words = Act(
        _("Des emplois promis ne sont pas venus"), f"{_missing(case)} {consequence}", _("Décider"), _("La décision est notée."),
    )  # fmt: skip

    def act(by: Actor, now: datetime) -> None:
        is_applied = isinstance(form, ShortfallForm) and form.choice.data == "apply"
        (apply_rule if is_applied else leave_case)(case, form.words.data, by=by, now=now)

    return act_on(case.advance, form, words, act)


def _missing(case: JobShortfall) -> str:
    promise, answer = case.survey.promise, case.survey.answer
    assert answer is not None, "a case rests on an answer"
    return _(
        "%(firm)s avait promis %(promised)s emplois, créés et préservés ; %(months)s mois après, elle en compte %(counted)s.",
        firm=promise.company.name,
        promised=show_jobs((promise.created_hundredths or 0) + (promise.preserved_hundredths or 0)),
        months=case.survey.months,
        counted=show_jobs(answer.created_hundredths + answer.preserved_hundredths),
    )


def _consequence(case: JobShortfall) -> str:
    """What the rule would change, in figures; "" where it changes nothing."""
    advance, call = case.advance, find_call(case.advance, clock.today())
    if call is None:
        return ""
    before = find_schedule(advance)
    repaid = advance.repaid_cents - before.repaid_before_cents
    plan = called_plan(before.plan, repaid, call)
    return ngettext(
        "Par la règle du territoire, la dernière échéance serait appelée avec celle du %(day)s, qui passerait à %(amount)s."
        " Tout reviendrait le %(after)s au lieu du %(before)s ; les autres échéances ne changent pas. L’ancien échéancier"
        " reste lisible, l’entreprise est prévenue.",
        "Par la règle du territoire, les %(num)s dernières échéances seraient appelées avec celle du %(day)s, qui passerait à"
        " %(amount)s. Tout reviendrait le %(after)s au lieu du %(before)s ; les autres échéances ne changent pas. L’ancien"
        " échéancier reste lisible, l’entreprise est prévenue.",
        call.count,
        day=date_year(call.due_on),
        amount=euros(next(part.amount_cents for part in plan if part.due_on == call.due_on)),
        after=date_year(plan[-1].due_on),
        before=date_year(before.plan[-1].due_on),
    )
