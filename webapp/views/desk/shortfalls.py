"""Promised jobs that did not come: what a coordinator decides about an advance."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from webapp import clock
from webapp.domain.outcomes import show_jobs
from webapp.domain.states import Actor
from webapp.forms.money import WordsForm
from webapp.forms.outcomes import ShortfallForm
from webapp.models.shortfalls import JobShortfall
from webapp.services.job_shortfalls import apply_rule, called_terms, find_scoped_case, leave_case
from webapp.services.schedules import find_schedule, lines_of
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in
from webapp.views.filters import euros


@bp.route("/emplois/manques/<id:case_id>", methods=["GET", "POST"], endpoint="shortfalls_decide")
@freshly_signed_in
def decide(case_id: int) -> page.Answer:
    """Leave things as they are, or apply the rule of the territory."""
    case = page.found(find_scoped_case, case_id)
    consequence = _consequence(case)
    form: ShortfallForm | WordsForm = ShortfallForm() if consequence else WordsForm()
    if not consequence:
        consequence = _("Une seule échéance reste : il n’y a rien à rapprocher.")
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
    advance = case.advance
    terms = called_terms(advance, clock.today())
    if terms is None:
        return ""
    left = [line for line in lines_of(advance, find_schedule(advance)) if line.left_cents]
    return _(
        "Par la règle du territoire, les %(owed)s qui restent dus reviendraient en %(after)s échéances "
        "de %(amount)s au lieu de %(before)s. L’ancien échéancier reste lisible, l’entreprise est prévenue.",
        owed=euros(advance.lent_cents),
        after=terms.count,
        amount=euros(advance.lent_cents // terms.count),
        before=len(left),
    )
