"""What the tally says of the end of a convention, of its years and of its families of skills."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.forecasts import Forecast
from webapp.domain.ledger import Balance
from webapp.models.conventions import Convention
from webapp.reports.family_names import family_name
from webapp.services.breakdowns import FamilyTally, YearTally
from webapp.services.forecasts import Outlook
from webapp.services.tallies import COUNTERS, Tally
from webapp.views.desk.tally_cells import Cell, Row, days_cell, derived, derived_days, head
from webapp.views.filters import day_count, month

#: what stands in the address for the family of offers without skills
NO_FAMILY = "aucune"

#: what became of the days of a calendar year
YEAR_FIGURES = ("declared", "confirmed", "deemed", "disputed", "delivered")


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


def forecast_columns() -> list[str | Cell]:
    """The heads of the table of the forecast."""
    return [_("Groupe"), *(head(figure) for figure in ("pledged", "delivered", "reserved", "forecast", "range"))]


def forecast_rows(tally: Tally, outlook: Outlook) -> list[Row]:
    """One row a group: promised, given, reserved, what is likely, between what and what."""
    rows = []
    for entry in tally.groups:
        found = outlook.groups.get(entry.group.id)
        if found is not None:
            cells = _forecast_cells(tally, entry.balance, found, entry.group.name, group=entry.group.id)
            rows.append([entry.group.name, *cells])
    return rows


def forecast_total(tally: Tally, outlook: Outlook) -> Row | None:
    """The sums, at the foot."""
    if outlook.total is None:
        return None
    return [_("Total"), *_forecast_cells(tally, tally.total, outlook.total, _("Total"))]


def _forecast_cells(tally: Tally, balance: Balance, forecast: Forecast, name: str, **wanted: int) -> Row:
    low, likely, high = (_whole(value, tally.convention) for value in (forecast.low, forecast.likely, forecast.high))
    counters = balance.counters
    known = {"pledged": balance.pledged, "delivered": counters.delivered, "reserved": counters.reserved}
    cells = [days_cell(tally, figure, minutes, name, **wanted) for figure, minutes in known.items()]
    between = str(low) if low == high else _("%(low)s à %(high)s", low=low, high=high)
    return [*cells, derived(str(likely)), derived(between)]


def family_columns() -> list[str | Cell]:
    """The heads of the table of families; days are pledged by group, never by family."""
    return [_("Famille"), *(head(figure) for figure in (*COUNTERS, "delivered"))]


def family_rows(tally: Tally, found: list[FamilyTally]) -> list[Row]:
    """One row a family, each figure a link to its lines."""
    rows = []
    for row in found:
        name, family = family_name(row.family), row.family or NO_FAMILY
        minutes = {figure: getattr(row.counters, figure) for figure in (*COUNTERS, "delivered")}
        cells = [days_cell(tally, figure, value, name, family=family) for figure, value in minutes.items()]
        rows.append([name, *cells])
    return rows


def year_columns() -> list[str | Cell]:
    """The heads of the table of years; what is reserved has no year yet."""
    return [_("Année"), *(head(figure) for figure in ("year_share", *YEAR_FIGURES, "year_left"))]


def year_rows(tally: Tally, found: list[YearTally]) -> list[Row]:
    """One row a calendar year: its share of what was promised, what became of its days, what remains."""
    rows: list[Row] = []
    for row in found:
        span = {"since": f"{row.year}-01-01", "until": f"{row.year}-12-31"}
        minutes = {figure: getattr(row.counters, figure) for figure in YEAR_FIGURES}
        cells = [days_cell(tally, figure, value, str(row.year), **span) for figure, value in minutes.items()]
        rows.append([str(row.year), derived_days(tally, row.promised), *cells, derived_days(tally, row.left)])
    return rows
