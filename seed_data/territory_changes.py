"""`alize territory list` and `change`: what a territory is called and whom people reach, after its opening."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from seed_data.territory_options import found
from webapp import clock
from webapp.command_options import line, read_by
from webapp.domain.errors import Refusal
from webapp.domain.states import JOB
from webapp.domain.text import clean_email, clean_phone
from webapp.services.territories import list_territories
from webapp.services.territory_changes import change_territory, list_communes
from webapp.transaction import transaction


@click.command("list")
@with_appcontext
def list_all() -> None:
    """Say which territories there are, whom people reach there, and how many communes have no place."""
    known = list_territories()
    if not known:
        click.echo("There is no territory yet. Open one: alize territory open --help")
    for territory in known:
        communes = list_communes(territory)
        lost = sum(commune.point is None for commune in communes)
        click.echo(f"{territory.code}: {territory.name}, {territory.operator_name}")
        click.echo(f"  contact: {territory.contact_name}, {territory.contact_phone}, {territory.contact_email}")
        click.echo(f"  communes: {len(communes)}{f', {lost} without a place' if lost else ''}")
        click.echo(f"  public holidays: {territory.department or 'those of the whole country'}")


@click.command("change")
@click.argument("code")
@click.option("--name", callback=line(100), help="As pages and mails call it.")
@click.option("--operator", "operator_name", callback=line(200), help="The organisation that runs the programme there.")
@click.option("--contact", "contact_name", callback=line(100), help="Whom people may call or write to.")
@click.option("--phone", "contact_phone", callback=read_by(clean_phone), help="The telephone of this person.")
@click.option("--email", "contact_email", callback=read_by(clean_email), help="The address of this person.")
@click.option("--department", callback=line(3), help="INSEE code of the department whose public holidays count.")
@with_appcontext
def change(code: str, **words: str | None) -> None:
    """Correct what the territory CODE is called, or whom people reach there; what is not given stays."""
    territory = found(code)
    wanted = {name: word for name, word in words.items() if word is not None}
    if not wanted:
        raise click.ClickException("Nothing to change was given. See: alize territory change --help")
    before = {name: getattr(territory, name) for name in wanted}
    try:
        with transaction():
            changed = change_territory(territory, wanted, by=JOB, now=clock.now())
    except Refusal:
        raise click.ClickException(f"No commune is in the department {wanted['department']}.") from None
    for name in changed:
        click.echo(f"{name.replace('_', ' ')}: {before[name]} → {wanted[name]}")
    if not changed:
        click.echo("It stood so already.")
    elif any(name.startswith("contact_") for name in changed):
        click.echo(
            "Pages and mails name the new contact from now on. Who signs in is another matter: alize user add, user close."
        )
