"""Pages opened from a mail, without an account."""

from webapp.views.links import (
    addresses,
    census,
    confirmations,
    dossiers,
    jobs,
    proposals,
    redirect,
    resend,
    space,
    tracking,
    unsubscribe,
    visits,
)
from webapp.views.links.blueprint import bp

__all__ = [
    "addresses",
    "bp",
    "census",
    "confirmations",
    "dossiers",
    "jobs",
    "proposals",
    "redirect",
    "resend",
    "space",
    "tracking",
    "unsubscribe",
    "visits",
]
