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
from webapp.config import SettingError, sqlite_path
from webapp.domain.errors import Refusal
from webapp.figure_commands import figures, report
from webapp.models.seals import AuditSeal
from webapp.services.backups import BackupFailed, back_up
from webapp.services.checks_database import compare_version, is_behind
from webapp.services.forgetting import find_people, forget_again, forget_person, list_erased
from webapp.services.seals import find_head, find_seal, list_broken
from webapp.services.verify import list_breaches
from webapp.transaction import transaction
from webapp.user_commands import user

log = logging.getLogger(__name__)


class Alize(FlaskGroup):
    """Flask's commands and ours; the application is known, so none of Flask's ways to name one."""

    def __init__(self) -> None:
        super().__init__(
            name="alize",
            create_app=create_app,
            add_version_option=False,
            set_debug_flag=False,
            load_dotenv=False,
            help="Alizé: the experts of large firms for the small firms of a territory.",
        )
        self.params.clear()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command, also while the settings are not there yet."""
        self._load_plugin_commands()
        return sorted(self.commands)


alize = Alize()


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
        reason = f"it has no table {error}"
    else:
        reason = str(getattr(error, "orig", error)).strip().split("\n")[0].rstrip(".")
    return (
        f"The database does not serve: {reason}. Look at DATABASE_URL, or at DATA_DIR, whose folder must be there; "
        "tables are made, and brought up to this version, with: alize db upgrade"
    )


@alize.command()
def verify() -> None:
    """Recompute every invariant from the raw rows; one line for each that does not hold, and exit 1."""
    breaches = list(compare_version() if is_behind() else list_breaches())
    for breach in breaches:
        click.echo(breach)
    if breaches:
        raise SystemExit(1)
    click.echo("Every invariant holds.")


@alize.group()
def audit() -> None:
    """The seals of the history: note the last one elsewhere, ask later whether it still holds."""


@audit.command("head")
def audit_head() -> None:
    """Print the last seal: its number, until which event, when, its hash."""
    seal = find_head()
    if seal is None:
        raise click.ClickException("Nothing is sealed yet. Seal now with: alize jobs run seal_events")
    click.echo(_seal_line(seal))


@audit.command("check")
@click.argument("digest", metavar="HASH")
def audit_check(digest: str) -> None:
    """Say whether the seal of HASH, noted elsewhere, is still in the chain, and all before it as it was."""
    seal = find_seal(digest)
    if seal is None:
        raise click.ClickException(
            "No seal has this hash: the history was rewritten since, a backup was restored, or it is of another database."
        )
    broken = next(list_broken(seal.number), None)
    if broken is not None:
        raise click.ClickException(
            f"Seal {broken.number}, events {broken.first_event_id} to {broken.last_event_id}: not what was sealed."
        )
    click.echo(f"{_seal_line(seal)}\nIt is in the chain, and nothing before it has changed.")


def _seal_line(seal: AuditSeal) -> str:
    return f"seal {seal.number}, events up to {seal.last_event_id}, {seal.sealed_at:%Y-%m-%d %H:%M} UTC: {seal.digest}"


alize.add_command(migrations)
alize.add_command(figures)
alize.add_command(report)
alize.add_command(user)


@alize.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy the SQLite database to TARGET and check the copy, while the application runs."""
    source = sqlite_path(current_app.extensions["settings"].database_url)
    if source is None:
        raise click.ClickException("A PostgreSQL database is copied with pg_dump of its own version.")
    try:
        size = back_up(source, target)
    except BackupFailed as error:
        raise click.ClickException(f"No backup was made: {error}.") from None
    click.echo(f"{target}: {size:,} bytes, checked.")


@alize.command()
@click.argument("email")
def forget(email: str) -> None:
    """Erase the person of EMAIL, who asks to be forgotten; says what must be kept, and until when."""
    people = find_people(email)
    if not people:
        raise click.ClickException(f"Nobody has the address {email}.")
    for person in people:
        name = f"{person.__tablename__} {person.id}"
        try:
            with transaction():
                kept_until = forget_person(person, now=clock.now())
        except Refusal as refusal:
            why = (
                "a mission or an advance is under way"
                if refusal.code == "mission_running"
                else "an answer has just been given"
            )
            raise click.ClickException(f"{name} is not erased: {why}. End it first, then ask again.") from None
        click.echo(f"{name}: address, telephone, words, documents, links and mails are erased.")
        if kept_until is not None:
            click.echo(
                f"{name}: the name stays beside their missions until {kept_until}, as evidence of the convention."
            )


@alize.command()
@click.option(
    "--again",
    "listed",
    type=click.File(errors="replace"),
    help="Erase the people of this list once more, after a restore.",
)
def erased(listed: TextIO | None) -> None:
    """List who was erased, by number only; keep it apart from the backups."""
    if listed is None:
        for line in list_erased():
            click.echo(line)
        return
    count = 0
    for line in filter(None, map(str.strip, listed)):
        try:
            with transaction():
                count += forget_again(line, now=clock.now())
        except ValueError:
            raise click.ClickException(f"{line}: not erased, this is no line of such a list, as: contact 12") from None
        except Refusal:
            raise click.ClickException(f"{line}: not erased, a mission of theirs is under way in this copy.") from None
    click.echo(f"Erased again: {count}.")
