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

OPTIONS = {
    "--all-methods": _("Montrer aussi HEAD et OPTIONS."),
    "--autogenerate": _("La remplir de ce qui diffère entre la base et le code."),
    "--branch-label": _("Le nom de la branche que commence cette migration."),
    "--cert": _("Le certificat, pour servir en HTTPS."),
    "--debug": _("Montrer les erreurs dans le navigateur, et relire le code à chaque changement."),
    "--debugger": _("Montrer les erreurs dans le navigateur."),
    "--directory": _("Le dossier des migrations."),
    "--exclude-patterns": _("Les fichiers dont un changement ne relance rien, séparés par « : »."),
    "--extra-files": _("D’autres fichiers dont un changement relance, séparés par « : »."),
    "--head": _("La migration après laquelle vient celle-ci."),
    "--host": _("L’adresse à laquelle répondre."),
    "--indicate-current": _("Marquer celle où en est la base."),
    "--key": _("La clé du certificat."),
    "--message": _("Ce que fait la migration, en une ligne."),
    "--multidb": _("Pour plusieurs bases."),
    "--package": _("Ajouter les fichiers __init__.py."),
    "--port": _("Le port auquel répondre."),
    "--purge": _("Vider d’abord la table des migrations faites."),
    "--reload": _("Relire le code à chaque changement."),
    "--resolve-dependencies": _("Compter aussi les migrations dont d’autres dépendent."),
    "--rev-id": _("Le numéro de la migration, au lieu d’un numéro tiré."),
    "--rev-range": _("De laquelle à laquelle : [début]:[fin]."),
    "--sort": _("L’ordre des adresses ; « match » est celui dans lequel Flask les essaie."),
    "--splice": _("Accepter une migration qui n’est pas la dernière."),
    "--sql": _("Afficher le SQL au lieu de l’exécuter."),
    "--tag": _("Un mot que le script de migration peut lire."),
    "--template": _("Le modèle du dossier."),
    "--verbose": _("En dire plus."),
    "--version-path": _("Le dossier où l’écrire."),
    "--with-threads": _("Répondre à plusieurs pages à la fois."),
    "--x-arg": _("Un argument que le script de migration peut lire."),
}


def say_in_our_words(group: click.Group) -> None:
    """Give each command of the libraries the help that stands above, and its options theirs."""
    for words, said in HELP.items():
        command: click.Command = group
        for word in words.split():
            assert isinstance(command, click.Group)
            command = command.commands[word]
        command.help, command.short_help = said, None
        for option in command.params:
            if isinstance(option, click.Option):
                option.help = OPTIONS[max(option.opts, key=len)]
