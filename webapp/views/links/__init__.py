"""Pages opened from a mail, without an account."""

from webapp.views.links import (
    addresses,
    census,
    confirmations,
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
    "jobs",
    "proposals",
    "redirect",
    "resend",
    "space",
    "tracking",
    "unsubscribe",
    "visits",
]
