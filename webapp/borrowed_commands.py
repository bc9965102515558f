"""What the commands of Flask and Flask-Migrate do, in our words: `alize --help` is read in one language."""

from __future__ import annotations

import click

from webapp.terminal import gettext as _

HELP = {
    "routes": _("Montrer les adresses des pages."),
    "run": _("Servir les pages à qui change le code."),
    "shell": _("Ouvrir un interpréteur Python dans l’application."),
    "db": _("Créer les tables, et les mettre à la version du code."),
    "db upgrade": _("Créer les tables, ou les mettre à cette version."),
    "db downgrade": _("Revenir d’une migration en arrière."),
    "db current": _("Dire à quelle migration en est la base."),
    "db history": _("Lister les migrations, la dernière d’abord."),
    "db heads": _("Dire quelle est la dernière migration."),
    "db show": _("Montrer une migration."),
    "db check": _("Dire si les tables diffèrent du code."),
    "db stamp": _("Noter une migration comme faite, sans la faire."),
    "db migrate": _("Écrire une migration d’après les changements du code."),
    "db revision": _("Écrire une migration vide."),
    "db edit": _("Ouvrir une migration dans l’éditeur."),
    "db merge": _("Réunir deux branches de migrations."),
    "db branches": _("Lister les branches des migrations."),
    "db init": _("Préparer un nouveau dossier de migrations."),
    "db list-templates": _("Lister les modèles d’un tel dossier."),
}


def say_in_our_words(group: click.Group) -> None:
    """Give each command of the libraries the help that stands above."""
    for words, said in HELP.items():
        command: click.Command = group
        for word in words.split():
            assert isinstance(command, click.Group)
            command = command.commands[word]
        command.help, command.short_help = said, None
