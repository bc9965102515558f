"""Pages of the coordinators: what waits, needs, missions, people, conventions. Guarded where they are registered."""

from webapp.views.desk import (
    baskets,
    conventions,
    experts,
    filing,
    firms,
    home,
    missions,
    need_acts,
    needs,
    proposals,
    reports,
    sending,
    visits,
)
from webapp.views.desk.blueprint import bp

__all__ = [
    "baskets",
    "bp",
    "conventions",
    "experts",
    "filing",
    "firms",
    "home",
    "missions",
    "need_acts",
    "needs",
    "proposals",
    "reports",
    "sending",
    "visits",
]
