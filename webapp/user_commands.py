"""`alize user`: who may sign in."""

from __future__ import annotations

import secrets

import click
from flask.cli import AppGroup
from flask_security import hash_password

from webapp import clock
from webapp.clock import local_date
from webapp.command_options import line, list_known, read_by
from webapp.domain.states import JOB
from webapp.domain.text import clean_email
from webapp.models.accounts import Account, AccountGrant
from webapp.services.accounts import add_account, disable_account, drop_factor, find_account, list_everyone, welcome
from webapp.services.territories import find_territory, list_territories
from webapp.terminal import format_day
from webapp.terminal import gettext as _
from webapp.transaction import transaction


@click.group(cls=AppGroup, help=_("Qui peut se connecter."))
def user() -> None:
    pass


@user.command(
    "add",
    help=_(
        "Ouvrir un compte à ADRESSE.\n\n"
        "Un message mène au choix d’un mot de passe. Une adresse connue reçoit le droit à côté de ceux qu’elle a."
    ),
)
@click.argument("email", metavar=_("ADRESSE"), callback=read_by(clean_email))
@click.option(
    "--name", required=True, callback=line(100), help=_("Comme les pages et les messages nomment la personne.")
)
@click.option(
    "--role",
    type=click.Choice(["coordinator", "network"]),
    default="coordinator",
    help=_("coordinator, sauf avis contraire : anime un territoire ; network : les voit tous."),
)
@click.option("--territory", "code", help=_("Code du territoire que la personne anime."))
def user_add(email: str, name: str, role: str, code: str | None) -> None:
    territory = find_territory(code) if code else None
    if (role == "coordinator") != (territory is not None):
        raise click.ClickException(
            _(
                "Un compte d’animateur se crée avec --territory, un compte du réseau sans. Connus : %(known)s. "
                "En ouvrir un : alize territory open --help",
                known=list_known(each.code for each in list_territories()),
            )
        )
    unknown_password = hash_password(secrets.token_urlsafe(32))
    now = clock.now()
    with transaction():
        account = add_account(
            email, name, role=role, object_id=territory.id if territory else None, password_hash=unknown_password
        )
        is_new = welcome(account, now=now)
    if is_new:
        said = _("%(email)s peut se connecter : un message part, pour choisir un mot de passe.", email=account.email)
    else:
        said = _("%(email)s peut se connecter, comme avant.", email=account.email)
    click.echo(said)


@user.command("list", help=_("Dire qui peut se connecter, à quoi, et quand chacun est venu."))
def user_list() -> None:
    places = {territory.id: territory.code for territory in list_territories()}
    everyone = list_everyone()
    if not everyone:
        click.echo(_("Personne ne peut encore se connecter. Ouvrir un compte : alize user add --help"))
    for account in everyone:
        rights = ", ".join(_right(grant, places) for grant in account.grants) or _("aucun droit")
        click.echo(f"{account.email}, {account.name}, {rights}, {_say_seen(account)}")


def _say_seen(account: Account) -> str:
    seen = (
        _("dernière connexion le %(day)s", day=format_day(local_date(account.seen_at)))
        if account.seen_at
        else _("aucune connexion encore")
    )
    return seen if account.active else _("%(seen)s, compte fermé", seen=seen)


def _right(grant: AccountGrant, places: dict[int, str]) -> str:
    """A right by the word of `--role`, as "coordinator toulois" or "network"; a referent's is of a group, by its number."""
    if grant.object_id is None:
        return grant.role
    return (
        f"{grant.role} {places.get(grant.object_id, grant.object_id) if grant.role != 'referent' else grant.object_id}"
    )


@user.command("close", help=_("Fermer le compte d’ADRESSE.\n\nSes sessions finissent aussitôt, ce qu’il a fait reste."))
@click.argument("email", metavar=_("ADRESSE"))
def user_close(email: str) -> None:
    account = _found(email)
    with transaction():
        disable_account(account)
    click.echo(_("%(email)s ne peut plus se connecter.", email=account.email))


@user.command(
    "drop-factor",
    help=_(
        "Ôter son second facteur à ADRESSE.\n\n"
        "Pour qui a perdu téléphone et codes de secours : assurez-vous de qui le demande."
    ),
)
@click.argument("email", metavar=_("ADRESSE"))
def user_drop_factor(email: str) -> None:
    account = _found(email)
    with transaction():
        drop_factor(account, by=JOB, now=clock.now())
    click.echo(
        _(
            "%(email)s choisira un second facteur à sa prochaine connexion ; un message le lui dit.",
            email=account.email,
        )
    )


def _found(email: str) -> Account:
    account = find_account(email)
    if account is None:
        raise click.ClickException(_("Aucun compte n’a l’adresse %(email)s.", email=email))
    return account
