"""Pages of the members of a committee. Guarded where they are registered."""

from webapp.views.committee import pages
from webapp.views.committee.blueprint import bp

__all__ = ["bp", "pages"]
