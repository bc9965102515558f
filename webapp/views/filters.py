"""Figures, dates and words as people read them, in the language of the page: the filters of the templates.

Durations are integer minutes, money integer cents of EUR, shares lie in 0..1, instants are aware. Nothing here is
rounded to be used again: these are words. What is not known is said by the template, never passed here as None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from webapp.clock import PARIS, local_date, today
from webapp.domain import places
from webapp.domain.days import show_days, show_hours
from webapp.domain.identifiers import show_phone, show_siren, show_siret
from webapp.domain.naf import show_naf
from webapp.reports.names import OPINION_QUESTIONS, OPINIONS
from webapp.views import charts

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def page_language() -> str:
    """The language of the page, for `lang`: "fr" or "en"."""
    return _locale().language


def _locale() -> Locale:
    return get_locale() or Locale("fr")


def _is_french() -> bool:
    return _locale().language == "fr"


def number(value: int | float | Decimal, decimals: int = 2) -> str:
    """A figure with at most so many decimals: "1 156", "14,5", "−0,5"."""
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=_locale()).replace("-", MINUS)


def plural(amount: int | float | Decimal, one: str, many: str) -> str:
    """`one` or `many`, by the rule of the language: French says "1,5 jour", English "1.5 days"."""
    return one if _locale().plural_form(abs(Decimal(amount))) == "one" else many


def day_count(minutes: int, minutes_per_day: int = 420) -> str:
    """Minutes as a bare number of days, for columns of figures: "14,5", to a hundredth."""
    return number(Decimal(minutes) / minutes_per_day)


def days(minutes: int, minutes_per_day: int = 420) -> str:
    """Minutes as a person says them, exactly: "3 h" below half a day, "1,5 jour", else "1 jour et 2 h 20".

    Parts of a day down to a twentieth stand as decimals, as in `days_brief`.
    """
    if minutes * 20 % minutes_per_day == 0 and (abs(minutes) * 2 >= minutes_per_day or not minutes):
        return _whole_days(Decimal(minutes) / minutes_per_day)
    whole, rest = divmod(abs(minutes), minutes_per_day)
    if not whole:
        return day_hours(minutes)
    return gettext(
        "%(days)s et %(hours)s", days=_whole_days(Decimal(whole if minutes > 0 else -whole)), hours=day_hours(rest)
    )


def _whole_days(amount: Decimal) -> str:
    count = number(amount)
    return plural(amount, gettext("%(count)s jour", count=count), gettext("%(count)s jours", count=count))


def days_brief(minutes: int, minutes_per_day: int = 420) -> str:
    """The same where room is short: "1,5 j", "3 h", "1 j 2 h 20"."""
    return show_days(minutes, minutes_per_day, page_language())


def day_hours(minutes: int) -> str:
    """Minutes as hours: "3 h", "3 h 30", "45 min"."""
    return show_hours(minutes)


def euros(cents: int) -> str:
    """Cents as euros, without decimals when there are none: "15 000 €", "1 250,50 €"."""
    locale = _locale()
    pattern = locale.currency_formats["standard"].pattern
    if cents % 100 == 0:
        pattern = pattern.replace("0.00", "0")
    text = format_currency(Decimal(cents) / 100, "EUR", pattern, locale=locale, currency_digits=False)
    return text.replace("-", MINUS)


def percent(share: int | float | Decimal, decimals: int = 0) -> str:
    """A share of 0..1 in percent: "42 %"."""
    pattern = _locale().percent_formats[None].pattern
    if decimals:
        pattern = pattern.replace("0", "0." + "#" * decimals)
    return format_percent(share, pattern, locale=_locale()).replace("-", MINUS)


def score(value: float) -> str:
    """A score of 0..1 with two decimals: "0,82"."""
    return format_decimal(value, "0.00", locale=_locale())


def signed(value: float) -> str:
    """The effect of a term on a score: "+0,02", "−0,03", "0" for what changes nothing."""
    rounded = round(value, 2)
    if not rounded:
        return "0"
    return ("+" if rounded > 0 else MINUS) + score(abs(rounded))


def _day(moment: date | datetime) -> date:
    return local_date(moment) if isinstance(moment, datetime) else moment


def _write_date(moment: date | datetime, pattern: str) -> str:
    """The date in Europe/Paris by a pattern of Babel; the day stays by its month, in French the first is "1er"."""
    day = _day(moment)
    first = "d'er'" if day.day == 1 and _is_french() else "d"
    return format_date(day, pattern.replace("d MMMM", f"{first}{NO_BREAK_SPACE}MMMM"), locale=_locale())


def date_long(moment: date | datetime) -> str:
    """ "jeudi 3 décembre": a date close enough to need no year."""
    return _write_date(moment, "EEEE d MMMM")


def date_full(moment: date | datetime) -> str:
    """ "jeudi 3 décembre 2026"."""
    return _write_date(moment, "EEEE d MMMM y")


def date_day(moment: date | datetime) -> str:
    """ "3 décembre", for lists and for what happened lately."""
    return _write_date(moment, "d MMMM")


def date_year(moment: date | datetime) -> str:
    """ "3 décembre 2026"."""
    return _write_date(moment, "d MMMM y")


def month(moment: date | datetime) -> str:
    """ "mars 2028"."""
    return _write_date(moment, "MMMM y")


def date_short(moment: date | datetime) -> str:
    """ "03/12/2026", as people type it, in both languages."""
    return _day(moment).strftime("%d/%m/%Y")


def time_short(instant: datetime) -> str:
    """The hour in Europe/Paris: "14 h 32", "9 h", in English "14:32"."""
    local = instant.astimezone(PARIS)
    if not _is_french():
        return f"{local:%H:%M}"
    minute = f"{NO_BREAK_SPACE}{local:%M}" if local.minute else ""
    return f"{local.hour}{NO_BREAK_SPACE}h{minute}"


def tel(number_as_kept: str) -> str:
    """The address of a call, "tel:+33639981407"."""
    digits = re.sub(r"[^\d+]", "", number_as_kept)
    return "tel:" + re.sub(r"^0(?=[1-9]\d{8}$)", "+33", digits)


def of_town(name: str) -> str:
    """Where somebody comes from: "de Toul", "d’Écrouves", in English "from Toul"."""
    return places.of_town(name, page_language())


def sentence(words: str) -> str:
    """Words that stand on a line of their own: the first letter becomes a capital, the others stay as they are."""
    return words[:1].upper() + words[1:]


def marked(text: str, words: Iterable[str]) -> Markup:
    """The text with each of the words, as the reader wrote them, in <mark>; everything else escaped."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return escape(text)
    pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, wanted)) + r")(?!\w)", re.IGNORECASE)
    pieces = pattern.split(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )


def example_day() -> str:
    """A day as people type it, to be shown beside a field: today, which no field of the future or the past refuses."""
    return date_short(today())


def whole(text: object) -> Markup:
    """The text, its short words with hyphens kept on one line: Neuves-Maisons, 2025-2028; for what people see only."""
    safe = escape(text)
    shown, seen = Markup(""), 0
    for found in _TAG_OR_HYPHENED.finditer(safe):
        if found["word"]:
            shown += safe[seen : found.start()] + _WHOLE.format(safe[found.start() : found.end()])
            seen = found.end()
    return shown + safe[seen:]


_WHOLE = Markup('<span class="whole">{}</span>')
#: tags are passed over; words of more than twenty letters may break: a narrow screen has no room for them
_TAG_OR_HYPHENED = re.compile(r"<[^>]*>|&[^;]*;|(?P<word>(?<![\w@.’-])(?=[\w’-]{3,20}(?![\w@-]))(?:\w+’)?\w+(?:-\w+)+)")

FILTERS = (
    number, plural, day_count, days, days_brief, day_hours, euros, percent, score, signed,
    date_long, date_full, date_day, date_year, month, date_short, time_short, tel, of_town, sentence, marked, whole,
    show_naf, show_siren, show_siret,
)  # fmt: skip


def register_filters(app: Flask) -> None:
    """Give the templates their filters, `page_language()`, and the geometry of the drawings."""
    app.jinja_env.filters.update({filter_.__name__: filter_ for filter_ in FILTERS})
    app.jinja_env.filters["phone"] = show_phone
    app.jinja_env.globals.update(
        page_language=page_language,
        example_day=example_day,
        bar_segments=charts.bar_segments,
        pace=charts.pace,
        apart=charts.apart,
        opinion_questions=OPINION_QUESTIONS,
        opinion_labels=OPINIONS,
    )
