"""What firms and experts think of their missions, as rows of a table: every share beside how many answered."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.opinions import Opinions, OpinionTotal
from webapp.views.filters import percent


def opinion_columns() -> list[str]:
    """The head of the table."""
    return [_("Qui"), _("Interrogés"), _("Réponses"), _("Part"), _("Oui"), _("En partie"), _("Non")]


def opinion_rows(opinions: Opinions) -> list[list[str]]:
    """A row for each side; where nobody answered there is no figure, not nought."""
    return [
        _row(_("Entreprises : utile ?"), opinions.firms),
        _row(_("Experts : à refaire ?"), opinions.experts),
    ]


def _row(name: str, total: OpinionTotal) -> list[str]:
    scores = (total.yes, total.partly, total.no)
    rate = "–" if total.rate is None else percent(total.rate)
    return [name, str(total.asked), str(total.answered), rate, *(str(n) if total.answered else "–" for n in scores)]


def say_content(total: OpinionTotal) -> str:
    """ "92 % de 13 réponses sur 20", for one cell."""
    if not total.asked:
        return _("personne d’interrogé")
    if total.content is None:
        return ngettext("aucune réponse sur %(num)s", "aucune réponse sur %(num)s", total.asked)
    return _(
        "%(share)s, %(answered)s réponses sur %(asked)s",
        share=percent(total.content),
        answered=total.answered,
        asked=total.asked,
    )
