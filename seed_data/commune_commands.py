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
from webapp.terminal import gettext as _
from webapp.terminal import ngettext
from webapp.transaction import transaction

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

#: What is wrong with a line, as a sentence goes on after it.
WRONG = {
    "empty": _("il n’y a aucune commune dans ce fichier"),
    "missing_column": _(
        "aucune colonne de codes INSEE ; elle peut s’appeler insee, code_insee, code_commune_insee ou code"
    ),
    "unreadable": _("ce n’est ni un fichier CSV ni le JSON de geo.api.gouv.fr"),
    "shape": _("« {value} » n’est pas un code INSEE, comme 54528 ou 2A004"),
    "half": _("il n’y a que l’une de latitude et longitude : {value}"),
    "number": _("« {value} » n’est pas un nombre de degrés, comme 48.6753"),
    "range": _("aucune {field} n’a {value} degrés"),
    "mainland": _("{value} n’est pas en métropole ; la latitude vient d’abord, la longitude ensuite"),
    "differs": _("{value} est ailleurs dans le fichier, avec une autre place"),
}


@click.command(
    "communes",
    help=_(
        "Ajouter ou retirer des communes au territoire CODE.\n\n"
        "Sans option, lister celles qu’il a. Un fichier qui dit aussi où elles sont les place. Les demandes en cours des "
        "entreprises restent ; la prochaine va au territoire qui a alors leur commune."
    ),
)
@click.argument("code")
@click.option(
    "--add", "joining", type=FILE, help=_("Fichier des communes qui entrent : un code INSEE par ligne, ou un CSV.")
)
@click.option("--withdraw", "leaving", type=FILE, help=_("Fichier des communes qui sortent."))
@click.option(
    "--add-epci",
    "joining_sirens",
    multiple=True,
    help=_("SIREN d’une intercommunalité qui entre ; l’option se répète."),
)
@click.option("--withdraw-epci", "leaving_sirens", multiple=True, help=_("SIREN d’une intercommunalité qui sort."))
@with_appcontext
def communes(
    code: str,
    joining: Path | None,
    leaving: Path | None,
    joining_sirens: tuple[str, ...],
    leaving_sirens: tuple[str, ...],
) -> None:
    territory = found(code)
    if not (joining or leaving or joining_sirens or leaving_sirens):
        for commune in list_communes(territory):
            said = f"{commune.insee} {commune.name}"
            click.echo(said if commune.point else _("%(commune)s (sans place)", commune=said))
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
    said = ngettext(
        "%(code)s : %(joined)s de plus, %(left)s de moins, %(num)s commune désormais.",
        "%(code)s : %(joined)s de plus, %(left)s de moins, %(num)s communes désormais.",
        len(list_communes(territory)),
        code=code,
        joined=len(joined),
        left=len(left),
    )
    for sentence in (said, *_say_shared(territory, joined), *_say_left(territory, left), *_say_holidays(territory)):
        click.echo(sentence)


@click.command(
    "places",
    help=_(
        "Noter où sont les communes ; les distances suivent aussitôt.\n\n"
        "FICHIER est un CSV avec une colonne de codes INSEE, une latitude et une longitude en degrés, ou le JSON de "
        "geo.api.gouv.fr. Sans FICHIER : les places qui viennent avec cette version."
    ),
)
@click.argument("file", metavar=_("[FICHIER]"), type=FILE, required=False)
@with_appcontext
def places(file: Path | None) -> None:
    if not is_france_known():
        raise click.ClickException(
            _(
                "Aucune commune n’est encore connue : elles viennent avec le premier territoire. alize territory open --help"
            )
        )
    known = _places_of(_read(file)) if file else points_of(read_places())
    if not known:
        raise click.ClickException(_("%(file)s : aucune ligne ne dit où est une commune.", file=file))
    with transaction():
        placed = place_communes(known, by=JOB, now=clock.now())
    click.echo(
        ngettext(
            "%(num)s commune placée, %(same)s déjà à cette place.",
            "%(num)s communes placées, %(same)s déjà à cette place.",
            placed.changed,
            same=placed.same,
        )
    )
    if placed.unknown:
        click.echo(
            ngettext(
                "%(num)s code n’est d’aucune commune d’aujourd’hui, mais peut-être d’une ancienne : laissé de côté.",
                "%(num)s codes ne sont d’aucune commune d’aujourd’hui, mais peut-être d’anciennes : laissés de côté.",
                placed.unknown,
            )
        )


def _read(file: Path | None) -> list[PlacedCommune]:
    if file is None:
        return []
    lines, problems = read_communes(file.read_bytes())
    if problems:
        click.echo("\n".join(_say(file, problem) for problem in problems), err=True)
        raise click.ClickException(
            ngettext(
                "%(file)s : %(num)s endroit à corriger ; rien n’est changé.",
                "%(file)s : %(num)s endroits à corriger ; rien n’est changé.",
                len(problems),
                file=file.name,
            )
        )
    return lines


def _say(file: Path, problem: Problem) -> str:
    why = WRONG[problem.code].format(value=problem.value, field=problem.field)
    if file.suffix.lower() in (".json", ".geojson"):
        return _("%(file)s, entrée %(number)s : %(why)s.", file=file.name, number=problem.line, why=why)
    return _("%(file)s, ligne %(number)s : %(why)s.", file=file.name, number=problem.line, why=why)


def _places_of(lines: Iterable[PlacedCommune]) -> dict[str, Point]:
    return {line.insee: line.place for line in lines if line.place is not None}


def _of_groupings(sirens: tuple[str, ...]) -> set[str]:
    found_codes = {siren: list_communes_of_groupings([siren]) for siren in sirens}
    if unknown := [siren for siren, codes in found_codes.items() if not codes]:
        raise click.ClickException(
            _("Aucune intercommunalité n’a le SIREN %(sirens)s ; rien n’est changé.", sirens=", ".join(unknown))
        )
    return {insee for codes in found_codes.values() for insee in codes}


def _why(refusal: Refusal) -> str:
    codes = refusal.details.get("codes")
    listed = ", ".join(map(str, codes)) if isinstance(codes, list) else ""
    return {
        "joins_and_leaves": _(
            "Ces communes entreraient et sortiraient à la fois : %(codes)s. Rien n’est changé.", codes=listed
        ),
        "unknown_communes": _(
            "Aucune commune d’aujourd’hui n’a le code INSEE %(codes)s ; rien n’est changé.", codes=listed
        ),
        "no_commune_left": _("Il ne resterait aucune commune au territoire ; rien n’est changé."),
    }[refusal.code]


def _say_shared(territory: Territory, joined: list[Commune]) -> Iterable[str]:
    for owner, names in _by_owner(joined).items():
        if owner not in (None, territory.code):
            yield _(
                "Aussi dans %(owner)s, premier par son code, à qui va ce que leurs entreprises demandent : %(names)s.",
                owner=owner,
                names=names,
            )


def _say_left(territory: Territory, left: list[Commune]) -> Iterable[str]:
    if not left:
        return
    behind = count_left_behind(territory, [commune.insee for commune in left])
    yield ngettext(
        "Dans les communes qui sortent : %(num)s entreprise. Ses demandes en cours (%(requests)s) restent à %(code)s ; "
        "une règle ou un groupe qui veut une entreprise du territoire n’y trouve plus son compte.",
        "Dans les communes qui sortent : %(num)s entreprises. Leurs demandes en cours (%(requests)s) restent à %(code)s ; "
        "une règle ou un groupe qui veut une entreprise du territoire n’y trouve plus son compte.",
        behind.firms,
        requests=behind.requests,
        code=territory.code,
    )
    for owner, names in _by_owner(left).items():
        if owner:
            yield _("Ce que demanderont leurs entreprises ira à %(owner)s : %(names)s.", owner=owner, names=names)
        else:
            yield _("Ce que demanderont leurs entreprises n’ira à aucun territoire : %(names)s.", names=names)


def _by_owner(communes: list[Commune]) -> dict[str | None, str]:
    """The communes that each territory now has, by its code; None: those of no territory."""
    names: dict[str | None, list[str]] = {}
    for commune in communes:
        owner = find_territory_of(commune.insee)
        names.setdefault(owner.code if owner else None, []).append(f"{commune.name} ({commune.insee})")
    return {code: ", ".join(listed) for code, listed in names.items()}


def _say_holidays(territory: Territory) -> Iterable[str]:
    most = main_department(territory)
    if most != territory.department:
        yield _(
            "Le plus d’habitants sont désormais dans le département %(most)s, les jours fériés restent ceux de "
            "%(department)s. En changer : alize territory change %(code)s --department %(most)s",
            most=most,
            department=territory.department,
            code=territory.code,
        )
