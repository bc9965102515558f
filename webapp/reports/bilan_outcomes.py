"""What reports say beside the days: jobs created and preserved, what people thought of it."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.domain.opinions import Opinions, OpinionTotal
from webapp.reports.bilan_figures import Jobs
from webapp.reports.document import Cell, Column, Section, Table, Unit


def jobs_section(jobs: Jobs) -> Section:
    """Promised and counted, apart; how many firms answered stands beside every sum."""
    columns = (Column(_("Emplois")), Column(_("Promis"), Unit.HUNDREDTHS), Column(_("Constatés"), Unit.HUNDREDTHS))
    known = jobs.answered > 0
    rows = (
        (_("Créés"), jobs.promised_created, jobs.created if known else None),
        (_("Préservés"), jobs.promised_preserved, jobs.preserved if known else None),
    )
    said = _(
        "%(answered)s entreprises interrogées sur %(asked)s ont répondu ; les autres ne comptent pour rien, pas pour zéro.",
        answered=jobs.answered,
        asked=jobs.asked,
    )
    return Section("jobs", _("Les emplois"), (said,), tables=(Table("jobs", _("Emplois"), columns, rows),))


def opinions_section(opinions: Opinions) -> Section:
    """What firms and experts said, with how many were asked: no answer is never a score."""
    columns = (
        Column(_("Qui")),
        Column(_("Interrogés"), Unit.COUNT),
        Column(_("Réponses"), Unit.COUNT),
        Column(_("Part de réponses"), Unit.SHARE),
        Column(_("Oui"), Unit.COUNT),
        Column(_("En partie, ou autrement"), Unit.COUNT),
        Column(_("Non"), Unit.COUNT),
    )
    rows = (
        _opinion_row(_("Entreprises : l’aide a-t-elle été utile ?"), opinions.firms),
        _opinion_row(_("Experts : le referaient-ils ?"), opinions.experts),
    )
    said = _("Une question à chaque côté, quand la mission est finie. Ne pas répondre n’est pas un avis.")
    return Section(
        "opinions",
        _("Ce qu’ils en pensent"),
        (said,),
        tables=(Table("opinions", _("Avis sur les missions finies"), columns, rows),),
    )


def _opinion_row(name: str, total: OpinionTotal) -> tuple[Cell, ...]:
    share = None if total.rate is None else round(10_000 * total.rate)
    scores = (total.yes, total.partly, total.no) if total.answered else (None, None, None)
    return (name, total.asked, total.answered, share, *scores)
