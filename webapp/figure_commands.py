"""`alize figures` and `alize report`: what a convention adds up to, as lines, JSON or files, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale

from webapp import clock
from webapp.command_options import list_known
from webapp.domain.quarters import Quarter, read_quarter
from webapp.models.conventions import Convention
from webapp.models.groups import Group
from webapp.models.territories import Territory
from webapp.reports.document import Document
from webapp.reports.files import make_file
from webapp.services.bilans import draw_up_bilan
from webapp.services.conventions import find_convention
from webapp.services.fund_figures import money_of
from webapp.services.group_reports import draw_up_group_quarter, list_groups
from webapp.services.outcome_tallies import jobs_of
from webapp.services.tallies import figures_of, find_past_convention, list_conventions
from webapp.services.territories import find_territory, list_territories
from webapp.terminal import format_number
from webapp.terminal import gettext as _

Command = Callable[..., Any]

_territory = click.option("--territory", "code", required=True, help=_("Code du territoire."))


def _period(default: str) -> Callable[[Command], Command]:
    said = _("present : la convention en cours ; past : la dernière qui a pris fin.")
    return click.option("--period", type=click.Choice(["past", "present"]), default=default, help=said)


def _files(command: Command) -> Command:
    """The options of every report: what it is of, in which language, where it goes."""
    where = click.Path(dir_okay=False, writable=True, path_type=Path)
    for option in (
        click.option("--xlsx", type=where, help=_("Le classeur à écrire.")),
        click.option("--pdf", type=where, help=_("Le PDF à écrire.")),
        click.option("--language", type=click.Choice(["fr", "en"]), default="fr", help=_("Langue du rapport.")),
        click.option("--names", is_flag=True, help=_("Nommer les entreprises ; les experts ne le sont jamais.")),
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            help=_("Dernier jour compté, à Paris ; aujourd’hui, sauf avis contraire."),
        ),
    ):
        command = option(command)
    return command


@click.command(
    help=_(
        "Afficher les chiffres d’une convention du territoire.\n\ndocs/figures.md dit ce que compte chacun, par son nom."
    )
)
@with_appcontext
@_territory
@_period("present")
@click.option("--json", "as_json", is_flag=True, help=_("Un objet JSON au lieu de lignes."))
def figures(code: str, period: str, as_json: bool) -> None:
    convention, now = _convention_of(code, period), clock.now()
    found = figures_of(convention, now=now) | money_of(convention, now=now) | jobs_of(convention, now=now)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for name, value in found.items():
        click.echo(f"{name:20} {value}")


@click.group(cls=AppGroup, help=_("Les rapports, en fichiers, sans navigateur."))
def report() -> None:
    pass


@report.command(
    "bilan", help=_("Écrire le bilan d’une convention ; les mêmes chiffres donnent le même fichier, à l’octet près.")
)
@_territory
@_period("past")
@_files
def report_bilan(
    code: str, period: str, *, as_of: datetime | None, names: bool, language: str, **files: Path | None
) -> None:
    convention = _convention_of(code, period)
    day = _day(as_of, convention)
    _write(language, files, lambda: draw_up_bilan(convention, now=clock.now(), as_of=day, with_names=names))


@report.command(
    "group",
    help=_("Écrire le rapport trimestriel d’un groupe ; les mêmes chiffres donnent le même fichier, à l’octet près."),
)
@_territory
@click.option("--group", "group_code", required=True, help=_("Code du groupe."))
@click.option("--quarter", "quarter_code", required=True, help=_("Le trimestre, comme 2026-T3."))
@_files
def report_group(
    code: str,
    group_code: str,
    quarter_code: str,
    *,
    as_of: datetime | None,
    names: bool,
    language: str,
    **files: Path | None,
) -> None:
    quarter = _quarter(quarter_code)
    convention = _convention_in(_territory_of(code), quarter)
    day = _day(as_of, convention)
    group = _group_of(convention, group_code)

    def draw_up() -> Document:
        return draw_up_group_quarter(convention, group, quarter, now=clock.now(), as_of=day, with_names=names)

    _write(language, files, draw_up)


def _write(language: str, files: dict[str, Path | None], draw_up: Callable[[], Document]) -> None:
    if not any(files.values()):
        raise click.ClickException(_("Dites où va le rapport : --pdf FICHIER, --xlsx FICHIER, ou les deux."))
    with force_locale(language):
        document = draw_up()
    for extension, target in sorted(files.items()):
        if target is not None:
            content = make_file(document, extension)
            try:
                target.write_bytes(content)
            except OSError as error:
                raise click.ClickException(
                    _(
                        "%(file)s ne peut être écrit (%(why)s). Créez d’abord son dossier, ou choisissez-en un autre.",
                        file=target,
                        why=error.strerror,
                    )
                ) from None
            click.echo(_("%(file)s : %(size)s octets", file=target, size=format_number(len(content))))


def _day(as_of: datetime | None, convention: Convention) -> date | None:
    if as_of is None:
        return None
    day = as_of.date()
    if day > clock.today():
        raise click.ClickException(
            _("Le %(day)s est à venir : le dernier jour compté est aujourd’hui ou avant.", day=day)
        )
    if day < convention.starts_on:
        raise click.ClickException(
            _(
                "%(code)s commence le %(day)s : rien n’a été donné avant.",
                code=convention.code,
                day=convention.starts_on,
            )
        )
    return day


def _territory_of(code: str) -> Territory:
    territory = find_territory(code)
    if territory is None:
        known = list_known(each.code for each in list_territories())
        raise click.ClickException(
            _("Il n’y a pas de territoire %(code)s. Connus : %(known)s.", code=code, known=known)
        )
    return territory


def _convention_of(code: str, period: str) -> Convention:
    territory = _territory_of(code)
    find = find_past_convention if period == "past" else find_convention
    convention = find(territory, clock.today())
    if convention is None:
        raise click.ClickException(_say_no_convention(territory, period))
    return convention


def _say_no_convention(territory: Territory, period: str) -> str:
    if period == "past":
        return _(
            "%(territory)s n’a pas de convention passée : demandez celle en cours par --period present.",
            territory=territory.name,
        )
    return _(
        "%(territory)s n’a pas de convention en cours : demandez la dernière par --period past, ou notez-en une au bureau.",
        territory=territory.name,
    )


def _quarter(code: str) -> Quarter:
    try:
        quarter = read_quarter(code)
    except ValueError:
        raise click.ClickException(
            _("%(code)s n’est pas un trimestre. Le troisième de 2026 s’écrit 2026-T3.", code=code)
        ) from None
    if quarter.starts_on > clock.today():
        raise click.ClickException(_("%(code)s n’a pas commencé.", code=code))
    return quarter


def _convention_in(territory: Territory, quarter: Quarter) -> Convention:
    """The signed convention that the last day of a quarter was in, else its first day."""
    signed = [each for each in list_conventions(frozenset({territory.id})) if each.state == "signed"]
    for day in (quarter.ends_on, quarter.starts_on):
        for convention in signed:
            if convention.starts_on <= day <= convention.ends_on:
                return convention
    raise click.ClickException(
        _(
            "%(territory)s n’avait pas de convention au %(quarter)s.",
            territory=territory.name,
            quarter=quarter.code,
        )
    )


def _group_of(convention: Convention, code: str) -> Group:
    groups = {group.code: group for group in list_groups(convention)}
    if code not in groups:
        raise click.ClickException(
            _(
                "Aucun groupe %(code)s n’a promis de jours dans %(convention)s. Connus : %(known)s.",
                code=code,
                convention=convention.code,
                known=list_known(groups),
            )
        )
    return groups[code]
