"""The `alize` command. `jobs` and `seed_data` join it through the entry point `flask.commands`."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import FlaskGroup

from webapp import create_app
from webapp.config import SettingError, sqlite_path
from webapp.services.verify import list_breaches

alize = FlaskGroup(
    create_app=create_app,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
    help="Alizé: large firms' experts for the small firms of a territory.",
)


def main() -> None:
    """Run `alize` with the arguments of the command line."""
    run_command(*sys.argv[1:])


def run_command(*arguments: str) -> None:
    """Run a command of `alize` and end; a wrong setting is said in a sentence."""
    try:
        alize.main(args=list(arguments), prog_name="alize")
    except SettingError as error:
        click.echo(f"alize: {error}", err=True)
        raise SystemExit(2) from None


@alize.command()
def verify() -> None:
    """Recompute every invariant from the raw rows; one line for each that does not hold, and exit 1."""
    breaches = list(list_breaches())
    for breach in breaches:
        click.echo(breach)
    if breaches:
        raise SystemExit(1)
    click.echo("Every invariant holds.")
