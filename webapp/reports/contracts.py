"""The contract of an advance, with its schedule, as a tagged PDF in the reader's language.

What people typed reaches Typst as data and never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.advances import CALL_NOTICE_DAYS, PlannedInstalment
from webapp.reports.pdf import set_pdf
from webapp.reports.sentences import report_language, say_date, say_euros

TEMPLATE = Path(__file__).with_name("contract.typ")


@dataclass(frozen=True)
class Contract:
    """What a contract says: the two sides, the money, its way back."""

    lender: str
    fund: str
    firm: str
    #: its number and its town, as they are printed
    firm_facts: str
    project: str
    #: what was granted; the plan spreads what was still owed when it was drawn up
    amount_cents: int
    decided_on: date
    reference: str
    conditions: Sequence[str]
    plan: Sequence[PlannedInstalment]
    terms: str
    drawn_up_on: date
    #: how many of the last instalments may be called early when promised jobs do not come; None where no rule says so
    called: int | None = None
    #: where firms pay, "Maison de l'emploi, FR76 3000…"; "" where nobody has said
    account: str = ""


def write_contract(contract: Contract) -> bytes:
    """The contract as a PDF/UA-1 file; the same facts give the same bytes."""
    values = {
        "title": _("Contrat d’avance remboursable"),
        "subtitle": _("%(fund)s, référence %(reference)s", fund=contract.fund, reference=contract.reference),
        "footer": _("Avance à %(firm)s, référence %(reference)s", firm=contract.firm, reference=contract.reference),
        "lender": contract.lender,
        "language": report_language(),
        "articles": [{"title": title, "sentences": sentences} for title, sentences in _articles(contract)],
        "schedule": _schedule(contract.plan),
        "closing": {"title": _("En cas de difficulté"), "sentences": _trouble(contract)},
        "place": _("Fait en deux exemplaires, à ____________________, le ____________________"),
        "signatures": [contract.lender, contract.firm],
    }
    day = contract.drawn_up_on
    return set_pdf(TEMPLATE, values, datetime(day.year, day.month, day.day, tzinfo=UTC))


def _articles(contract: Contract) -> list[tuple[str, list[str]]]:
    amount = say_euros(contract.amount_cents)
    parties = [
        _("%(lender)s, qui gère le fonds, ci-après le prêteur.", lender=contract.lender),
        _("%(firm)s, %(facts)s, ci-après l’entreprise.", firm=contract.firm, facts=contract.firm_facts),
    ]
    money = [
        _(
            "Le comité d’agrément a accordé le %(day)s une avance de %(amount)s.",
            day=say_date(contract.decided_on),
            amount=amount,
        ),
        _("Elle sert au projet : %(project)s.", project=contract.project),
        _("Elle ne porte aucun intérêt. Aucune garantie n’est demandée, et aucuns frais ne sont dus."),
    ]
    articles = [(_("Entre"), parties), (_("L’avance"), money)]
    if contract.conditions:
        articles.append(
            (_("Avant le versement"), [f"{number}. {words}" for number, words in enumerate(contract.conditions, 1)])
        )
    return [*articles, (_("Le remboursement"), _way_back(contract))]


def _trouble(contract: Contract) -> list[str]:
    """What follows when the money, or the jobs, do not come."""
    trouble = [
        _(
            "Si une échéance ne peut pas être payée, l’entreprise le dit avant sa date. Le comité peut étaler ce qui reste."
        ),
        _(
            "Sans paiement ni nouvelle, le prêteur peut demander tout ce qui reste dû, un mois après une lettre recommandée."
        ),
    ]
    if contract.called:
        trouble.append(
            ngettext(
                "Si l’entreprise, interrogée 12, 24 ou 36 mois après l’accord, compte moins d’emplois que promis, le prêteur"
                " peut appeler plus tôt la dernière échéance, en le disant %(days)s jours avant au moins.",
                "Si l’entreprise, interrogée 12, 24 ou 36 mois après l’accord, compte moins d’emplois que promis, le prêteur"
                " peut appeler plus tôt les %(num)s dernières échéances, en le disant %(days)s jours avant au moins.",
                contract.called,
                days=CALL_NOTICE_DAYS,
            )
        )
    return trouble


def _way_back(contract: Contract) -> list[str]:
    """How the money comes back; after a rescheduling also what has come back before it."""
    left = sum(part.amount_cents for part in contract.plan)
    back = [
        _(
            "L’entreprise rembourse %(amount)s en %(terms)s, comme le dit l’échéancier.",
            amount=say_euros(left),
            terms=contract.terms,
        ),
        _(
            "Chaque virement va au compte de %(account)s, et porte la référence %(reference)s.",
            account=contract.account,
            reference=contract.reference,
        )
        if contract.account
        else _("Chaque virement porte la référence %(reference)s.", reference=contract.reference),
        _(
            "Elle peut rembourser plus tôt, en tout ou en partie, sans frais. Ce qu’elle verserait en trop lui est rendu."
        ),
    ]
    if left != contract.amount_cents:
        repaid = say_euros(contract.amount_cents - left)
        back.insert(
            0,
            _(
                "Sur les %(amount)s versés, %(repaid)s sont déjà revenus.",
                amount=say_euros(contract.amount_cents),
                repaid=repaid,
            ),
        )
    return back


def _schedule(plan: Sequence[PlannedInstalment]) -> dict[str, Any]:
    left = sum(part.amount_cents for part in plan)
    total = left
    rows = []
    for part in plan:
        left -= part.amount_cents
        rows.append([str(part.number), say_date(part.due_on), say_euros(part.amount_cents), say_euros(left)])
    return {
        "title": _("L’échéancier"),
        "heads": [_("Échéance"), _("Le"), _("Montant"), _("Reste dû ensuite")],
        "rows": rows,
        "total": [_("En tout"), "", say_euros(total), ""],
    }
