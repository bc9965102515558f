"""Pages opened from a mail, without an account."""

from webapp.views.links import redirect, resend
from webapp.views.links.blueprint import bp

__all__ = ["bp", "redirect", "resend"]
