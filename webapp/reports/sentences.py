"""What reports say in running text: the language of the moment, a date, a sum."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale

from webapp.reports.document import Column, Table, Unit
from webapp.reports.wording import cell_text


def report_language() -> str:
    """The language in which a report is being written: "fr", or "en"."""
    locale = get_locale()
    return locale.language if locale else "fr"


def say_date(day: date) -> str:
    """ "1er avril 2025", in the language of the report; the day stays by its month."""
    pattern = "d\u00a0MMMM y"
    if day.day == 1 and report_language() == "fr":
        pattern = "d'er'\u00a0MMMM y"
    return format_date(day, pattern, locale=report_language())


def say_euros(cents: int) -> str:
    """ "15 000 €", of integer cents."""
    return cell_text(cents, Column("", Unit.EUROS), Table("", "", (), ()), report_language())
