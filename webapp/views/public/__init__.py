"""Pages that anyone may open: no account, no link."""

from webapp.views.public import pages
from webapp.views.public.blueprint import bp

__all__ = ["bp", "pages"]
