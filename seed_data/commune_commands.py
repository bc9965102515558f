"""`alize territory communes` and `places`: which communes a territory has, and where communes lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext

from seed_data.load_places import points_of
from seed_data.readers import read_places
from seed_data.territory_options import found
from webapp import clock
from webapp.domain.commune_files import PlacedCommune, read_communes
from webapp.domain.distances import Point
from webapp.domain.errors import Refusal
from webapp.domain.imports import Problem
from webapp.domain.states import JOB
from webapp.models.territories import Commune, Territory
from webapp.services.communes import is_france_known
from webapp.services.territories import find_territory_of, main_department
from webapp.services.territory_changes import (
    change_communes,
    count_left_behind,
    list_communes,
    list_communes_of_groupings,
    place_communes,
)
from webapp.transaction import transaction

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

#: What is wrong with a line, as a sentence goes on after it.
WRONG = {
    "empty": "no commune stands in this file",
    "missing_column": "no column of INSEE codes; it may be called insee, code_insee, code_commune_insee or code",
    "unreadable": "this is neither a CSV file nor the JSON of geo.api.gouv.fr",
    "shape": "{value!r} is no INSEE code, as 54528 or 2A004",
    "half": "only one of latitude and longitude is given: {value}",
    "number": "{value!r} is no number of degrees, as 48.6753",
    "range": "{value} degrees are more than a {field} can be",
    "mainland": "{value} does not lie in mainland France; latitude goes first, longitude second",
    "differs": "{value} stands elsewhere in the file with another place",
}


@click.command("communes")
@click.argument("code")
@click.option(
    "--add", "joining", type=FILE, help="A file of communes that join: INSEE codes, one a line, or a CSV file."
)
@click.option("--withdraw", "leaving", type=FILE, help="A file of communes that leave.")
@click.option("--add-epci", "joining_sirens", multiple=True, help="SIREN of a grouping whose communes join; repeat it.")
@click.option("--withdraw-epci", "leaving_sirens", multiple=True, help="SIREN of a grouping whose communes leave.")
@with_appcontext
def communes(
    code: str,
    joining: Path | None,
    leaving: Path | None,
    joining_sirens: tuple[str, ...],
    leaving_sirens: tuple[str, ...],
) -> None:
    """Let communes join or leave the territory CODE; without an option, list those it has.

    A file that also says where they lie places them. Firms keep what they have asked; what they ask next goes to the
    territory that has their commune then.
    """
    territory = found(code)
    if not (joining or leaving or joining_sirens or leaving_sirens):
        for commune in list_communes(territory):
            click.echo(f"{commune.insee} {commune.name}{'' if commune.point else ' (no place)'}")
        return
    read = _read(joining)
    joins = {line.insee for line in read} | _of_groupings(joining_sirens)
    leaves = {line.insee for line in _read(leaving)} | _of_groupings(leaving_sirens)
    try:
        with transaction():
            joined, left = change_communes(territory, joins, leaves, by=JOB, now=clock.now())
            place_communes(_places_of(read), by=JOB, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(_why(refusal)) from None
    now = _count(len(list_communes(territory)), "commune")
    said = f"{code}: {len(joined)} joined, {len(left)} left, {now} now."
    for sentence in (said, *_say_shared(territory, joined), *_say_left(territory, left), *_say_holidays(territory)):
        click.echo(sentence)


@click.command("places")
@click.argument("file", type=FILE, required=False)
@with_appcontext
def places(file: Path | None) -> None:
    """Note where communes lie, from FILE or else from what comes with this version; distances follow at once.

    FILE is a CSV file with a column of INSEE codes, a latitude and a longitude in degrees, or the JSON of geo.api.gouv.fr.
    """
    if not is_france_known():
        raise click.ClickException(
            "No commune is known yet: they come with the first territory. alize territory open --help"
        )
    known = _places_of(_read(file)) if file else points_of(read_places())
    if not known:
        raise click.ClickException(f"{file}: no line says where a commune lies.")
    with transaction():
        placed = place_communes(known, by=JOB, now=clock.now())
    click.echo(f"{_count(placed.changed, 'commune')} placed, {placed.same} stood so already.")
    if placed.unknown:
        click.echo(f"{_count(placed.unknown, 'code')} of no commune of today, as of a former one: passed over.")


def _read(file: Path | None) -> list[PlacedCommune]:
    if file is None:
        return []
    lines, problems = read_communes(file.read_bytes())
    if problems:
        click.echo("\n".join(_say(file, problem) for problem in problems), err=True)
        raise click.ClickException(f"{file.name}: {_count(len(problems), 'place')} to correct; nothing was changed.")
    return lines


def _say(file: Path, problem: Problem) -> str:
    where = "entry" if file.suffix.lower() in (".json", ".geojson") else "line"
    return (
        f"{file.name}, {where} {problem.line}: {WRONG[problem.code].format(value=problem.value, field=problem.field)}."
    )


def _places_of(lines: Iterable[PlacedCommune]) -> dict[str, Point]:
    return {line.insee: line.place for line in lines if line.place is not None}


def _of_groupings(sirens: tuple[str, ...]) -> set[str]:
    found_codes = {siren: list_communes_of_groupings([siren]) for siren in sirens}
    if unknown := [siren for siren, codes in found_codes.items() if not codes]:
        raise click.ClickException(f"No grouping of communes has the SIREN {', '.join(unknown)}; nothing was changed.")
    return {insee for codes in found_codes.values() for insee in codes}


def _why(refusal: Refusal) -> str:
    codes = refusal.details.get("codes")
    listed = ", ".join(map(str, codes)) if isinstance(codes, list) else ""
    reasons = {
        "joins_and_leaves": f"These communes would join and leave at once: {listed}",
        "unknown_communes": f"No commune of today has the INSEE code {listed}",
        "no_commune_left": "No commune would be left to the territory",
    }
    return f"{reasons[refusal.code]}; nothing was changed."


def _say_shared(territory: Territory, joined: list[Commune]) -> Iterable[str]:
    for owner, names in _by_owner(joined).items():
        if owner not in (None, territory.code):
            yield f"Also of {owner}, first by code, where what firms ask there goes: {names}."


def _say_left(territory: Territory, left: list[Commune]) -> Iterable[str]:
    if not left:
        return
    behind = count_left_behind(territory, [commune.insee for commune in left])
    yield (
        f"In the communes that left: {_count(behind.firms, 'firm')}. Their requests under way ({behind.requests}) stay with"
        f" {territory.code}; a rule or a group that asks for a firm of the territory is no longer met there."
    )
    for owner, names in _by_owner(left).items():
        yield f"What firms ask next {f'goes to {owner}' if owner else 'reaches no territory'}: {names}."


def _by_owner(communes: list[Commune]) -> dict[str | None, str]:
    """The communes that each territory now has, by its code; None: those of no territory."""
    names: dict[str | None, list[str]] = {}
    for commune in communes:
        owner = find_territory_of(commune.insee)
        names.setdefault(owner.code if owner else None, []).append(f"{commune.name} ({commune.insee})")
    return {code: ", ".join(listed) for code, listed in names.items()}


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _say_holidays(territory: Territory) -> Iterable[str]:
    most = main_department(territory)
    if most != territory.department:
        yield (
            f"Most people now live in department {most}, the public holidays stay those of {territory.department}."
            f" To change them: alize territory change {territory.code} --department {most}"
        )
