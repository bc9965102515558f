"""The quarterly report of a group in words: what its referent reads and hands on. Figures in, a report out."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.quarters import Quarter
from webapp.reports.bilan_days import amendments_of, missions_table
from webapp.reports.bilan_outcomes import opinions_section
from webapp.reports.days import Days, bar_of, day_definitions, firm_name
from webapp.reports.document import Cell, Column, Document, Section, Unit
from webapp.reports.group_figures import GroupFigures
from webapp.reports.sentences import report_language, say_date


def write_group_quarter(figures: GroupFigures, *, with_names: bool) -> Document:
    """The report, in the language of the moment; firms are named only where `with_names` says so, experts never."""
    days, counters = Days(figures.minutes_per_day), figures.balance.counters
    return Document(
        kind="group_quarter",
        language=report_language(),
        title=_("%(group)s, %(quarter)s", group=figures.group, quarter=say_quarter(figures.quarter)),
        subtitle=_(
            "%(convention)s, du %(start)s au %(end)s. Chiffres arrêtés au %(day)s.",
            convention=figures.convention,
            start=say_date(figures.starts_on),
            end=say_date(figures.ends_on),
            day=say_date(figures.as_of),
        ),
        as_of=figures.as_of.isoformat(),
        highlights=(
            (days.said(figures.moved.delivered), _("jours donnés ce trimestre")),
            (days.said(counters.delivered), _("jours donnés depuis le début")),
            (days.said(figures.balance.pledged), _("jours promis")),
            (
                str(figures.requests.yes),
                ngettext(
                    "sollicitation acceptée ce trimestre", "sollicitations acceptées ce trimestre", figures.requests.yes
                ),
            ),
        ),
        sections=tuple(_sections(figures, days, with_names=with_names)),
        definitions=(
            *day_definitions(figures.minutes_per_day),
            (
                _("Ce trimestre"),
                _(
                    "Ce qui est inscrit à un jour du trimestre, et écrit avant la fin du jour où les chiffres sont arrêtés."
                ),
            ),
        ),
        imprint=f"{figures.operator}, {figures.contact}",
    )


def say_quarter(quarter: Quarter) -> str:
    """ "3e trimestre 2026", in the language of the moment."""
    names = [
        _("1er trimestre %(year)s", year=quarter.year),
        _("2e trimestre %(year)s", year=quarter.year),
        _("3e trimestre %(year)s", year=quarter.year),
        _("4e trimestre %(year)s", year=quarter.year),
    ]
    return names[quarter.number - 1]


def _sections(figures: GroupFigures, days: Days, *, with_names: bool) -> Iterable[Section]:
    yield _days_section(figures, days)
    if len(figures.years) > 1:
        yield _years_section(figures, days)
    yield _missions(figures, days, with_names=with_names)
    yield _requests(figures)
    yield _coming(figures, days, with_names=with_names)
    if figures.amendments:
        yield amendments_of(figures.amendments, figures.minutes_per_day)
    if figures.opinions.asked:
        yield opinions_section(figures.opinions, _("Depuis le début de la convention."))


def _days_section(figures: GroupFigures, days: Days) -> Section:
    balance, moved = figures.balance, figures.moved
    total = balance.counters
    rows: tuple[tuple[Cell, ...], ...] = (
        (_("Promis"), None, balance.pledged),
        (_("Réservés"), None, total.reserved),
        (_("Déclarés"), moved.declared, total.declared),
        (_("Confirmés"), moved.confirmed, total.confirmed),
        (_("Réputés confirmés"), moved.deemed, total.deemed),
        (_("Contestés"), moved.disputed, total.disputed),
        (_("Donnés"), moved.delivered, total.delivered),
        (_("Libres"), None, balance.free),
    )
    columns = (
        Column(_("Jours")),
        Column(_("Ce trimestre"), Unit.DAYS),
        Column(_("Depuis le début"), Unit.DAYS, is_running=True),
    )
    return Section(
        "days",
        _("Promis et donnés"),
        (_pace(figures, days),),
        (bar_of(figures.group, balance, days),),
        (days.table("days", _("Jours promis et donnés"), columns, rows),),
    )


def _years_section(figures: GroupFigures, days: Days) -> Section:
    """What a firm says of its year: what it gave, and what it promised for it where it promised year by year."""
    is_yearly = any(each.promised is not None for each in figures.years)
    promised = [Column(_("Promis pour l’année"), Unit.DAYS, is_running=True)] if is_yearly else []
    columns = [Column(_("Année")), *promised, Column(_("Donnés"), Unit.DAYS, is_running=True)]
    rows = [(str(each.year), *([each.promised] if is_yearly else []), each.given) for each in figures.years]
    total = (_("Total"), *([sum(each.promised or 0 for each in figures.years)] if is_yearly else []),
             sum(each.given for each in figures.years))  # fmt: skip
    return Section(
        "years",
        _("Année par année"),
        (_("Une visite compte dans l’année où elle est inscrite : le jour travaillé, ou le premier jour ouvert."),),
        tables=(days.table("years", _("Jours par année"), columns, rows, total),),
    )


def _pace(figures: GroupFigures, days: Days) -> str:
    given, planned = figures.balance.counters.delivered, figures.planned
    said = {"given": days.said(given), "pledged": days.said(figures.balance.pledged), "planned": days.about(planned)}
    if given < planned:
        return _(
            "Sur %(pledged)s jours promis, le groupe en a donné %(given)s. À un rythme égal, il y en aurait %(planned)s à "
            "la fin du trimestre.",
            **said,
        )
    return _(
        "Sur %(pledged)s jours promis, le groupe en a donné %(given)s : autant qu’à un rythme égal, ou plus.", **said
    )


def _missions(figures: GroupFigures, days: Days, *, with_names: bool) -> Section:
    title = _("Les missions du trimestre")
    if not figures.missions:
        return Section("missions", title, (_("Aucune mission n’a donné de temps ce trimestre."),))
    caption = _("Missions qui ont donné du temps ce trimestre")
    table = missions_table(figures.missions, days, caption, with_names=with_names, with_groups=False)
    return Section("missions", title, tables=(table,))


def _requests(figures: GroupFigures) -> Section:
    found = figures.requests
    rows = (
        (_("Experts du groupe"), found.experts),
        (_("Experts sollicités ce trimestre"), found.asked_experts),
        (_("Sollicitations envoyées"), found.sent),
        (_("Réponses reçues"), found.answered),
        (_("Oui"), found.yes),
    )
    said = ngettext(
        "Au %(day)s, %(num)s sollicitation attend une réponse.",
        "Au %(day)s, %(num)s sollicitations attendent une réponse.",
        found.waiting,
        day=say_date(figures.as_of),
    )
    columns = (Column(_("Ce trimestre")), Column(_("Nombre"), Unit.COUNT))
    table = Days(figures.minutes_per_day).table("requests", _("Experts et sollicitations"), columns, rows)
    return Section("requests", _("Qui a été sollicité"), (said,) if found.waiting else (), tables=(table,))


def _coming(figures: GroupFigures, days: Days, *, with_names: bool) -> Section:
    title = _("Ce qui vient")
    if not figures.coming:
        return Section("coming", title, (_("Aucune mission n’a de jours réservés."),))
    columns = (
        Column(_("Mission")),
        Column(_("Entreprise")),
        Column(_("Compétence")),
        Column(_("Prochaine visite"), Unit.DATE),
        Column(_("Réservés"), Unit.DAYS),
    )
    rows = [
        (
            _("N° %(number)s", number=mission.mission_id),
            firm_name(mission, with_names=with_names),
            mission.skill,
            mission.next_on.isoformat() if mission.next_on else None,
            mission.reserved,
        )
        for mission in figures.coming
    ]
    total = (_("Total"), None, None, None, sum(mission.reserved for mission in figures.coming))
    return Section(
        "coming",
        title,
        (_("Ces jours sont réservés : ils ne sont pas encore donnés, et plus personne d’autre ne peut les prendre."),),
        tables=(days.table("coming", _("Missions dont des jours restent à donner"), columns, rows, total),),
    )
