"""The coordinator's list for a meeting of the committee: what is asked, what was decided, how each need stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.reports.days import Days
from webapp.reports.document import Cell, Column, Document, Section, Table, Unit
from webapp.reports.names import NEED_STATES, name_of
from webapp.reports.sentences import report_language, say_date, say_euros

#: How far an open need is: the first state of its roles that is in this order.
PROGRESS = {
    "unanswered": _l("Personne n’a dit oui"),
    "open": _l("À solliciter"),
    "proposed": _l("Des experts sont sollicités"),
    "filled": _l("En mission"),
    "done": _l("Fait"),
}

DOSSIER_STATES = {
    "draft": _l("À compléter"),
    "submitted": _l("Remis"),
    "laid": _l("À l’ordre du jour"),
    "adjourned": _l("Ajourné"),
    "approved": _l("Accordé"),
    "refused": _l("Refusé"),
}


@dataclass(frozen=True)
class Asked:
    """What a dossier asks of the committee, or what the committee answered."""

    dossier_id: int
    firm: str
    town: str
    title: str
    state: str
    cents: int | None
    minutes: int | None
    need_id: int | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class NeedLine:
    """One need of the territory, with its missions."""

    need_id: int
    firm: str
    town: str
    title: str
    state: str
    groups: tuple[str, ...]
    agreed: int
    given: int


@dataclass(frozen=True)
class CommitteeFigures:
    """Everything that the list says."""

    territory: str
    operator: str
    contact: str
    as_of: date
    #: the last meeting; None: there was none
    since: date | None
    #: the next one; None: none is planned
    next_on: date | None
    minutes_per_day: int
    asked: Sequence[Asked]
    decided: Sequence[Asked]
    open_needs: Sequence[NeedLine]
    ended_needs: Sequence[NeedLine]


def write_committee_list(figures: CommitteeFigures) -> Document:
    """The list, in the language of the moment. Firms are named: it is for who sits."""
    days = Days(figures.minutes_per_day)
    next_on = say_date(figures.next_on) if figures.next_on else _("pas encore fixée")
    return Document(
        kind="committee_list",
        language=report_language(),
        title=_("Pour le comité : %(territory)s", territory=figures.territory),
        subtitle=_("Au %(day)s. Prochaine séance : %(next)s.", day=say_date(figures.as_of), next=next_on),
        as_of=figures.as_of.isoformat(),
        highlights=(
            (str(len(figures.asked)), _("dossiers à décider")),
            (say_euros(sum(each.cents or 0 for each in figures.asked)), _("d’avances demandées")),
            (str(len(figures.open_needs)), _("besoins ouverts")),
            (
                str(len(figures.ended_needs)),
                _("besoins finis depuis la dernière séance") if figures.since else _("besoins finis"),
            ),
        ),
        sections=tuple(_sections(figures, days)),
        imprint=f"{figures.operator}, {figures.contact}",
    )


def _sections(figures: CommitteeFigures, days: Days) -> Iterable[Section]:
    since = (
        _("Depuis la séance du %(day)s.", day=say_date(figures.since))
        if figures.since
        else _("Depuis le début : aucune séance ne s’est encore tenue ici.")
    )
    asked = _dossiers("asked", _("Dossiers à décider"), figures.asked, days)
    yield Section("asked", _("Ce qui est demandé au comité"), () if figures.asked else (_("Rien."),), tables=asked)
    if figures.decided:
        tables = _dossiers("decided", _("Dossiers décidés"), figures.decided, days)
        yield Section("decided", _("Ce qui a été décidé"), (since,), tables=tables)
    open_needs = _needs("open", _("Besoins ouverts"), figures.open_needs, figures, days)
    yield Section("open", _("Les besoins ouverts"), () if figures.open_needs else (_("Aucun."),), tables=open_needs)
    if figures.ended_needs:
        tables = _needs("ended", _("Besoins finis"), figures.ended_needs, figures, days)
        yield Section("ended", _("Les besoins finis"), (since,), tables=tables)


def _dossiers(code: str, caption: str, lines: Sequence[Asked], days: Days) -> tuple[Table, ...]:
    columns = (
        Column(_("Dossier")),
        Column(_("Entreprise")),
        Column(_("Commune")),
        Column(_("Projet")),
        Column(_("État")),
        Column(_("Décidé le"), Unit.DATE),
        Column(_("Jours"), Unit.DAYS),
        Column(_("Avance"), Unit.EUROS),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            _("N° %(number)s", number=each.dossier_id),
            each.firm,
            each.town,
            each.title,
            name_of(DOSSIER_STATES, each.state),
            each.decided_on.isoformat() if each.decided_on else None,
            each.minutes,
            each.cents,
        )
        for each in lines
    ]
    return (days.table(code, caption, columns, rows),) if rows else ()


def _needs(
    code: str, caption: str, lines: Sequence[NeedLine], figures: CommitteeFigures, days: Days
) -> tuple[Table, ...]:
    asked = {each.need_id: each for each in figures.asked if each.need_id is not None}
    columns = (
        Column(_("Besoin")),
        Column(_("Entreprise")),
        Column(_("Commune")),
        Column(_("Demande")),
        Column(_("État")),
        Column(_("Groupe")),
        Column(_("Convenus"), Unit.DAYS),
        Column(_("Donnés"), Unit.DAYS),
        Column(_("Demandé au comité")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            _("N° %(number)s", number=each.need_id),
            each.firm,
            each.town,
            each.title,
            name_of(PROGRESS | NEED_STATES, each.state),
            ", ".join(each.groups) or None,
            each.agreed,
            each.given,
            _say_asked(asked.get(each.need_id), days),
        )
        for each in lines
    ]
    return (days.table(code, caption, columns, rows),) if rows else ()


def _say_asked(asked: Asked | None, days: Days) -> str | None:
    if asked is None:
        return None
    parts = [say_euros(asked.cents)] if asked.cents else []
    parts += [_("%(count)s jours", count=days.said(asked.minutes))] if asked.minutes else []
    return _(" et ").join(parts) or None
