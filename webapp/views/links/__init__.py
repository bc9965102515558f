"""Pages opened from a mail, without an account."""

from webapp.views.links import (
    addresses,
    advances,
    census,
    confirmations,
    dossiers,
    jobs,
    opinions,
    promises,
    proposals,
    redirect,
    reports,
    resend,
    space,
    tracking,
    unsubscribe,
    visits,
)
from webapp.views.links.blueprint import bp

__all__ = [
    "addresses",
    "advances",
    "bp",
    "census",
    "confirmations",
    "dossiers",
    "jobs",
    "opinions",
    "promises",
    "proposals",
    "redirect",
    "reports",
    "resend",
    "space",
    "tracking",
    "unsubscribe",
    "visits",
]
