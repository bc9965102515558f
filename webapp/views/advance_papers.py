"""The papers of an advance, from its row: the contract with the schedule that counts now, the receipt of a repayment."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.clock import local_date
from webapp.domain.debits import show_iban
from webapp.domain.identifiers import show_siret
from webapp.domain.references import reference_of, show_reference
from webapp.models.advances import Advance, AdvanceCondition
from webapp.models.cash import CashEntry
from webapp.models.companies import Company
from webapp.reports.contracts import Contract, write_contract
from webapp.reports.names import PURPOSES
from webapp.reports.receipts import Receipt, write_receipt
from webapp.reports.sentences import say_date
from webapp.services.fund_accounts import find_account
from webapp.services.job_shortfalls import most_called
from webapp.services.schedules import find_schedule
from webapp.views.advance_words import terms_words


def contract_file(advance: Advance) -> Response:
    """The contract, in the language of the page."""
    schedule, dossier = find_schedule(advance), advance.decision.dossier
    contract = Contract(
        lender=advance.fund.territory.operator_name,
        fund=advance.fund.name,
        firm=dossier.company.name,
        firm_facts=_facts(dossier.company),
        project=dossier.title or str(PURPOSES[dossier.purpose]),
        amount_cents=advance.amount_cents,
        decided_on=advance.decision.decided_on,
        reference=show_reference(reference_of(advance.id)),
        conditions=[_said(row) for row in advance.conditions],
        plan=schedule.plan,
        terms=terms_words(schedule),
        drawn_up_on=local_date(schedule.written_at),
        called=most_called(advance),
        account=_account(advance),
    )
    return _pdf(write_contract(contract), f"contrat-{advance.id}.pdf")


def _account(advance: Advance) -> str:
    account = find_account(advance.fund)
    if account is None:
        return ""
    unbroken = show_iban(account.iban).replace(" ", "\u00a0")
    return f"{account.holder}, {unbroken}"


def receipt_file(entry: CashEntry) -> Response:
    """The receipt of money that came in, with what was left to repay after it."""
    advance = entry.advance
    assert advance is not None, "a receipt is about an advance"
    company = advance.decision.dossier.company
    receipt = Receipt(
        number=f"{reference_of(advance.id)}-{entry.id}",
        lender=advance.fund.territory.operator_name,
        fund=advance.fund.name,
        firm=company.name,
        firm_facts=_facts(company),
        amount_cents=entry.amount_cents,
        received_on=entry.happened_on,
        reference=show_reference(reference_of(advance.id)),
        advance_cents=advance.amount_cents,
        is_held=entry.kind == "overpayment",
        written_on=local_date(entry.written_at),
    )
    return _pdf(write_receipt(receipt), f"recu-{entry.id}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def _facts(company: Company) -> str:
    number = f"SIRET {show_siret(company.siret)}, " if company.siret else ""
    return f"{number}{company.commune.name}"


def _said(condition: AdvanceCondition) -> str:
    if condition.lifted_at is None:
        return condition.words
    words = condition.words.rstrip(".")
    return _("%(words)s (levée le %(day)s).", words=words, day=say_date(local_date(condition.lifted_at)))
