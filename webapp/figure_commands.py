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

Command = Callable[..., Any]

_territory = click.option("--territory", "code", required=True, help="Code of the territory, as in its address.")


def _files(command: Command) -> Command:
    """The options of every report: what it is of, in which language, where it goes."""
    where = click.Path(dir_okay=False, writable=True, path_type=Path)
    for option in (
        click.option("--xlsx", type=where, help="Where the workbook goes."),
        click.option("--pdf", type=where, help="Where the PDF goes."),
        click.option("--language", type=click.Choice(["fr", "en"]), default="fr"),
        click.option("--names", is_flag=True, help="Name the firms; experts are never named."),
        click.option(
            "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Last day counted, in Paris; today unless it is given."
        ),
    ):
        command = option(command)
    return command


@click.command()
@with_appcontext
@_territory
@click.option("--period", type=click.Choice(["past", "present"]), default="present", help="past: the last that ended.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def figures(code: str, period: str, as_json: bool) -> None:
    """Print the figures of a territory's convention; docs/figures.md says what each counts."""
    convention, now = _convention_of(code, period), clock.now()
    found = figures_of(convention, now=now) | money_of(convention, now=now) | jobs_of(convention, now=now)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for name, value in found.items():
        click.echo(f"{name:20} {value}")


@click.group(cls=AppGroup)
def report() -> None:
    """Reports as files, without a browser."""


@report.command("bilan")
@_territory
@click.option("--period", type=click.Choice(["past", "present"]), default="past", help="past: the last that ended.")
@_files
def report_bilan(
    code: str, period: str, *, as_of: datetime | None, names: bool, language: str, **files: Path | None
) -> None:
    """Write the bilan of a convention; the same figures give the same bytes."""
    convention = _convention_of(code, period)
    day = _day(as_of, convention)
    _write(language, files, lambda: draw_up_bilan(convention, now=clock.now(), as_of=day, with_names=names))


@report.command("group")
@_territory
@click.option("--group", "group_code", required=True, help="Code of the group.")
@click.option("--quarter", "quarter_code", required=True, help="Such as 2026-T3.")
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
    """Write the quarterly report of a group; the same figures give the same bytes."""
    quarter = _quarter(quarter_code)
    convention = _convention_in(_territory_of(code), quarter)
    day = _day(as_of, convention)
    group = _group_of(convention, group_code)

    def draw_up() -> Document:
        return draw_up_group_quarter(convention, group, quarter, now=clock.now(), as_of=day, with_names=names)

    _write(language, files, draw_up)


def _write(language: str, files: dict[str, Path | None], draw_up: Callable[[], Document]) -> None:
    if not any(files.values()):
        raise click.ClickException("Say where the report goes: --pdf FILE, --xlsx FILE, or both.")
    with force_locale(language):
        document = draw_up()
    for extension, target in sorted(files.items()):
        if target is not None:
            content = make_file(document, extension)
            try:
                target.write_bytes(content)
            except OSError as error:
                raise click.ClickException(
                    f"{target} cannot be written: {error.strerror}. Make its folder first, or choose another."
                ) from None
            click.echo(f"{target}: {len(content):,} bytes")


def _day(as_of: datetime | None, convention: Convention) -> date | None:
    if as_of is None:
        return None
    day = as_of.date()
    if day > clock.today():
        raise click.ClickException(f"{day} has not come yet: the last day counted is today or before.")
    if day < convention.starts_on:
        raise click.ClickException(f"{convention.code} begins on {convention.starts_on}: nothing was given before.")
    return day


def _territory_of(code: str) -> Territory:
    territory = find_territory(code)
    if territory is None:
        known = ", ".join(each.code for each in list_territories()) or "none"
        raise click.ClickException(f"There is no territory {code}. Known: {known}.")
    return territory


def _convention_of(code: str, period: str) -> Convention:
    territory = _territory_of(code)
    find = find_past_convention if period == "past" else find_convention
    convention = find(territory, clock.today())
    if convention is None:
        other = "present" if period == "past" else "past"
        raise click.ClickException(
            f"{territory.name} has no {period} convention: ask for the other with --period {other}, or write one at the desk."
        )
    return convention


def _quarter(code: str) -> Quarter:
    try:
        quarter = read_quarter(code)
    except ValueError:
        raise click.ClickException(f"{code} is no quarter. Write 2026-T3 for the third of 2026.") from None
    if quarter.starts_on > clock.today():
        raise click.ClickException(f"{code} has not begun.")
    return quarter


def _convention_in(territory: Territory, quarter: Quarter) -> Convention:
    """The signed convention that the last day of a quarter was in, else its first day."""
    signed = [each for each in list_conventions(frozenset({territory.id})) if each.state == "signed"]
    for day in (quarter.ends_on, quarter.starts_on):
        for convention in signed:
            if convention.starts_on <= day <= convention.ends_on:
                return convention
    raise click.ClickException(f"{territory.name} had no convention in {quarter.code}.")


def _group_of(convention: Convention, code: str) -> Group:
    groups = {group.code: group for group in list_groups(convention)}
    if code not in groups:
        known = ", ".join(groups) or "none"
        raise click.ClickException(f"No group {code} pledged days under {convention.code}. Known: {known}.")
    return groups[code]
