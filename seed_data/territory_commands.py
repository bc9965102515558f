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
from webapp.transaction import transaction

territory = AppGroup("territory", help="The territories that run the programme, and their funds.")
for command in (list_all, change, communes, places):
    territory.add_command(command)


@territory.command("open")
@click.argument("code", callback=read_by(code_of))
@click.option("--name", required=True, callback=line(100), help="As pages and mails call it.")
@click.option("--operator", required=True, callback=line(200), help="The organisation that runs the programme there.")
@click.option("--contact", required=True, callback=line(100), help="Whom people may call or write to.")
@click.option("--phone", required=True, callback=read_by(clean_phone), help="The telephone of this person.")
@click.option("--email", required=True, callback=read_by(clean_email), help="The address of this person.")
@click.option("--epci", "sirens", required=True, multiple=True, help="SIREN of a grouping of communes; repeat it.")
def territory_open(code: str, sirens: tuple[str, ...], **words: Any) -> None:
    """Open the territory CODE; the first one brings the communes of France along. Its rules are set at the desk."""
    if find_territory(code) is not None:
        raise click.ClickException(f"There is a territory {code} already.")
    programme = read_programme()
    unknown = sorted(set(sirens) - {epci.siren for epci in programme.epcis})
    if unknown:
        raise click.ClickException(
            f"No grouping of communes has the SIREN {', '.join(unknown)}. They stand in seed_data/communes/epcis.csv."
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
    click.echo(f"{code}: {count} communes. Add its coordinator with: alize user add ADDRESS --territory {code}")


@territory.command("open-fund")
@click.argument("code")
@click.argument("fund_code", metavar="FUND", callback=read_by(code_of))
@click.option("--name", required=True, callback=line(160), help="As pages and reports call it.")
def territory_open_fund(code: str, fund_code: str, name: str) -> None:
    """Give the territory CODE the fund FUND, empty: what groups bring to it is noted at the desk."""
    place = found(code)
    if any(fund.code == fund_code for fund in list_funds_of(place)):
        raise click.ClickException(f"{code} has a fund {fund_code} already.")
    with transaction():
        open_fund(place, fund_code, name, opened_on=clock.today(), by=JOB, now=clock.now())
    click.echo(f"{fund_code}: opened, empty. Say at the desk which bank account it has: firms read there where to pay.")
