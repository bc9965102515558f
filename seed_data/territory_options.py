"""What the commands about territories read from the command line."""

from __future__ import annotations

import re

import click

from webapp.models.territories import Territory
from webapp.services.territories import find_territory, list_territories


def code(typed: str) -> str:
    """A code that stands in addresses and commands."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed) or len(typed) > 60:
        raise click.BadParameter(f"{typed!r} cannot be used: a code is of small letters, digits and hyphens.")
    return typed


def found(typed: str) -> Territory:
    """The territory of that code."""
    territory = find_territory(typed)
    if territory is None:
        known = ", ".join(each.code for each in list_territories()) or "none"
        raise click.ClickException(f"There is no territory {typed}. Known: {known}.")
    return territory
