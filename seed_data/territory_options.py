"""What the commands about territories read from the command line, cleaned as the forms clean it."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from webapp.domain.text import UnusableText, clean_line
from webapp.models.territories import Territory
from webapp.services.territories import find_territory, list_territories

Callback = Callable[[click.Context, click.Parameter, str | None], str | None]


def read_by(clean: Callable[[str], str]) -> Callback:
    """An option that goes through a cleaner; one that was not given stays None."""

    def read(_context: click.Context, _parameter: click.Parameter, typed: str | None) -> str | None:
        try:
            return None if typed is None else clean(typed)
        except UnusableText as error:
            raise click.BadParameter(f"{typed!r} cannot be used: {str(error).replace('_', ' ')}.") from None

    return read


def code(typed: str) -> str:
    """A code that stands in addresses and commands."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed) or len(typed) > 60:
        raise click.BadParameter(f"{typed!r} cannot be used: a code is of small letters, digits and hyphens.")
    return typed


def line(max_length: int) -> Callback:
    """One line that is not empty."""

    def clean(typed: str) -> str:
        kept = clean_line(typed, max_length)
        if not kept:
            raise click.BadParameter("it is empty.")
        return kept

    return read_by(clean)


def found(typed: str) -> Territory:
    """The territory of that code."""
    territory = find_territory(typed)
    if territory is None:
        known = ", ".join(each.code for each in list_territories()) or "none"
        raise click.ClickException(f"There is no territory {typed}. Known: {known}.")
    return territory
