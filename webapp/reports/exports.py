"""The heads of the exports: what each column is called and counts, in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.reports.document import Column, Table, Unit


def needs_head() -> Table:
    """The needs, one a line."""
    columns = (
        Column(_("Besoin"), Unit.COUNT),
        Column(_("État")),
        Column(_("Titre")),
        Column(_("Ce qu’écrit l’entreprise")),
        Column(_("Entreprise")),
        Column(_("SIRET")),
        Column(_("Commune")),
        Column(_("Effectif"), Unit.COUNT),
        Column(_("Reçu le"), Unit.DATE),
        Column(_("Ouvert le"), Unit.DATE),
        Column(_("Clos le"), Unit.DATE),
        Column(_("Avant le"), Unit.DATE),
        Column(_("Lieu")),
        Column(_("Jours souhaités"), Unit.DAYS),
        Column(_("Experts sollicités"), Unit.COUNT),
        Column(_("Missions"), Unit.COUNT),
    )
    return Table("needs", _("Besoins"), columns, ())


def missions_head(minutes_per_day: int) -> Table:
    """The missions of a convention, one a line, in its days."""
    columns = (
        Column(_("Mission"), Unit.COUNT),
        Column(_("État")),
        Column(_("Entreprise")),
        Column(_("Commune")),
        Column(_("Effectif"), Unit.COUNT),
        Column(_("Compétence")),
        Column(_("Groupe")),
        Column(_("Expert")),
        Column(_("Convenue le"), Unit.DATE),
        Column(_("Finie le"), Unit.DATE),
        Column(_("Jours convenus"), Unit.DAYS),
        Column(_("Réservés"), Unit.DAYS),
        Column(_("Déclarés"), Unit.DAYS),
        Column(_("Confirmés"), Unit.DAYS),
        Column(_("Réputés confirmés"), Unit.DAYS),
        Column(_("Contestés"), Unit.DAYS),
        Column(_("Avis de l’entreprise")),
        Column(_("Avis de l’expert")),
    )
    return Table("missions", _("Missions"), columns, (), None, minutes_per_day)


def ledger_head(minutes_per_day: int) -> Table:
    """The movements of a convention's ledger, one a line, in its days; a negative figure empties its counter."""
    columns = (
        Column(_("Ligne"), Unit.COUNT),
        Column(_("Mouvement")),
        Column(_("Groupe")),
        Column(_("Entreprise")),
        Column(_("Mission"), Unit.COUNT),
        Column(_("Visite"), Unit.COUNT),
        Column(_("Travaillé le"), Unit.DATE),
        Column(_("Compte au"), Unit.DATE),
        Column(_("Écrit le"), Unit.DATE),
        Column(_("Réservés"), Unit.DAYS),
        Column(_("Déclarés"), Unit.DAYS),
        Column(_("Confirmés"), Unit.DAYS),
        Column(_("Réputés confirmés"), Unit.DAYS),
        Column(_("Contestés"), Unit.DAYS),
        Column(_("Par")),
        Column(_("Fondement")),
        Column(_("Raison")),
        Column(_("Annule la ligne"), Unit.COUNT),
    )
    return Table("ledger", _("Journal des jours"), columns, (), None, minutes_per_day)


def experts_head() -> Table:
    """The experts and their offers, one offer a line: the columns that the import reads back."""
    columns = (
        Column(_("Code de l’expert")),
        Column(_("Groupe")),
        Column(_("Nom")),
        Column(_("Fonction")),
        Column(_("Adresse e-mail")),
        Column(_("Téléphone")),
        Column(_("Commune (INSEE)")),
        Column(_("Code de l’offre")),
        Column(_("Offre")),
        Column(_("Description")),
        Column(_("Lieu")),
        Column(_("Rayon (km)"), Unit.COUNT),
        Column(_("Minutes par an"), Unit.COUNT),
        Column(_("Confirmée le"), Unit.DATE),
    )
    return Table("experts", _("Experts et offres"), columns, ())


def fund_journal_head() -> Table:
    """The movements of a fund, one a line, from the account that is credited to the one that is debited."""
    columns = (
        Column(_("Compte au"), Unit.DATE),
        Column(_("À la banque le"), Unit.DATE),
        Column(_("Mouvement")),
        Column(_("Pour qui")),
        Column(_("Débit")),
        Column(_("Crédit")),
        Column(_("Euros"), Unit.EUROS),
    )
    return Table("fund_journal", _("Journal"), columns, ())


#: The exports of a convention; the others are those of the territories of who asks.
OF_CONVENTION: dict[str, Callable[[int], Table]] = {"missions": missions_head, "ledger": ledger_head}
OF_TERRITORY: dict[str, Callable[[], Table]] = {"needs": needs_head, "experts": experts_head}
KINDS = ("needs", "missions", "ledger", "experts")


def head_of(kind: str, minutes_per_day: int) -> Table:
    """The head of an export."""
    return OF_CONVENTION[kind](minutes_per_day) if kind in OF_CONVENTION else OF_TERRITORY[kind]()


@dataclass(frozen=True)
class Drawing:
    """What the chart of an export shows, by the words of one column: its days added up, or its rows counted."""

    #: on the tab of its sheet
    tab: str
    title: str
    #: the place of the column
    by: int
    #: the places of the columns of days; none: the rows are counted
    sums: tuple[int, ...] = ()
    counted: str = ""


def drawing_of(table: Table) -> Drawing | None:
    """The chart of an export, by its head; None where it has none."""
    titles = [column.title for column in table.columns]
    counters = [_("Réservés"), _("Déclarés"), _("Confirmés"), _("Réputés confirmés"), _("Contestés")]
    sums, tab = tuple(titles.index(title) for title in counters if title in titles), _("Graphique")
    if table.code in OF_CONVENTION:
        return Drawing(tab, _("Jours par groupe"), titles.index(_("Groupe")), sums)
    if table.code == "needs":
        return Drawing(tab, _("Besoins par état"), titles.index(_("État")), counted=_("Besoins"))
    if table.code == "experts":
        return Drawing(tab, _("Offres par groupe"), titles.index(_("Groupe")), counted=_("Offres"))
    return None
