"""`alize demo ...`: the demonstration. It needs no setting but DATA_DIR and PORT."""

from __future__ import annotations

import click

from seed_data.run import run_demonstration


@click.group()
def demo() -> None:
    """The demonstration: fictional people, real mails, a clock that moves."""


@demo.command()
def run() -> None:
    """Start the pages, the jobs and the mail server; Ctrl-C ends them."""
    run_demonstration()
