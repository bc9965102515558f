"""The tables of a tally: the figures of each group, each a link to its lines, and the pace by quarter."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from webapp.domain.ledger import Balance, share_of_time
from webapp.models.groups import Group
from webapp.services.tallies import Tally
from webapp.views.desk.labels import FIGURES
from webapp.views.filters import date_year, day_count, month

Row = list[Any]


def group_rows(tally: Tally) -> list[Row]:
    """One row a group: its name, its figures in the order of the columns, what is free."""
    return [[entry.group.name, *_figures(tally, entry.balance, entry.group)] for entry in tally.groups]


def total_row(tally: Tally) -> Row:
    """The sums, at the foot."""
    return [_("Total"), *_figures(tally, tally.total, None)]


def columns() -> list[str]:
    """The heads of the table."""
    return [_("Groupe"), *(str(name) for name, _counted in FIGURES.values()), _("Libres")]


def period_rows(tally: Tally) -> list[Row]:
    """What an even pace gives and what was given, at the end of each quarter of the convention and at the last day."""
    convention, per_day = tally.convention, tally.convention.minutes_per_day
    quarters = [*tally.given[2:-1:3], *tally.given[-1:]]
    rows = []
    for day, given in quarters:
        planned = round(tally.total.pledged * share_of_time(convention.starts_on, convention.ends_on, day))
        name = month(day) if (day, given) != tally.given[-1] else date_year(day)
        rows.append([name, day_count(planned, per_day), day_count(given, per_day)])
    return rows


def _figures(tally: Tally, balance: Balance, group: Group | None) -> Row:
    counters = balance.counters
    minutes = {"pledged": balance.pledged} | {
        figure: getattr(counters, figure) for figure in FIGURES if figure != "pledged"
    }
    cells = [_cell(tally, figure, minutes[figure], group) for figure in FIGURES]
    return [*cells, day_count(balance.free, tally.convention.minutes_per_day)]


def _cell(tally: Tally, figure: str, minutes: int, group: Group | None) -> dict[str, str]:
    """A figure with its lines behind it, named in full for who does not see the table; zero has none."""
    text = day_count(minutes, tally.convention.minutes_per_day)
    if not minutes:
        return {"text": text, "href": "", "name": ""}
    href = _lines(tally, figure, group)
    name = _(
        "%(group)s, %(figure)s : %(count)s, voir les lignes",
        group=group.name if group is not None else _("Total"),
        figure=str(FIGURES[figure][0]).lower(),
        count=text,
    )
    return {"text": text, "href": href, "name": name}


def _lines(tally: Tally, figure: str, group: Group | None) -> str:
    """Where the lines of a figure are; what was promised on a past day stands in the contract of that day."""
    as_of = tally.as_of.isoformat() if tally.is_past else None
    if figure == "pledged" and as_of:
        return url_for("desk.contracts_show", convention_id=tally.convention.id, au=as_of)
    return url_for(
        "desk.conventions_lines",
        convention_id=tally.convention.id,
        figure=figure,
        group=group.id if group is not None else None,
        au=as_of,
    )
