"""The words of money at the desk: states, movements, accounts, ages; rows of its tables."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.models.cash import CashEntry
from webapp.reports import names
from webapp.services.fund_figures import FundTally
from webapp.views import advance_words
from webapp.views.desk.labels import Badge
from webapp.views.filters import euros, month, number

ADVANCE_STATES = {
    "queued": Badge(_l("En attente d’argent"), "warm", "clock"),
    "approved": Badge(_l("Accordée, à payer"), "wind", "check"),
    "ordered": Badge(_l("Paiement à confirmer"), "warm", "clock"),
    "running": Badge(_l("En cours"), "wind", "forward"),
    "repaid": Badge(_l("Remboursée"), "", "check"),
    "defaulted": Badge(_l("En défaut"), "brick", "warning"),
    "recovered": Badge(_l("Recouvrée après défaut"), "", "check"),
    "written_off": Badge(_l("Perdue")),
    "cancelled": Badge(_l("Annulée")),
}

CONTRIBUTION_STATES = {
    "promised": Badge(_l("Promis"), "", "clock"),
    "called": Badge(_l("Appelé"), "wind", "mail"),
    "received": Badge(_l("Reçu"), "", "check"),
    "withdrawn": Badge(_l("Retiré")),
}


MOVEMENTS, PURPOSES, terms_words = advance_words.MOVEMENTS, names.PURPOSES, advance_words.terms_words

FILTERS = (
    ("todo", _l("À payer")),
    ("running", _l("En cours")),
    ("late", _l("En retard")),
    ("over", _l("Terminées")),
    ("all", _l("Toutes")),
)

AGES = (_l("30 jours au plus"), _l("31 à 60 jours"), _l("61 à 90 jours"), _l("Plus de 90 jours"))


def cash_effect(entry: CashEntry) -> int:
    """What a movement does to the money at the bank."""
    if entry.to_account == "cash":
        return entry.amount_cents
    return -entry.amount_cents if entry.from_account == "cash" else 0


def month_rows(tally: FundTally) -> list[list[Any]]:
    """The months ahead as rows of a table."""
    return [[month(each.starts_on), euros(each.expected_cents), euros(each.lendable_cents)] for each in tally.months]


def funder_rows(tally: FundTally, address: Any) -> list[list[Any]]:
    """The funders as rows of a table; the first figure opens the statement of each."""
    return [
        [
            each.group.name,
            {
                "text": euros(each.contributed_cents),
                "href": address(each.group.id),
                "name": _("%(group)s : son relevé", group=each.group.name),
            },
            euros(each.promised_cents),
            euros(each.lost_cents),
            number((each.jobs_created + each.jobs_preserved) / 100, 1),
        ]
        for each in tally.funders
    ]


def arrears_rows(tally: FundTally) -> list[list[Any]]:
    """What is late, by age."""
    return [[str(age), euros(cents)] for age, cents in zip(AGES, tally.arrears, strict=True)]
