"""The days of a bilan: group by group, in time, by size of firm, mission by mission, and the amendments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.ledger import Balance
from webapp.reports.bilan_figures import AmendedPledge, BilanFigures, MissionDays
from webapp.reports.days import STATES, Days, bar_of, firm_name
from webapp.reports.document import Cell, Column, Section, Table, Unit
from webapp.reports.family_names import family_name
from webapp.reports.sentences import say_euros

#: Bands of headcount: the first that holds the firm; None: nobody has said.
BANDS: tuple[tuple[int, Any], ...] = (
    (10, _l("Moins de 10 personnes")),
    (20, _l("De 10 à 19 personnes")),
    (50, _l("De 20 à 49 personnes")),
    (10**9, _l("50 personnes et plus")),
)


def by_group(figures: BilanFigures, days: Days) -> Section:
    columns = [Column(_("Groupe")), Column(_("Promis"), Unit.DAYS)]
    columns += [Column(str(name), Unit.DAYS) for name in STATES.values()]
    columns += [Column(_("Donnés"), Unit.DAYS), Column(_("Libres"), Unit.DAYS)]
    delivered, pledged = figures.total.counters.delivered, figures.total.pledged
    sentences = [
        _(
            "Les groupes ont promis %(pledged)s jours et en ont donné %(given)s.",
            pledged=days.said(pledged),
            given=days.said(delivered),
        )
    ]
    if figures.day_value_cents:
        value = round(delivered * figures.day_value_cents / figures.minutes_per_day)
        sentences.append(
            _(
                "À %(value)s la journée, ce temps vaut %(sum)s.",
                value=say_euros(figures.day_value_cents),
                sum=say_euros(value),
            )
        )
    rows = [_balance_row(name, balance) for name, balance in figures.groups]
    return Section(
        "groups",
        _("Les jours, groupe par groupe"),
        tuple(sentences),
        tuple(bar_of(name, balance, days) for name, balance in figures.groups),
        (days.table("groups", _("Jours par groupe"), columns, rows, _balance_row(_("Total"), figures.total)),),
    )


def _balance_row(name: str, balance: Balance) -> tuple[Cell, ...]:
    counters = balance.counters
    return (
        name,
        balance.pledged,
        *(getattr(counters, state) for state in STATES),
        counters.delivered,
        balance.free,
    )


def in_time(figures: BilanFigures, days: Days) -> Section:
    columns = [Column(_("Année")), Column(_("Donnés"), Unit.DAYS)]
    rows = [(str(year), minutes) for year, minutes in figures.years]
    total = (_("Total"), sum(minutes for _year, minutes in figures.years))
    return Section(
        "years",
        _("Année par année"),
        (_("Une visite compte dans l’année où elle est inscrite : le jour travaillé, ou le premier jour ouvert."),),
        tables=(days.table("years", _("Jours par année"), columns, rows, total),),
    )


def by_family(figures: BilanFigures, days: Days) -> Section:
    """What was given, by the family that most skills of the offer belong to."""
    columns = [Column(_("Famille de compétences")), Column(_("Donnés"), Unit.DAYS)]
    rows = [(family_name(code), minutes) for code, minutes in figures.families]
    total = (_("Total"), sum(minutes for _code, minutes in figures.families))
    return Section(
        "families",
        _("Par famille de compétences"),
        tables=(days.table("families", _("Jours par famille de compétences"), columns, rows, total),),
    )


def by_size(figures: BilanFigures, days: Days) -> Section:
    groups = [
        (str(name), [each for each in figures.missions if band_of(each.staff) == place])
        for place, (_top, name) in enumerate(BANDS)
    ]
    unknown = [each for each in figures.missions if each.staff is None]
    if unknown:
        groups.append((_("Effectif non connu"), unknown))
    columns = [
        Column(_("Effectif")),
        Column(_("Entreprises"), Unit.COUNT),
        Column(_("Missions"), Unit.COUNT),
        Column(_("Donnés"), Unit.DAYS),
    ]
    rows = [_size_row(name, missions) for name, missions in groups]
    return Section(
        "sizes",
        _("Par taille d’entreprise"),
        tables=(
            days.table(
                "sizes", _("Jours par taille d’entreprise"), columns, rows, _size_row(_("Total"), figures.missions)
            ),
        ),
    )


def band_of(staff: int | None) -> int | None:
    return None if staff is None else next(place for place, (top, _name) in enumerate(BANDS) if staff < top)


def _size_row(name: str, missions: Sequence[MissionDays]) -> tuple[Cell, ...]:
    firms = {mission.company_id for mission in missions}
    return name, len(firms), len(missions), sum(mission.delivered for mission in missions)


def missions_of(figures: BilanFigures, days: Days, *, with_names: bool) -> Section:
    return Section(
        "missions",
        _("Les missions"),
        (_("Chaque ligne est une mission qui a donné du temps, dans l’ordre de sa première visite."),),
        tables=(missions_table(figures.missions, days, _("Missions de la convention"), with_names=with_names),),
    )


def missions_table(
    missions: Sequence[MissionDays], days: Days, caption: str, *, with_names: bool, with_groups: bool = True
) -> Table:
    """Missions that gave time, one a line; of one group the column of groups is left out."""
    columns = [
        Column(_("Mission")),
        Column(_("Entreprise")),
        Column(_("Compétence")),
        *([Column(_("Groupe"))] if with_groups else []),
        Column(_("Visites"), Unit.COUNT),
        Column(_("Première"), Unit.DATE),
        Column(_("Dernière"), Unit.DATE),
        Column(_("Donnés"), Unit.DAYS),
    ]
    rows = [
        (
            _("N° %(number)s", number=mission.mission_id),
            firm_name(mission, with_names=with_names),
            mission.skill,
            *([mission.group] if with_groups else []),
            mission.visits,
            mission.first_on.isoformat(),
            mission.last_on.isoformat(),
            mission.delivered,
        )
        for mission in missions
    ]
    visits, minutes = (sum(getattr(mission, name) for mission in missions) for name in ("visits", "delivered"))
    blank = (None,) * (3 if with_groups else 2)
    return days.table("missions", caption, columns, rows, (_("Total"), *blank, visits, None, None, minutes))


def amendments_of(amendments: Sequence[AmendedPledge], minutes_per_day: int) -> Section:
    """The amendments, as they were written."""
    columns = [
        Column(_("Avenant")),
        Column(_("Groupe")),
        Column(_("Prend effet le"), Unit.DATE),
        Column(_("Jours promis"), Unit.DAYS),
        Column(_("Dépassement convenu"), Unit.DAYS),
        Column(_("Raison")),
    ]
    rows = tuple(
        (str(number), each.group, each.effective_on.isoformat(), each.minutes, each.overrun, each.reason)
        for number, each in enumerate(amendments, start=1)
    )
    return Section(
        "amendments",
        _("Les avenants"),
        tables=(Table("amendments", _("Avenants"), tuple(columns), rows, None, minutes_per_day),),
    )
