"""The advances of a convention one by one: to whom, what for, beside which other money. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from webapp.domain.states import PAID_OUT
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.companies import Company
from webapp.models.conventions import Convention
from webapp.models.dossiers import Decision, Dossier, DossierFunding


@dataclass(frozen=True)
class Loan:
    """One advance that was paid out. `funding_cents`: the project's other money, as its dossier says it."""

    company_id: int
    staff: int | None
    purpose: str
    cents: int
    funding_cents: int


def was_lent(convention: Convention) -> Sequence[ColumnElement[bool]]:
    """That an advance was granted on a dossier of the territory, on the days of a convention, and paid."""
    return (
        Dossier.territory_id == convention.territory_id,
        Decision.decided_on.between(convention.starts_on, convention.ends_on),
        Advance.state.in_(PAID_OUT),
    )


def list_loans(convention: Convention) -> list[Loan]:
    """What the committee granted on the days of a convention and the fund paid, in the order of the decisions."""
    funding = (
        select(func.coalesce(func.sum(DossierFunding.amount_cents), 0))
        .where(DossierFunding.dossier_id == Dossier.id)
        .scalar_subquery()
    )
    rows = (
        select(Company.id, Company.staff, Dossier.purpose, Advance.amount_cents, funding)
        .join(Dossier, Dossier.company_id == Company.id)
        .join(Decision, Decision.dossier_id == Dossier.id)
        .join(Advance, Advance.decision_id == Decision.id)
        .where(*was_lent(convention))
        .order_by(Decision.decided_on, Decision.id)
    )
    return [Loan(*row) for row in db.session.execute(rows)]
