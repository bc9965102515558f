"""Whom to recruit: what is asked for and not offered, offers that nobody asks for, communes that nobody covers."""

from __future__ import annotations

from webapp import clock
from webapp.reports.family_names import family_name
from webapp.services.gaps import find_gaps
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp


@bp.get("/manques", endpoint="gaps_show")
def show() -> str:
    """What each of one's territories lacks."""
    now = clock.now()
    found = [(territory, find_gaps(territory, now)) for territory in page.territories()]
    return page.show("desk/people/gaps.html", found=found, family_name=family_name)
