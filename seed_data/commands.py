"""`alize demo ...`: the demonstration. It needs no setting but DATA_DIR and PORT."""

from __future__ import annotations

import click

from seed_data.demonstration import make_demonstration
from seed_data.run import run_demonstration
from webapp.terminal import gettext as _


@click.group(help=_("La démonstration : des gens imaginés, de vrais messages."))
def demo() -> None:
    pass


@demo.command(help=_("Écrire la démonstration, telle que le mardi 24 novembre 2026 à dix heures."))
@click.option("--again", is_flag=True, help=_("Recommencer : oublier celle qui est là."))
def load(again: bool) -> None:
    make_demonstration(click.echo, again=again)


@demo.command(help=_("Lancer les pages, les tâches et le serveur de messages ; Ctrl-C les arrête."))
def run() -> None:
    run_demonstration()
