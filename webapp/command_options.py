"""What commands read from the command line, cleaned as the forms clean it, and refused in words."""

from __future__ import annotations

from collections.abc import Callable

import click

from webapp.domain.text import UnusableText, clean_line

Callback = Callable[[click.Context, click.Parameter, str | None], str | None]

#: why a text cannot be kept, and what to write instead
WRONG = {
    "not_an_email": "it is no e-mail address, such as prenom.nom@exemple.fr",
    "spaced_email": "there is a space in this address",
    "several_emails": "one address only",
    "email_not_ascii": "not every mail server takes this address, it needs one without accents",
    "not_a_phone": "it is no telephone number, such as 03 53 01 24 18; one from abroad begins with +",
    "several_lines": "it takes one line only",
    "too_long": "it has {length} characters, {max_length} at most",
    "forbidden_character": "it holds a character that cannot be shown",
}


def read_by(clean: Callable[[str], str]) -> Callback:
    """An option that goes through a cleaner; one that was not given stays None."""

    def read(_context: click.Context, _parameter: click.Parameter, typed: str | None) -> str | None:
        try:
            return None if typed is None else clean(typed)
        except UnusableText as error:
            why = WRONG[error.code].format(**error.details)
            raise click.BadParameter(f"{typed!r} cannot be used: {why}.") from None

    return read


def line(max_length: int) -> Callback:
    """One line that is not empty."""

    def clean(typed: str) -> str:
        kept = clean_line(typed, max_length)
        if not kept:
            raise click.BadParameter("it is empty.")
        return kept

    return read_by(clean)
