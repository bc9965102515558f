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
from webapp.services.checks_database import is_behind
from webapp.services.runs import BY_HAND, list_past_runs

jobs = AppGroup("jobs", help="What happens without a visitor: jobs at their time, mails out of the outbox.")


@jobs.command("start")
def start() -> None:
    """Run the jobs and send the mails until stopped."""
    if is_behind():
        raise click.ClickException("The tables are not those of this version. Bring them there with: alize db upgrade")
    run_until_stopped(current_app._get_current_object())  # type: ignore[attr-defined]


@jobs.command("run")
@click.argument("name")
@click.option("--now", "at", help="As if it were this moment: 2027-08-15T06:00, in Paris unless it says otherwise.")
def run_one(name: str, at: str | None) -> None:
    """Run one job now, whether or not its period was run."""
    job = find_job(name)
    if job is None:
        raise click.ClickException(
            f"There is no job {name}. The jobs are: {', '.join(each.name for each in SCHEDULE)}."
        )
    if at is not None:
        clock.set_offset(_instant(at) - clock.real_now())
    now = clock.now()
    outcome = run(job, f"{BY_HAND}{clock.real_now():%Y-%m-%dT%H:%M:%S.%fZ}", now=now)
    assert outcome is not None, "nobody else claims this very microsecond"
    click.echo(f"{name}: {outcome.done} done, {outcome.skipped} skipped, {outcome.failed} failed")
    if outcome.failed:
        raise SystemExit(1)


@jobs.command("list")
def show() -> None:
    """Show each job, its rhythm and the last period that was run."""
    past = list_past_runs((job.name for job in SCHEDULE), real_now=clock.real_now())
    widest = max(len(job.name) for job in SCHEDULE)
    for job in SCHEDULE:
        newest = past[job.name].newest if job.name in past else "never"
        click.echo(f"{job.name:{widest}} {job.beat!s:24} {newest:20} {job.why}")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"{text} is no moment. Write it like 2027-08-15T06:00.") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)
