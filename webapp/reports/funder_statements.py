"""What a funder is told of its money, as a report: the page, the PDF and the workbook show the same. Figures in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from webapp.reports.document import Column, Document, Section, Table, Unit
from webapp.reports.sentences import report_language, say_date, say_euros


@dataclass(frozen=True)
class FunderFigures:
    """Cents, and hundredths of full-time jobs; a part is in proportion to what each funder brought."""

    group: str
    fund: str
    imprint: str
    as_of: date
    contributed: int
    promised: int
    lent: int
    outstanding: int
    lost: int
    jobs_created: int
    jobs_preserved: int
    fund_contributed: int
    fund_lent: int
    fund_lost: int
    #: promised on, promised, received
    contributions: Sequence[tuple[date, int, int]]
    #: booked on, what it was, cents at the bank
    movements: Sequence[tuple[date, str, int]]


def write_funder_statement(figures: FunderFigures) -> Document:
    """The statement, in the language of the moment."""
    return Document(
        kind="funder_statement",
        language=report_language(),
        title=_("Relevé : %(group)s", group=figures.group),
        subtitle=_("%(fund)s. Chiffres arrêtés au %(day)s.", fund=figures.fund, day=say_date(figures.as_of)),
        as_of=figures.as_of.isoformat(),
        highlights=(
            (say_euros(figures.contributed), _("apportés")),
            (say_euros(figures.lent), _("prêtés grâce à eux")),
            (say_euros(figures.outstanding), _("chez les entreprises")),
            (say_euros(figures.lost), _("perdus")),
        ),
        sections=(_shares(figures), _contributions(figures), _movements(figures)),
        definitions=_definitions(),
        imprint=figures.imprint,
    )


def _shares(figures: FunderFigures) -> Section:
    euros = Table(
        "shares",
        _("Sa part, en euros"),
        (Column(_("Montant")), Column(_("Sa part"), Unit.EUROS), Column(_("Le fonds entier"), Unit.EUROS)),
        (
            (_("Apporté"), figures.contributed, figures.fund_contributed),
            (_("Encore promis"), figures.promised, None),
            (_("Prêté en tout"), figures.lent, figures.fund_lent),
            (_("Chez les entreprises"), figures.outstanding, None),
            (_("Perdu, net de ce qui est revenu"), figures.lost, figures.fund_lost),
        ),
        unknown="",
    )
    jobs = Table(
        "jobs",
        _("Sa part des emplois"),
        (Column(_("Emplois")), Column(_("Sa part"), Unit.HUNDREDTHS)),
        ((_("Créés"), figures.jobs_created), (_("Préservés"), figures.jobs_preserved)),
    )
    return Section("shares", _("Sa part"), tables=(euros, jobs))


def _contributions(figures: FunderFigures) -> Section:
    columns = (Column(_("Promis le"), Unit.DATE), Column(_("Promis"), Unit.EUROS), Column(_("Reçu"), Unit.EUROS))
    rows = tuple((day.isoformat(), promised, received) for day, promised, received in figures.contributions)
    return Section("contributions", _("Apports"), tables=(Table("contributions", _("Promis et reçu"), columns, rows),))


def _movements(figures: FunderFigures) -> Section:
    columns = (Column(_("Compte au"), Unit.DATE), Column(_("Mouvement")), Column(_("À la banque"), Unit.EUROS))
    rows = tuple((day.isoformat(), words, cents) for day, words, cents in figures.movements)
    if not rows:
        return Section("movements", _("Mouvements"), (_("Rien n’est encore passé par la banque."),))
    return Section(
        "movements", _("Mouvements"), tables=(Table("movements", _("Ce qui est passé par la banque"), columns, rows),)
    )


def _definitions() -> tuple[tuple[str, str], ...]:
    return (
        (_("Part"), _("En proportion de ce que chaque financeur a apporté, au centime près.")),
        (
            _("Emplois"),
            _(
                "Ce que les entreprises à qui le fonds a prêté constatent, chacune une seule fois, par sa dernière réponse ; "
                "une entreprise qui n’a pas répondu ne compte pas."
            ),
        ),
        (_("Perte"), _("Passée en perte par décision, moins ce qui est revenu depuis.")),
    )
