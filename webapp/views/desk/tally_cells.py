"""The cells of a tally's tables: a figure that opens its lines, or one that is made of others and says so."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from webapp.services.tallies import Tally
from webapp.views.definitions import FIGURES, OUTLOOK
from webapp.views.filters import day_count

Cell = dict[str, Any]
Row = list[Any]

NAMES = FIGURES | OUTLOOK

#: figures whose lines are those of another: what was promised and the overrun stand on one page
LINES_OF = {"overrun": "pledged"}


def days_cell(tally: Tally, figure: str, minutes: int, name: str, **wanted: Any) -> Cell:
    """A figure with its lines behind it, named in full for who does not see the table; zero has none."""
    text = day_count(minutes, tally.convention.minutes_per_day)
    if not minutes:
        return {"text": text}
    said = _(
        "%(group)s, %(figure)s : %(count)s, voir les lignes",
        group=name,
        figure=str(NAMES[figure][0]).lower(),
        count=text,
    )
    return {"text": text, "href": lines_of(tally, figure, **wanted), "name": said}


def lines_of(tally: Tally, figure: str, **wanted: Any) -> str:
    """Where the lines of a figure are, on the day of the tally."""
    return url_for(
        "desk.conventions_lines",
        convention_id=tally.convention.id,
        figure=LINES_OF.get(figure, figure),
        au=tally.as_of.isoformat() if tally.is_past else None,
        **wanted,
    )


def derived(text: str) -> Cell:
    """A figure made of others, or of time: it has no lines of its own."""
    return {"text": text, "is_derived": True}


def derived_days(tally: Tally, minutes: int) -> Cell:
    """The same of minutes."""
    return derived(day_count(minutes, tally.convention.minutes_per_day))


def head(figure: str) -> Cell:
    """The head of a column, which opens what the figure counts, on the page for everyone."""
    return {"text": str(NAMES[figure][0]), "href": definition_of(figure)}


def definition_of(figure: str) -> str:
    """Where it stands what a figure counts."""
    return url_for("public.pages_figures", _anchor=f"chiffre-{figure}")
