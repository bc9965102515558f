"""Pages that anyone may open: no account, no link."""

from webapp.views.public import commune_field, need_words, needs, pages
from webapp.views.public.blueprint import bp

__all__ = ["bp", "commune_field", "need_words", "needs", "pages"]
