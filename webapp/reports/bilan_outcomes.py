"""What reports say beside the days: jobs created and preserved, what people thought of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.opinions import Opinions, OpinionTotal
from webapp.domain.survival import Survival
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


def survival_section(totals: Sequence[Survival]) -> Section:
    """Firms three and five years after they were helped: those of which nobody knows stand apart."""
    columns = (
        Column(_("Après l’aide")),
        Column(_("Toujours là"), Unit.COUNT),
        Column(_("Reprises"), Unit.COUNT),
        Column(_("Fermées"), Unit.COUNT),
        Column(_("Pas connu"), Unit.COUNT),
    )
    rows = tuple((_years(each.years), each.alive, each.taken_over, each.closed, each.unknown) for each in totals)
    said = [
        _(
            "%(years)s : de %(known)s entreprises on sait ce qu’elles sont devenues, %(alive)s sont toujours là ; "
            "de %(unknown)s personne ne le sait.",
            years=_years(each.years),
            alive=each.alive,
            known=each.known,
            unknown=each.unknown,
        )
        for each in totals
    ]
    table = Table("survival", _("Entreprises trois et cinq ans après"), columns, rows)
    return Section("survival", _("Ce que sont devenues les entreprises"), tuple(said), tables=(table,))


def _years(years: int) -> str:
    return ngettext("%(num)s an après", "%(num)s ans après", years)


def opinions_section(opinions: Opinions, *more: str) -> Section:
    """What firms and experts said, with how many were asked: no answer is never a score. `more`: what else to say."""
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
        (said, *more),
        tables=(Table("opinions", _("Avis sur les missions finies"), columns, rows),),
    )


def _opinion_row(name: str, total: OpinionTotal) -> tuple[Cell, ...]:
    share = None if total.rate is None else round(10_000 * total.rate)
    scores = (total.yes, total.partly, total.no) if total.answered else (None, None, None)
    return (name, total.asked, total.answered, share, *scores)
