"""`alize territory ...`: what an installation needs before its first coordinator can sign in, and its fund."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup

from seed_data.commune_commands import communes, places
from seed_data.load_partners import load_skills
from seed_data.load_places import load_communes
from seed_data.readers import read_programme
from seed_data.territory_changes import change, list_all
from seed_data.territory_options import code as code_of
from seed_data.territory_options import found
from webapp import clock
from webapp.command_options import line, read_by
from webapp.domain.states import JOB
from webapp.domain.text import clean_email, clean_phone
from webapp.services.communes import is_france_known
from webapp.services.funds import list_funds_of, open_fund
from webapp.services.territories import TerritoryFacts, find_territory, open_territory
from webapp.terminal import gettext as _
from webapp.terminal import ngettext
from webapp.transaction import transaction

territory = AppGroup("territory", help=_("Les territoires du programme, et leurs fonds."))
for command in (list_all, change, communes, places):
    territory.add_command(command)


@territory.command(
    "open",
    help=_(
        "Ouvrir le territoire CODE.\n\n"
        "Les communes de France viennent avec le premier. Les règles du territoire se disent au bureau."
    ),
)
@click.argument("code", callback=read_by(code_of))
@click.option("--name", required=True, callback=line(100), help=_("Comme les pages et les messages le nomment."))
@click.option("--operator", required=True, callback=line(200), help=_("L’organisme qui y conduit le programme."))
@click.option("--contact", required=True, callback=line(100), help=_("Qui l’on peut appeler, ou à qui écrire."))
@click.option("--phone", required=True, callback=read_by(clean_phone), help=_("Le téléphone de cette personne."))
@click.option("--email", required=True, callback=read_by(clean_email), help=_("L’adresse e-mail de cette personne."))
@click.option(
    "--epci", "sirens", required=True, multiple=True, help=_("SIREN d’une intercommunalité ; l’option se répète.")
)
def territory_open(code: str, sirens: tuple[str, ...], **words: Any) -> None:
    if find_territory(code) is not None:
        raise click.ClickException(_("Il y a déjà un territoire %(code)s.", code=code))
    programme = read_programme()
    unknown = sorted(set(sirens) - {epci.siren for epci in programme.epcis})
    if unknown:
        raise click.ClickException(
            _(
                "Aucune intercommunalité n’a le SIREN %(sirens)s. Ils sont dans seed_data/communes/epcis.csv.",
                sirens=", ".join(unknown),
            )
        )
    facts = TerritoryFacts(
        code=code,
        name=words["name"],
        operator_name=words["operator"],
        contact_name=words["contact"],
        contact_phone=words["phone"],
        contact_email=words["email"],
    )
    with transaction():
        if not is_france_known():
            load_communes(programme)
            load_skills(programme)
        count = open_territory(facts, frozenset(sirens), by=JOB, now=clock.now())
    click.echo(
        ngettext(
            "%(code)s : %(num)s commune. Ajouter qui l’anime : alize user add ADRESSE --name NOM --territory %(code)s",
            "%(code)s : %(num)s communes. Ajouter qui l’anime : alize user add ADRESSE --name NOM --territory %(code)s",
            count,
            code=code,
        )
    )


@territory.command(
    "open-fund",
    help=_("Donner au territoire CODE le fonds FONDS, vide.\n\nCe que les groupes y apportent se note au bureau."),
)
@click.argument("code")
@click.argument("fund_code", metavar=_("FONDS"), callback=read_by(code_of))
@click.option("--name", required=True, callback=line(160), help=_("Comme les pages et les rapports le nomment."))
def territory_open_fund(code: str, fund_code: str, name: str) -> None:
    place = found(code)
    if any(fund.code == fund_code for fund in list_funds_of(place)):
        raise click.ClickException(_("%(code)s a déjà un fonds %(fund)s.", code=code, fund=fund_code))
    with transaction():
        open_fund(place, fund_code, name, opened_on=clock.today(), by=JOB, now=clock.now())
    click.echo(
        _(
            "%(fund)s : ouvert, vide. Dites au bureau quel est son compte en banque : les entreprises y paient.",
            fund=fund_code,
        )
    )
