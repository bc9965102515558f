"""The money of a bilan: what was granted, what for, to firms of which size, beside which other money, and for how many jobs."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from webapp.reports.bilan_days import BANDS, band_of
from webapp.reports.bilan_figures import Jobs, Lent, Money
from webapp.reports.document import Cell, Column, Section, Table, Unit
from webapp.reports.names import PURPOSES
from webapp.reports.sentences import say_euros


def money_section(money: Money, jobs: Jobs) -> Section:
    """What the committee granted, what came back, what was lost; then the same by purpose and by size of firm."""
    rows = (
        (_("Avances accordées"), money.advances, money.advanced),
        (_("Déjà remboursé"), None, money.repaid),
        (_("Perdu"), money.defaults, money.lost),
        (_("Apporté au fonds"), None, money.contributed),
    )
    columns = (Column(_("Argent")), Column(_("Cas"), Unit.COUNT), Column(_("Montant"), Unit.EUROS))
    tables = [Table("money", _("Avances remboursables"), columns, rows)]
    if money.turnover is not None:
        turns = (Column(_("Fonds")), Column(_("Fois"), Unit.HUNDREDTHS))
        row = (_("Prêté en tout, pour un euro apporté"), money.turnover)
        tables.append(Table("turnover", _("Rotation du fonds"), turns, (row,)))
    if money.loans:
        tables += [_by_purpose(money.loans), _by_size(money.loans)]
    return Section("money", _("L’argent"), tuple(_sentences(money, jobs)), tables=tuple(tables))


def _sentences(money: Money, jobs: Jobs) -> list[str]:
    said = [
        _(
            "%(projects)s projets soutenus, pour %(sum)s d’avances à taux zéro.",
            projects=money.projects,
            sum=say_euros(money.advanced),
        )
    ]
    funding = sum(each.funding for each in money.loans)
    if funding and money.advanced:
        said.append(
            _(
                "Ces projets ont réuni %(other)s d’autres financements, soit %(times)s pour chaque euro avancé.",
                other=say_euros(funding),
                times=say_euros(funding * 100 // money.advanced),
            )
        )
    kept = jobs.created + jobs.preserved
    if jobs.answered and kept:
        said.append(
            _(
                "%(advance)s d’avances remboursables par emploi créé ou préservé, dont %(lost)s perdus.",
                advance=say_euros(money.advanced * 100 // kept),
                lost=say_euros(max(money.lost, 0) * 100 // kept),
            )
        )
    return said


def _by_purpose(loans: Sequence[Lent]) -> Table:
    groups = [(str(name), [each for each in loans if each.purpose == code]) for code, name in PURPOSES.items()]
    return _table("purposes", _("À quoi l’argent a servi"), _("Projet"), groups, loans)


def _by_size(loans: Sequence[Lent]) -> Table:
    groups = [
        (str(name), [each for each in loans if band_of(each.staff) == place])
        for place, (_top, name) in enumerate(BANDS)
    ]
    groups.append((_("Effectif non connu"), [each for each in loans if each.staff is None]))
    return _table("money_sizes", _("Avances par taille d’entreprise"), _("Effectif"), groups, loans)


def _table(
    code: str, caption: str, head: str, groups: Sequence[tuple[str, Sequence[Lent]]], loans: Sequence[Lent]
) -> Table:
    """A firm with two advances counts once in each line, and once in the total."""
    columns = (
        Column(head),
        Column(_("Entreprises"), Unit.COUNT),
        Column(_("Avances"), Unit.COUNT),
        Column(_("Montant"), Unit.EUROS),
    )
    rows = tuple(_row(name, found) for name, found in groups if found)
    return Table(code, caption, columns, rows, _row(_("Total"), loans))


def _row(name: str, loans: Sequence[Lent]) -> tuple[Cell, ...]:
    return (name, len({each.company_id for each in loans}), len(loans), sum(each.cents for each in loans))
