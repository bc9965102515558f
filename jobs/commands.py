"""`alize jobs ...` and `python -m jobs ...`: start the process, run one job now, show the schedule."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from jobs.process import run_until_stopped
from jobs.runner import run
from jobs.schedule import SCHEDULE, find_job
from webapp import clock
from webapp.clock import PARIS
from webapp.extensions import db
from webapp.services.checks_database import is_behind
from webapp.services.runs import BY_HAND, list_past_runs
from webapp.terminal import gettext as _

jobs = AppGroup("jobs", help=_("Ce qui arrive sans visiteur : les tâches, les messages."))


@jobs.command("start", help=_("Faire les tâches et envoyer les messages, jusqu’à l’arrêt."))
def start() -> None:
    if is_behind():
        raise click.ClickException(_("Les tables ne sont pas celles de cette version. Les y amener : alize db upgrade"))
    db.session.rollback()  # a read left open keeps all that is written in SQLite's journal, for as long as this runs
    run_until_stopped(current_app._get_current_object())  # type: ignore[attr-defined]


@jobs.command("run", help=_("Faire une tâche maintenant, que sa période ait été faite ou non."))
@click.argument("name", metavar=_("NOM"))
@click.option("--now", "at", help=_("Comme s’il était ce moment : 2027-08-15T06:00, à Paris s’il ne dit rien d’autre."))
def run_one(name: str, at: str | None) -> None:
    job = find_job(name)
    if job is None:
        known = ", ".join(each.name for each in SCHEDULE)
        raise click.ClickException(_("Il n’y a pas de tâche %(name)s. Les tâches : %(known)s.", name=name, known=known))
    if at is not None:
        clock.set_offset(_instant(at) - clock.real_now())
    now = clock.now()
    outcome = run(job, f"{BY_HAND}{clock.real_now():%Y-%m-%dT%H:%M:%S.%fZ}", now=now)
    assert outcome is not None, "nobody else claims this very microsecond"
    click.echo(
        _(
            "%(name)s : fait %(done)s, passé %(skipped)s, échoué %(failed)s",
            name=name,
            done=outcome.done,
            skipped=outcome.skipped,
            failed=outcome.failed,
        )
    )
    if outcome.failed:
        raise SystemExit(1)


@jobs.command("list", help=_("Montrer chaque tâche, son rythme et sa dernière période faite."))
def show() -> None:
    past = list_past_runs((job.name for job in SCHEDULE), real_now=clock.real_now())
    widest = max(len(job.name) for job in SCHEDULE)
    for job in SCHEDULE:
        newest = past[job.name].newest if job.name in past else _("jamais")
        click.echo(f"{job.name:{widest}} {job.beat!s:24} {newest:20} {job.why}")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(
            _("%(text)s n’est pas un moment. Il s’écrit comme 2027-08-15T06:00.", text=text)
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)
