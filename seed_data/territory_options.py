"""What the commands about territories read from the command line."""

from __future__ import annotations

import re

import click

from webapp.command_options import list_known
from webapp.models.territories import Territory
from webapp.services.territories import find_territory, list_territories
from webapp.terminal import gettext as _


def code(typed: str) -> str:
    """A code that stands in addresses and commands."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed) or len(typed) > 60:
        raise click.BadParameter(
            _(
                "%(typed)s ne peut servir : un code est fait de minuscules sans accent, de chiffres et de traits d’union.",
                typed=repr(typed),
            )
        )
    return typed


def found(typed: str) -> Territory:
    """The territory of that code."""
    territory = find_territory(typed)
    if territory is None:
        known = list_known(each.code for each in list_territories())
        raise click.ClickException(
            _("Il n’y a pas de territoire %(code)s. Connus : %(known)s.", code=typed, known=known)
        )
    return territory
