"""Conventions: the tally, and the lines behind each of its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.deadlines import end_of_day
from webapp.domain.text import bare
from webapp.forms.contracts import AsOfForm
from webapp.forms.desk import FilterForm
from webapp.forms.fields import choices_of, read_date
from webapp.models.conventions import Convention
from webapp.reports.family_names import family_name
from webapp.services.amendments import list_joining
from webapp.services.breakdowns import find_families, tally_by_family, tally_by_year
from webapp.services.forecasts import forecast_convention
from webapp.services.opinion_tallies import opinions_of
from webapp.services.tallies import DELTAS, Tally, find_scoped_convention, list_conventions, tally_convention
from webapp.services.tally_lines import LineFilter, list_groups, list_lines, list_promises
from webapp.views.desk import outlook, page, tally_table
from webapp.views.desk.blueprint import bp
from webapp.views.desk.labels import FIGURES
from webapp.views.desk.opinion_table import opinion_columns, opinion_rows


@bp.get("/conventions", endpoint="conventions_index")
def index() -> str:
    """The conventions of one's territories, or of one of them."""
    asked = request.args.get("territoire", type=int)
    wanted = page.ids() if asked is None else page.ids() & {asked}
    return page.show("desk/conventions/index.html", conventions=list_conventions(wanted), is_part=asked is not None)


@bp.get("/conventions/<id:convention_id>", endpoint="conventions_show")
def show(convention_id: int) -> str:
    """The tally of a convention, today or at the end of a past day."""
    convention = page.found(find_scoped_convention, convention_id)
    tally = tally_convention(convention, now=clock.now(), as_of=_as_of(convention))
    opinions = opinions_of([convention.id], until=end_of_day(tally.as_of))
    return page.show(
        "desk/conventions/show.html",
        convention=convention,
        tally=tally,
        joining=[] if tally.is_past else list_joining(convention),
        glance=tally_table.glance(tally),
        columns=tally_table.columns(tally),
        rows=tally_table.group_rows(tally),
        total_row=tally_table.total_row(tally),
        period_columns=tally_table.period_columns(),
        periods=tally_table.period_rows(tally),
        form=AsOfForm(request.args),
        opinions=opinions,
        opinion_columns=opinion_columns(),
        opinion_rows=opinion_rows(opinions),
        **_outlook(tally),
    )


def _outlook(tally: Tally) -> dict[str, Any]:
    """What the tally says of the end, of the years and of the families of skills."""
    found = forecast_convention(tally)
    total = found.total
    return {
        "forecast": outlook.drawn(total, tally.convention),
        "group_words": outlook.forecast_words(tally, found),
        "forecast_words": outlook.say_total(total, tally.total.pledged, tally.convention) if total else "",
        "forecast_columns": outlook.forecast_columns(),
        "forecast_rows": outlook.forecast_rows(tally, found),
        "forecast_total": outlook.forecast_total(tally, found),
        "family_columns": outlook.family_columns(),
        "family_rows": outlook.family_rows(tally, tally_by_family(tally)),
        "year_columns": outlook.year_columns(),
        "year_rows": outlook.year_rows(tally, tally_by_year(tally)),
    }


def _as_of(convention: Convention) -> date | None:
    """The past day asked for in the address; none for what is no day, or is to come."""
    try:
        day = read_date(request.args.get("au", "").strip()[:10])
    except ValueError:
        return None
    return day if convention.starts_on <= day < clock.local_date(clock.now()) else None


@bp.get("/conventions/<id:convention_id>/lignes/<figure>", endpoint="conventions_lines")
def lines(convention_id: int, figure: str) -> str:
    """What a figure is made of."""
    convention = page.found(find_scoped_convention, convention_id)
    if figure not in FIGURES:
        abort(404)
    form = FilterForm(request.args)
    groups = list_groups(convention)
    named = [(str(group_id), name) for group_id, name in groups.items()]
    form.group.choices = choices_of([("", _("Tous les groupes")), *named])
    form.family.choices = _family_choices()
    form.validate()
    wanted = _filter(form, groups, _as_of(convention))
    shown = {"convention": convention, "figure": figure, "form": form, "wanted": wanted, "groups": groups}
    if figure not in DELTAS:
        on = wanted.as_of or clock.local_date(clock.now())
        promises = list_promises(convention, on, wanted.group_id)
        return page.show("desk/conventions/pledges.html", promises=promises, **shown)
    found = list_lines(convention, figure, wanted, page=page.page_number())
    return page.show("desk/conventions/lines.html", **shown, **page.turn(found))


def _family_choices() -> Any:
    named = [(code, family_name(code)) for code in set(find_families().values())]
    named.sort(key=lambda each: bare(each[1]))
    return choices_of([("", _("Toutes les familles")), *named, (outlook.NO_FAMILY, family_name(""))])


def _filter(form: FilterForm, groups: dict[int, str], as_of: date | None) -> LineFilter:
    text = form.group.data or ""
    group_id = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    family = form.family.data or None
    return LineFilter(
        group_id if group_id in groups else None,
        form.since.data or None,
        form.until.data or None,
        "" if family == outlook.NO_FAMILY else family,
        as_of,
    )
