"""The receipt of a repayment, as a tagged PDF of one page in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask_babel import gettext as _

from webapp.reports.pdf import set_pdf
from webapp.reports.sentences import report_language, say_date, say_euros

TEMPLATE = Path(__file__).with_name("receipt.typ")


@dataclass(frozen=True)
class Receipt:
    """What a receipt says. `is_held`: the money is beyond the debt, and is kept for the firm."""

    number: str
    lender: str
    fund: str
    firm: str
    firm_facts: str
    amount_cents: int
    received_on: date
    reference: str
    advance_cents: int
    is_held: bool
    written_on: date


def write_receipt(receipt: Receipt) -> bytes:
    """The receipt as a PDF/UA-1 file; the same facts give the same bytes."""
    day = receipt.written_on
    values = {
        "title": _("Reçu de remboursement"),
        "subtitle": _("N° %(number)s, %(fund)s", number=receipt.number, fund=receipt.fund),
        "language": report_language(),
        "amount": say_euros(receipt.amount_cents),
        "lender": receipt.lender,
        "sentences": _sentences(receipt),
        "footer": _("Écrit par Alizé le %(day)s, tel que la banque le montre.", day=say_date(day)),
    }
    return set_pdf(TEMPLATE, values, datetime(day.year, day.month, day.day, tzinfo=UTC))


def _sentences(receipt: Receipt) -> list[str]:
    said = [
        _(
            "%(lender)s a reçu le %(day)s %(amount)s payés par %(firm)s, %(facts)s.",
            lender=receipt.lender,
            day=say_date(receipt.received_on),
            amount=say_euros(receipt.amount_cents),
            firm=receipt.firm,
            facts=receipt.firm_facts,
        )
    ]
    if receipt.is_held:
        return [
            *said,
            _("Cette somme dépasse ce qui était dû : elle est gardée pour l’entreprise, qui peut la reprendre."),
        ]
    return [
        *said,
        _(
            "Cette somme rembourse l’avance de %(amount)s, référence %(reference)s. Aucun intérêt n’est compté.",
            amount=say_euros(receipt.advance_cents),
            reference=receipt.reference,
        ),
    ]
