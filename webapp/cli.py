"""The `alize` command. `jobs` and `seed_data` join it through the entry point `flask.commands`."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import FlaskGroup
from flask_migrate.cli import db as migrations
from sqlalchemy.exc import NoSuchTableError, OperationalError, ProgrammingError, SQLAlchemyError

from webapp import clock, create_app
from webapp.borrowed_commands import say_in_our_words
from webapp.config import SettingError, sqlite_path
from webapp.domain.errors import Refusal
from webapp.figure_commands import figures, report
from webapp.models.seals import AuditSeal
from webapp.services.backups import BackupFailed, back_up
from webapp.services.checks_database import compare_version, is_behind
from webapp.services.forgetting import find_people, forget_again, forget_person, list_erased
from webapp.services.seals import find_head, find_seal, list_broken
from webapp.services.verify import list_breaches
from webapp.terminal import adopt_language, format_day, format_number
from webapp.terminal import gettext as _
from webapp.transaction import transaction
from webapp.user_commands import user

log = logging.getLogger(__name__)

adopt_language()


class Alize(FlaskGroup):
    """Flask's commands and ours; the application is known, so none of Flask's ways to name one."""

    def __init__(self) -> None:
        super().__init__(
            name="alize",
            create_app=create_app,
            add_version_option=False,
            set_debug_flag=False,
            load_dotenv=False,
            help=_("Alizé : les experts des grandes entreprises au service des petites d’un territoire."),
        )
        self.params.clear()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command, also while the settings are not there yet."""
        self._load_plugin_commands()
        return sorted(self.commands)


alize = Alize()
for command in (migrations, figures, report, user):
    alize.add_command(command)
say_in_our_words(alize)


def main() -> None:
    """Run `alize` with the arguments of the command line."""
    run_command(*sys.argv[1:])


def run_command(*arguments: str) -> None:
    """Run a command of `alize` and end; a wrong setting or a database out of reach is said in a sentence."""
    try:
        alize.main(args=list(arguments), prog_name="alize")
    except SettingError as error:
        click.echo(f"alize: {error}", err=True)
        raise SystemExit(2) from None
    except (OperationalError, ProgrammingError, NoSuchTableError) as error:
        log.debug("the database refused", exc_info=error)
        click.echo(f"alize: {_say_trouble(error)}", err=True)
        raise SystemExit(2) from None


def _say_trouble(error: SQLAlchemyError) -> str:
    if isinstance(error, NoSuchTableError):
        reason = _("il n’y a pas de table %(table)s", table=error)
    else:
        reason = str(getattr(error, "orig", error)).strip().split("\n")[0].rstrip(".")
    return _(
        "La base de données ne sert pas : %(reason)s. Voyez DATABASE_URL, ou DATA_DIR, dont le dossier doit exister ; "
        "les tables se créent, ou se mettent à cette version, par : alize db upgrade",
        reason=reason,
    )


@alize.command(
    help=_(
        "Tout recalculer depuis les lignes de la base.\n\n"
        "Une ligne par écart, et le code de sortie 1 ; les lignes nomment les tables et les colonnes, en anglais comme elles."
    )
)
def verify() -> None:
    breaches = list(compare_version() if is_behind() else list_breaches())
    for breach in breaches:
        click.echo(breach)
    if breaches:
        raise SystemExit(1)
    click.echo(_("Aucun écart."))


@alize.group(
    help=_("Les sceaux de l’historique.\n\nNoter le dernier ailleurs, et demander plus tard s’il tient toujours.")
)
def audit() -> None:
    pass


@audit.command("head", help=_("Afficher le dernier sceau : son numéro, jusqu’à quel événement, quand, son empreinte."))
def audit_head() -> None:
    seal = find_head()
    if seal is None:
        raise click.ClickException(_("Rien n’est encore scellé. Sceller maintenant : alize jobs run seal_events"))
    click.echo(_seal_line(seal))


@audit.command(
    "check",
    help=_("Dire si le sceau d’EMPREINTE, noté ailleurs, est toujours dans la chaîne, et ce qui le précède intact."),
)
@click.argument("digest", metavar=_("EMPREINTE"))
def audit_check(digest: str) -> None:
    seal = find_seal(digest)
    if seal is None:
        raise click.ClickException(
            _(
                "Aucun sceau n’a cette empreinte : l’historique a été réécrit depuis, une sauvegarde a été restaurée, "
                "ou c’est l’empreinte d’une autre base."
            )
        )
    broken = next(list_broken(seal.number), None)
    if broken is not None:
        raise click.ClickException(
            _(
                "Sceau %(number)s, événements %(first)s à %(last)s : ce n’est plus ce qui fut scellé.",
                number=broken.number,
                first=broken.first_event_id,
                last=broken.last_event_id,
            )
        )
    click.echo(_seal_line(seal))
    click.echo(_("Il est dans la chaîne, et rien de ce qui le précède n’a changé."))


def _seal_line(seal: AuditSeal) -> str:
    """The same in every language, and in the journal: what is noted elsewhere is compared with it."""
    return f"seal {seal.number}, events up to {seal.last_event_id}, {seal.sealed_at:%Y-%m-%d %H:%M} UTC: {seal.digest}"


@alize.command(help=_("Copier la base SQLite dans FICHIER, sans rien arrêter.\n\nLa copie est vérifiée."))
@click.argument("target", metavar=_("FICHIER"), type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    source = sqlite_path(current_app.extensions["settings"].database_url)
    if source is None:
        raise click.ClickException(_("Une base PostgreSQL se copie par pg_dump, de la version du serveur."))
    try:
        size = back_up(source, target)
    except BackupFailed as error:
        raise click.ClickException(_("La sauvegarde n’est pas faite : %(why)s.", why=error)) from None
    click.echo(_("%(file)s : %(size)s octets, copie vérifiée.", file=target, size=format_number(size)))


@alize.command(
    help=_("Effacer la personne qui a cette ADRESSE, à sa demande.\n\nDit ce qui doit être gardé, et jusqu’à quand."),
)
@click.argument("email", metavar=_("ADRESSE"))
def forget(email: str) -> None:
    people = find_people(email)
    if not people:
        raise click.ClickException(_("Personne n’a l’adresse %(email)s.", email=email))
    for person in people:
        who = f"{person.__tablename__} {person.id}"
        try:
            with transaction():
                kept_until = forget_person(person, now=clock.now())
        except Refusal as refusal:
            raise click.ClickException(_say_kept(who, refusal)) from None
        click.echo(_("%(who)s : adresse, téléphone, textes, documents, liens et messages sont effacés.", who=who))
        if kept_until is not None:
            click.echo(
                _(
                    "%(who)s : le nom reste auprès de ses missions jusqu’au %(day)s, comme preuve de la convention.",
                    who=who,
                    day=format_day(kept_until),
                )
            )


def _say_kept(who: str, refusal: Refusal) -> str:
    if refusal.code == "mission_running":
        return _(
            "%(who)s n’est pas effacé : une mission ou une avance est en cours. Terminez-la d’abord, puis recommencez.",
            who=who,
        )
    return _(
        "%(who)s n’est pas effacé : une réponse vient d’être donnée. Recommencez quand elle aura pris effet.", who=who
    )


@alize.command(
    help=_("Lister qui a été effacé, par numéro.\n\nAucun nom n’y est ; gardez cette liste à l’écart des sauvegardes.")
)
@click.option(
    "--again",
    "listed",
    type=click.File(errors="replace"),
    help=_("Effacer de nouveau les personnes de cette liste, après une restauration."),
)
def erased(listed: TextIO | None) -> None:
    if listed is None:
        for line in list_erased():
            click.echo(line)
        return
    count, left = 0, []
    for line in filter(None, map(str.strip, listed)):
        try:
            with transaction():
                count += forget_again(line, now=clock.now())
        except ValueError:
            left.append(_("%(line)s : non effacé, une ligne d’une telle liste s’écrit comme : contact 12", line=line))
        except Refusal:
            left.append(
                _(
                    "%(line)s : non effacé, une mission est en cours dans cette copie. Terminez-la, puis recommencez.",
                    line=line,
                )
            )
    click.echo(_("Effacés de nouveau : %(count)s.", count=count))
    if left:
        raise click.ClickException("\n".join(left))
