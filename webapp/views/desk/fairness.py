"""Fairness: who is asked how often, says yes, gives how much, and what that does to the ranking."""

from __future__ import annotations

from datetime import date, timedelta

from flask import request
from flask_babel import lazy_gettext as _l

from webapp import clock
from webapp.clock import local_date
from webapp.domain.scoring import ASKED_WITHIN_DAYS
from webapp.services.fairness import carry_half, list_group_shares, list_shares
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp

#: days of each period, by what stands in the address
PERIODS = {"90": 90, "365": 365, "1096": 1096}

PERIOD_NAMES = {"90": _l("90 jours"), "365": _l("un an"), "1096": _l("trois ans")}


@bp.get("/equite", endpoint="fairness_show")
def show() -> str:
    """By group and by expert, over a period."""
    now = clock.now()
    period = request.args.get("periode", "")
    chosen = period if period in PERIODS else "365"
    since: date = local_date(now) - timedelta(days=PERIODS[chosen])
    shares = list_shares(page.ids(), since, lately=now - timedelta(days=ASKED_WITHIN_DAYS))
    return page.show(
        "desk/people/fairness.html",
        shares=shares,
        groups=list_group_shares(shares),
        half=carry_half(shares),
        asked=sum(share.asks.asked for share in shares),
        never=sum(not share.asks.asked for share in shares),
        since=since,
        chosen=chosen,
        periods=PERIOD_NAMES,
    )
