"""`alize user`: who may sign in."""

from __future__ import annotations

import secrets

import click
from flask.cli import AppGroup
from flask_security import hash_password

from webapp import clock
from webapp.clock import local_date
from webapp.command_options import line, read_by
from webapp.domain.states import JOB
from webapp.domain.text import clean_email
from webapp.models.accounts import Account, AccountGrant
from webapp.services.accounts import add_account, disable_account, drop_factor, find_account, list_everyone, welcome
from webapp.services.territories import find_territory, list_territories
from webapp.transaction import transaction


@click.group(cls=AppGroup)
def user() -> None:
    """Who may sign in."""


@user.command("add")
@click.argument("email", callback=read_by(clean_email))
@click.option("--name", required=True, callback=line(100), help="As pages and mails call this person.")
@click.option("--role", type=click.Choice(["coordinator", "network"]), default="coordinator")
@click.option("--territory", "code", help="Code of the territory of a coordinator.")
def user_add(email: str, name: str, role: str, code: str | None) -> None:
    """Let EMAIL sign in; a mail leads to the choice of a password. A known address gets the right beside the others."""
    territory = find_territory(code) if code else None
    if (role == "coordinator") != (territory is not None):
        known = ", ".join(each.code for each in list_territories()) or "none"
        raise click.ClickException(
            f"A coordinator has a --territory, the network none. Known: {known}. A new one: alize territory open --help"
        )
    unknown_password = hash_password(secrets.token_urlsafe(32))
    now = clock.now()
    with transaction():
        account = add_account(
            email, name, role=role, object_id=territory.id if territory else None, password_hash=unknown_password
        )
        is_new = welcome(account, now=now)
    click.echo(
        f"{account.email} may sign in{'; a mail to choose a password is on its way' if is_new else ' as before'}."
    )


@user.command("list")
def user_list() -> None:
    """Say who may sign in, to what, and when each was last there."""
    places = {territory.id: territory.code for territory in list_territories()}
    everyone = list_everyone()
    if not everyone:
        click.echo("Nobody may sign in yet. Let somebody in: alize user add --help")
    for account in everyone:
        rights = [_right(grant, places) for grant in account.grants]
        seen = f"last seen on {local_date(account.seen_at)}" if account.seen_at else "never seen yet"
        closed = "" if account.active else ", closed"
        click.echo(f"{account.email}, {account.name}: {', '.join(rights) or 'no right'}; {seen}{closed}")


def _right(grant: AccountGrant, places: dict[int, str]) -> str:
    """A right in words: "coordinator of toulois", "network"; a referent's is of a group, by its number."""
    if grant.object_id is None:
        return grant.role
    return f"{grant.role} of {places.get(grant.object_id, grant.object_id) if grant.role != 'referent' else grant.object_id}"


@user.command("close")
@click.argument("email")
def user_close(email: str) -> None:
    """Close the account of EMAIL: its sessions end now, what it did stays."""
    account = _found(email)
    with transaction():
        disable_account(account)
    click.echo(f"{account.email} may not sign in any more.")


@user.command("drop-factor")
@click.argument("email")
def user_drop_factor(email: str) -> None:
    """Take the second factor off EMAIL, for who has lost phone and rescue codes: make sure who is asking."""
    account = _found(email)
    with transaction():
        drop_factor(account, by=JOB, now=clock.now())
    click.echo(f"{account.email} sets a new second factor up at the next sign-in; a mail says so.")


def _found(email: str) -> Account:
    account = find_account(email)
    if account is None:
        raise click.ClickException(f"There is no account for {email}.")
    return account
