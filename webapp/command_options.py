"""What commands read from the command line, cleaned as the forms clean it, and refused in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from webapp.domain.text import UnusableText, clean_line
from webapp.terminal import gettext as _

Callback = Callable[[click.Context, click.Parameter, str | None], str | None]

#: why a text cannot be kept, and what to write instead
WRONG = {
    "not_an_email": _("ce n’est pas une adresse e-mail, comme prenom.nom@exemple.fr"),
    "spaced_email": _("il y a un espace dans cette adresse"),
    "several_emails": _("une seule adresse à la fois"),
    "email_not_ascii": _("tous les serveurs n’acceptent pas cette adresse, il en faut une sans accents"),
    "not_a_phone": _("ce n’est pas un numéro de téléphone, comme 03 53 01 24 18 ; de l’étranger, il commence par +"),
    "several_lines": _("il ne faut qu’une ligne"),
    "too_long": _("il y a {length} caractères, {max_length} au plus"),
    "forbidden_character": _("il s’y trouve un caractère qui ne s’affiche pas"),
}


def read_by(clean: Callable[[str], str]) -> Callback:
    """An option that goes through a cleaner; one that was not given stays None."""

    def read(_context: click.Context, _parameter: click.Parameter, typed: str | None) -> str | None:
        try:
            return None if typed is None else clean(typed)
        except UnusableText as error:
            why = WRONG[error.code].format(**error.details)
            raise click.BadParameter(_("%(typed)s ne peut servir : %(why)s.", typed=repr(typed), why=why)) from None

    return read


def line(max_length: int) -> Callback:
    """One line that is not empty."""

    def clean(typed: str) -> str:
        kept = clean_line(typed, max_length)
        if not kept:
            raise click.BadParameter(_("il n’y a rien."))
        return kept

    return read_by(clean)


def list_known(codes: Iterable[str]) -> str:
    """The codes that could have been typed, for a sentence that refuses another."""
    return ", ".join(codes) or _("aucun")
