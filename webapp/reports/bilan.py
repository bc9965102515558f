"""The bilan of a convention in words: what the groups, the prefecture and the committee read. Figures in, a report out."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from webapp.reports.bilan_days import amendments_of, by_family, by_group, by_size, in_time, missions_of
from webapp.reports.bilan_figures import BilanFigures
from webapp.reports.bilan_money import money_section
from webapp.reports.bilan_outcomes import jobs_section, opinions_section, survival_section
from webapp.reports.days import Days, day_definitions
from webapp.reports.document import Column, Document, Section, Table, Unit
from webapp.reports.sentences import report_language, say_date


def write_bilan(figures: BilanFigures, *, with_names: bool) -> Document:
    """The report, in the language of the moment; firms are named only where `with_names` says so, experts never."""
    days = Days(figures.minutes_per_day)
    firms = {mission.company_id for mission in figures.missions}
    given = days.said(figures.total.counters.delivered)
    language = report_language()
    return Document(
        kind="bilan",
        language=language,
        title=_("Bilan : %(convention)s", convention=figures.convention),
        subtitle=_(
            "%(territory)s, du %(start)s au %(end)s. Chiffres arrêtés au %(day)s.",
            territory=figures.territory,
            start=say_date(figures.starts_on),
            end=say_date(figures.ends_on),
            day=say_date(figures.as_of),
        ),
        as_of=figures.as_of.isoformat(),
        highlights=(
            (given, _("jours donnés")),
            (days.said(figures.total.pledged), _("jours promis")),
            (str(len(figures.missions)), _("missions")),
            (str(len(firms)), _("entreprises aidées")),
        ),
        sections=tuple(_sections(figures, days, with_names=with_names)),
        definitions=day_definitions(figures.minutes_per_day),
        imprint=f"{figures.operator}, {figures.contact}",
    )


def _sections(figures: BilanFigures, days: Days, *, with_names: bool) -> Iterable[Section]:
    yield by_group(figures, days)
    yield in_time(figures, days)
    yield by_family(figures, days)
    yield by_size(figures, days)
    yield missions_of(figures, days, with_names=with_names)
    if figures.amendments:
        yield amendments_of(figures.amendments, figures.minutes_per_day)
    if figures.jobs.asked or figures.jobs.promised_created or figures.jobs.promised_preserved:
        yield jobs_section(figures.jobs)
    if figures.money.projects:
        yield money_section(figures.money, figures.jobs)
    if figures.survival:
        yield survival_section(figures.survival)
    if figures.opinions.asked:
        yield opinions_section(figures.opinions)
    yield _waits(figures)


def _waits(figures: BilanFigures) -> Section:
    names = {
        "to_first_request": _("De l’ouverture d’un besoin à la première sollicitation (médiane, en jours)"),
        "to_mission": _("De l’ouverture d’un besoin à la mission (médiane, en jours)"),
        "to_answer": _("De la sollicitation à la réponse de l’expert (médiane, en jours)"),
        "answer_share": _("Sollicitations qui ont reçu un oui ou un non"),
        "acceptance_share": _("Oui parmi les réponses"),
    }
    values = {name: (count, value) for name, count, value in figures.waits}
    spans = [(names[code], *values[code]) for code in ("to_first_request", "to_mission", "to_answer")]
    shares = [(names[code], *values[code]) for code in ("answer_share", "acceptance_share")]
    return Section(
        "delays",
        _("Les délais et les réponses"),
        tables=(
            Table(
                "delays",
                _("Délais"),
                (Column(_("Délai")), Column(_("Cas"), Unit.COUNT), Column(_("Jours"), Unit.HUNDREDTHS)),
                tuple(spans),
            ),
            Table(
                "answers",
                _("Réponses"),
                (Column(_("Part")), Column(_("Cas"), Unit.COUNT), Column(_("Part des cas"), Unit.SHARE)),
                tuple(shares),
            ),
        ),
    )
