"""`alize demo ...`: the demonstration. It needs no setting but DATA_DIR and PORT."""

from __future__ import annotations

import click

from seed_data.demonstration import make_demonstration
from seed_data.run import run_demonstration


@click.group()
def demo() -> None:
    """The demonstration: fictional people, real mails, a clock that moves."""


@demo.command()
@click.option("--again", is_flag=True, help="Start over: forget the demonstration that is there.")
def load(again: bool) -> None:
    """Write the demonstration as it stands on Tuesday 24 November 2026 at ten."""
    make_demonstration(click.echo, again=again)


@demo.command()
def run() -> None:
    """Start the pages, the jobs and the mail server; Ctrl-C ends them."""
    run_demonstration()
