"""Pages opened from a mail, without an account."""

from webapp.views.links import addresses, confirmations, redirect, resend, tracking
from webapp.views.links.blueprint import bp

__all__ = ["addresses", "bp", "confirmations", "redirect", "resend", "tracking"]
