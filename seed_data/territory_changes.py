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
from webapp.terminal import gettext as _
from webapp.transaction import transaction

#: what may be changed, in words
NAMES = {
    "name": _("nom"),
    "operator_name": _("opérateur"),
    "contact_name": _("contact"),
    "contact_phone": _("téléphone"),
    "contact_email": _("adresse e-mail"),
    "department": _("département"),
}


@click.command("list", help=_("Dire quels territoires il y a, qui l’on y joint, et ce qui manque aux communes."))
@with_appcontext
def list_all() -> None:
    known = list_territories()
    if not known:
        click.echo(_("Il n’y a pas encore de territoire. En ouvrir un : alize territory open --help"))
    for territory in known:
        communes = list_communes(territory)
        lost = sum(commune.point is None for commune in communes)
        contact = f"{territory.contact_name}, {territory.contact_phone}, {territory.contact_email}"
        for sentence in (
            _(
                "%(code)s : %(name)s, %(operator)s",
                code=territory.code,
                name=territory.name,
                operator=territory.operator_name,
            ),
            _("  contact : %(contact)s", contact=contact),
            _("  communes : %(count)s, dont %(lost)s sans place", count=len(communes), lost=lost)
            if lost
            else _("  communes : %(count)s", count=len(communes)),
            _("  jours fériés : %(department)s", department=territory.department or _("ceux de tout le pays")),
        ):
            click.echo(sentence)


@click.command(
    "change", help=_("Corriger comment se nomme le territoire CODE, ou qui l’on y joint ; le reste demeure.")
)
@click.argument("code")
@click.option("--name", callback=line(100), help=_("Comme les pages et les messages le nomment."))
@click.option("--operator", "operator_name", callback=line(200), help=_("L’organisme qui y conduit le programme."))
@click.option("--contact", "contact_name", callback=line(100), help=_("Qui l’on peut appeler, ou à qui écrire."))
@click.option("--phone", "contact_phone", callback=read_by(clean_phone), help=_("Le téléphone de cette personne."))
@click.option("--email", "contact_email", callback=read_by(clean_email), help=_("L’adresse e-mail de cette personne."))
@click.option("--department", callback=line(3), help=_("Code INSEE du département dont les jours fériés comptent."))
@with_appcontext
def change(code: str, **words: str | None) -> None:
    territory = found(code)
    wanted = {name: word for name, word in words.items() if word is not None}
    if not wanted:
        raise click.ClickException(_("Il n’y a rien à changer. Voir : alize territory change --help"))
    before = {name: getattr(territory, name) for name in wanted}
    try:
        with transaction():
            changed = change_territory(territory, wanted, by=JOB, now=clock.now())
    except Refusal:
        raise click.ClickException(
            _("Aucune commune n’est du département %(department)s.", department=wanted["department"])
        ) from None
    for name in changed:
        click.echo(_("%(what)s : %(before)s → %(after)s", what=NAMES[name], before=before[name], after=wanted[name]))
    if not changed:
        click.echo(_("C’était déjà ainsi."))
    elif any(name.startswith("contact_") for name in changed):
        click.echo(
            _(
                "Les pages et les messages disent désormais le nouveau contact. Qui se connecte se règle à part : alize user "
                "add, alize user close."
            )
        )
