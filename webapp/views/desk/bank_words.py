"""What a line of the bank may be, in words: the choices of its page, the likeliest first, none of them made beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.services.bank_lines import Choices
from webapp.views.desk.money_words import MOVEMENTS
from webapp.views.filters import date_short, euros

REASONS = {
    "reference": _l("la référence"),
    "name": _l("le nom"),
    "part_of_name": _l("une partie du nom"),
    "amount": _l("le montant attendu"),
    "whole_debt": _l("tout ce qui reste dû"),
}


def line_choices(choices: Choices) -> list[tuple[str, str]]:
    """Code and label of each choice."""
    noted = [
        (f"entry:{entries[0].id}", _("Déjà noté : %(what)s du %(day)s", **_told(entries)))
        for entries in choices.entries
    ]
    likely = [
        (f"advance:{advance.id}", _("%(firm)s. Trouvé par %(why)s.", firm=_say(advance), why=_why(guess.reasons)))
        for guess, advance in choices.guesses
    ]
    seen = {code for code, _label in likely}
    others = [(f"advance:{each.id}", _say(each)) for each in choices.advances if f"advance:{each.id}" not in seen]
    brought = [
        (f"contribution:{row.id}", _("Apport versé par %(group)s", group=row.group.name))
        for row in choices.contributions
    ]
    taken_back = [
        (f"undo:{entries[0].id}", _("La banque reprend : %(what)s du %(day)s", **_told(entries)))
        for entries in choices.reversible
    ]
    fee = [("fee", _("Frais de banque"))] if choices.may_be_fee else []
    return [*noted, *likely, *taken_back, *fee, *brought, *others]


def _told(entries: Sequence[CashEntry]) -> dict[str, str]:
    """What one line of the bank was noted as: one movement, or what was owed and what came beyond it."""
    names = [str(MOVEMENTS[entry.kind]) for entry in entries]
    if len(entries) > 1:
        names = [f"{name} ({euros(entry.amount_cents)})" for name, entry in zip(names, entries, strict=True)]
    return {"what": " + ".join(names), "day": date_short(entries[0].happened_on)}


def _say(advance: Advance) -> str:
    owed = advance.lent_cents + advance.doubtful_cents
    name = advance.decision.dossier.company.name
    return _("%(firm)s, %(owed)s dus", firm=name, owed=euros(owed))


def _why(reasons: tuple[str, ...]) -> str:
    return ", ".join(str(REASONS[reason]) for reason in reasons)
