"""What `alize` says in a terminal: English where the locale asks for it, French everywhere else, "C" included.

The catalogues are those of the pages; Flask-Babel does not serve here. Help texts are read while modules are imported, before
there is an application; and the language of a terminal must never become that of the letters and reports that a command writes.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import cache
from gettext import NullTranslations, bindtextdomain, textdomain, translation
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

TRANSLATIONS = Path(__file__).parent / "translations"

#: the catalogue of what Click says, from English to French
CLICK = "click"

#: where the language of a terminal is told, in the order in which gettext looks
LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def gettext(sentence: str, **values: Any) -> str:
    """A sentence in the language of the terminal."""
    said = _catalogue().gettext(sentence)
    return said % values if values else said


def ngettext(one: str, several: str, num: int, **values: Any) -> str:
    """A sentence about so many things."""
    return _catalogue().ngettext(one, several, num) % {"num": format_number(num), **values}


def format_number(number: int) -> str:
    """A number with its thousands apart."""
    return format_decimal(number, locale=_language())


def format_day(day: date) -> str:
    """A day with the name of its month."""
    return format_date(day, "long", locale=_language())


def adopt_language() -> None:
    """Let Click, which asks gettext, speak this language too; and no charset of a terminal end a command half way."""
    os.environ["LANGUAGE"] = _language()
    bindtextdomain(CLICK, TRANSLATIONS)
    textdomain(CLICK)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


@cache
def _language() -> str:
    """Not by gettext's own search: it takes "C.UTF-8", the locale of a bare machine, for American English."""
    told = next(filter(None, map(os.environ.get, LOCALE)), "")
    return "en" if told.lower().startswith("en") else "fr"


@cache
def _catalogue() -> NullTranslations:
    return translation("messages", TRANSLATIONS, [_language()], fallback=True)
