"""The tables of a tally: the figures of each group, each a link to its lines, and the pace by quarter."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.domain.ledger import Balance, share_of_time
from webapp.models.groups import Group
from webapp.services.tallies import Tally
from webapp.views.definitions import FIGURES
from webapp.views.desk.tally_cells import Cell, Row, days_cell, derived, derived_days, head
from webapp.views.filters import date_year, month, percent


def glance(tally: Tally) -> list[tuple[Cell, str]]:
    """The figures of the whole convention, with their words."""
    total = tally.total
    share = percent(total.counters.delivered / total.pledged if total.pledged else 0)
    return [
        (days_cell(tally, "pledged", total.pledged, _("Total")), _("promis")),
        (
            days_cell(tally, "delivered", total.counters.delivered, _("Total")),
            _("donnés, soit %(share)s", share=share),
        ),
        (days_cell(tally, "reserved", total.counters.reserved, _("Total")), _("réservés")),
        (derived_days(tally, total.free), _("libres")),
        (derived(percent(tally.elapsed)), _("du temps passé")),
    ]


def columns(tally: Tally) -> list[str | Cell]:
    """The heads of the table."""
    return [_("Groupe"), *(head(figure) for figure in _figures(tally)), head("free")]


def group_rows(tally: Tally) -> list[Row]:
    """One row a group: its name, its figures in the order of the columns, what is free."""
    return [[entry.group.name, *_cells(tally, entry.balance, entry.group)] for entry in tally.groups]


def total_row(tally: Tally) -> Row:
    """The sums, at the foot."""
    return [_("Total"), *_cells(tally, tally.total, None)]


def _figures(tally: Tally) -> list[str]:
    """The figures of the ledger; what a group agreed to beyond its promise, where one did."""
    first, *others = FIGURES
    return [first, "overrun", *others] if tally.total.overrun else [first, *others]


def _cells(tally: Tally, balance: Balance, group: Group | None) -> Row:
    name, wanted = (group.name, {"group": group.id}) if group is not None else (_("Total"), {})
    own = {"pledged": balance.pledged, "overrun": balance.overrun}
    minutes = {figure: own.get(figure, getattr(balance.counters, figure, 0)) for figure in _figures(tally)}
    cells = [days_cell(tally, figure, value, name, **wanted) for figure, value in minutes.items()]
    return [*cells, derived_days(tally, balance.free)]


def period_columns() -> list[str | Cell]:
    """The heads of the table of the pace."""
    return [_("Fin"), head("planned"), head("delivered")]


def period_rows(tally: Tally) -> list[Row]:
    """What an even pace gives and what was given, at the end of each quarter of the convention and at the last day."""
    convention = tally.convention
    quarters = [*tally.given[2:-1:3], *tally.given[-1:]]
    rows = []
    for day, given in quarters:
        planned = round(tally.total.pledged * share_of_time(convention.starts_on, convention.ends_on, day))
        name = month(day) if (day, given) != tally.given[-1] else date_year(day)
        cell = days_cell(tally, "delivered", given, name, until=day.isoformat())
        rows.append([name, derived_days(tally, planned), cell])
    return rows
