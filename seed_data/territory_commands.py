"""`alize territory ...`: what an installation needs before its first coordinator can sign in, and its fund."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup

from seed_data.load_partners import load_skills
from seed_data.load_places import load_communes
from seed_data.readers import read_programme
from webapp import clock
from webapp.domain.states import JOB
from webapp.domain.text import UnusableText, clean_email, clean_line, clean_phone
from webapp.services.communes import is_france_known
from webapp.services.funds import list_funds_of, open_fund
from webapp.services.territories import TerritoryFacts, find_territory, list_territories, open_territory
from webapp.transaction import transaction

territory = AppGroup("territory", help="The territories that run the programme, and their funds.")

Callback = Callable[[click.Context, click.Parameter, str], str]


def _read_by(clean: Callable[[str], str]) -> Callback:
    def read(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
        try:
            return clean(typed)
        except UnusableText as error:
            raise click.BadParameter(f"{typed!r} cannot be used: {str(error).replace('_', ' ')}.") from None

    return read


def _code(typed: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed) or len(typed) > 60:
        raise click.BadParameter(f"{typed!r} cannot be used: a code is of small letters, digits and hyphens.")
    return typed


def _line(max_length: int) -> Callback:
    def clean(typed: str) -> str:
        line = clean_line(typed, max_length)
        if not line:
            raise click.BadParameter("it is empty.")
        return line

    return _read_by(clean)


@territory.command("open")
@click.argument("code", callback=_read_by(_code))
@click.option("--name", required=True, callback=_line(100), help="As pages and mails call it.")
@click.option("--operator", required=True, callback=_line(200), help="The organisation that runs the programme there.")
@click.option("--contact", required=True, callback=_line(100), help="Whom people may call or write to.")
@click.option("--phone", required=True, callback=_read_by(clean_phone), help="The telephone of this person.")
@click.option("--email", required=True, callback=_read_by(clean_email), help="The address of this person.")
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
@click.argument("fund_code", metavar="FUND", callback=_read_by(_code))
@click.option("--name", required=True, callback=_line(160), help="As pages and reports call it.")
def territory_open_fund(code: str, fund_code: str, name: str) -> None:
    """Give the territory CODE the fund FUND, empty: what groups bring to it is noted at the desk."""
    found = find_territory(code)
    if found is None:
        known = ", ".join(each.code for each in list_territories()) or "none"
        raise click.ClickException(f"There is no territory {code}. Known: {known}.")
    if any(fund.code == fund_code for fund in list_funds_of(found)):
        raise click.ClickException(f"{code} has a fund {fund_code} already.")
    with transaction():
        open_fund(found, fund_code, name, opened_on=clock.today(), by=JOB, now=clock.now())
    click.echo(f"{fund_code}: opened, empty.")
