"""What the tally says of the end of a convention, of its years and of its families of skills."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.forecasts import Forecast
from webapp.domain.ledger import Balance
from webapp.models.conventions import Convention
from webapp.reports.family_names import family_name
from webapp.services.breakdowns import FamilyTally, YearTally
from webapp.services.forecasts import Outlook
from webapp.services.tallies import COUNTERS, Tally
from webapp.views.desk.labels import FIGURES
from webapp.views.filters import day_count, month

#: what stands in the address for the family of offers without skills
NO_FAMILY = "aucune"

Row = list[Any]


def say_forecast(forecast: Forecast, pledged: int, convention: Convention) -> str:
    """ "À ce rythme, 31 jours sur 50 en mars 2028, entre 26 et 37", beside the name of a group and its bar."""
    low, likely, high = (_whole(value, convention) for value in (forecast.low, forecast.likely, forecast.high))
    said = {
        "pledged": day_count(pledged, convention.minutes_per_day),
        "month": month(convention.ends_on),
    }
    if not high:
        return _("À ce rythme, aucun jour sur %(pledged)s en %(month)s.", **said)
    sentence = ngettext(
        "À ce rythme, %(num)s jour sur %(pledged)s en %(month)s",
        "À ce rythme, %(num)s jours sur %(pledged)s en %(month)s",
        likely,
        **said,
    )
    return _("%(sentence)s.", sentence=sentence) if low == high else _between(sentence, low, high)


def say_total(forecast: Forecast, pledged: int, convention: Convention) -> str:
    """The same of all groups together."""
    low, likely, high = (_whole(value, convention) for value in (forecast.low, forecast.likely, forecast.high))
    sentence = ngettext(
        "À ce rythme, les groupes auront donné %(num)s jour sur %(pledged)s en %(month)s",
        "À ce rythme, les groupes auront donné %(num)s jours sur %(pledged)s en %(month)s",
        likely,
        pledged=day_count(pledged, convention.minutes_per_day),
        month=month(convention.ends_on),
    )
    return _between(sentence, low, high)


def _between(sentence: str, low: int, high: int) -> str:
    return _("%(sentence)s, entre %(low)s et %(high)s.", sentence=sentence, low=low, high=high)


def drawn(forecast: Forecast | None, convention: Convention) -> tuple[int, int, int] | None:
    """The low, likely and high minutes of the drawing, in whole days like the words."""
    if forecast is None:
        return None
    per_day = convention.minutes_per_day
    low, likely, high = (_whole(value, convention) for value in (forecast.low, forecast.likely, forecast.high))
    return low * per_day, likely * per_day, high * per_day


def forecast_words(tally: Tally, outlook: Outlook) -> dict[int, str]:
    """What is said of each group beside its bar."""
    return {
        entry.group.id: say_forecast(found, entry.balance.pledged, tally.convention)
        for entry in tally.groups
        if (found := outlook.groups.get(entry.group.id)) is not None
    }


def _whole(minutes: int, convention: Convention) -> int:
    """A forecast is said in whole days: more would promise what nobody knows."""
    return round(minutes / convention.minutes_per_day)


def forecast_rows(tally: Tally, outlook: Outlook) -> list[Row]:
    """One row a group: promised, given, reserved, what is likely, between what and what."""
    rows = []
    for entry in tally.groups:
        found = outlook.groups.get(entry.group.id)
        if found is not None:
            rows.append([entry.group.name, *_forecast_cells(tally, entry.balance, found)])
    return rows


def forecast_total(tally: Tally, outlook: Outlook) -> Row | None:
    """The sums, at the foot."""
    return [_("Total"), *_forecast_cells(tally, tally.total, outlook.total)] if outlook.total else None


def _forecast_cells(tally: Tally, balance: Balance, forecast: Forecast) -> Row:
    per_day = tally.convention.minutes_per_day
    low, likely, high = (_whole(value, tally.convention) for value in (forecast.low, forecast.likely, forecast.high))
    known = (balance.pledged, balance.counters.delivered, balance.counters.reserved)
    between = str(low) if low == high else _("%(low)s à %(high)s", low=low, high=high)
    return [*(day_count(value, per_day) for value in known), str(likely), between]


def family_columns() -> list[str]:
    """The heads of the table of families; days are pledged by group, never by family."""
    return [_("Famille"), *(str(FIGURES[figure][0]) for figure in (*COUNTERS, "delivered"))]


def family_rows(tally: Tally, found: list[FamilyTally]) -> list[Row]:
    """One row a family, each figure a link to its lines."""
    return [[family_name(row.family), *_family_cells(tally, row)] for row in found]


def _family_cells(tally: Tally, row: FamilyTally) -> list[dict[str, str]]:
    name, family = family_name(row.family), row.family or NO_FAMILY
    figures = (*COUNTERS, "delivered")
    return [_cell(tally, each, getattr(row.counters, each), name, family=family) for each in figures]


def year_rows(tally: Tally, found: list[YearTally]) -> list[Row]:
    """One row a calendar year: what an even pace gives, what was given, what is disputed, what remains."""
    per_day = tally.convention.minutes_per_day
    rows: list[Row] = []
    for row in found:
        span = {"since": row.starts_on.isoformat(), "until": row.ends_on.isoformat()}
        cells = [
            _cell(tally, figure, minutes, str(row.year), **span)
            for figure, minutes in (("delivered", row.given), ("disputed", row.disputed))
        ]
        rows.append([str(row.year), day_count(row.planned, per_day), *cells, day_count(row.left, per_day)])
    return rows


def _cell(tally: Tally, figure: str, minutes: int, name: str, **wanted: str) -> dict[str, str]:
    """A figure with its lines behind it, named in full for who does not see the table; zero has none."""
    text = day_count(minutes, tally.convention.minutes_per_day)
    if not minutes:
        return {"text": text, "href": "", "name": ""}
    href = url_for("desk.conventions_lines", convention_id=tally.convention.id, figure=figure, **wanted)
    said = _(
        "%(group)s, %(figure)s : %(count)s, voir les lignes",
        group=name,
        figure=str(FIGURES[figure][0]).lower(),
        count=text,
    )
    return {"text": text, "href": href, "name": said}
