"""Pages of the coordinators: what waits, needs, missions, people, conventions. Guarded where they are registered."""

from webapp.views.desk import (
    advances,
    baskets,
    conventions,
    experts,
    filing,
    firms,
    funder_statements,
    funds,
    home,
    missions,
    need_acts,
    needs,
    payments,
    proposals,
    reports,
    sending,
    visits,
)
from webapp.views.desk.blueprint import bp

__all__ = [
    "advances",
    "baskets",
    "bp",
    "conventions",
    "experts",
    "filing",
    "firms",
    "funder_statements",
    "funds",
    "home",
    "missions",
    "need_acts",
    "needs",
    "payments",
    "proposals",
    "reports",
    "sending",
    "visits",
]
