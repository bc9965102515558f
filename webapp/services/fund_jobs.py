"""The jobs of a fund: what the firms that it lent to have counted, each firm once. Reads only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from webapp.domain.outcomes import JobTotal
from webapp.domain.states import PAID_OUT
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Fund
from webapp.services.outcome_tallies import tally_firms


def jobs_of_fund(fund: Fund, on: date) -> JobTotal:
    """What these firms found last, of all that was due by the end of a day."""
    firms = (
        select(Dossier.company_id)
        .join(Decision, Decision.dossier_id == Dossier.id)
        .join(Advance, Advance.decision_id == Decision.id)
        .where(Advance.fund_id == fund.id, Advance.state.in_(PAID_OUT))
        .distinct()
    )
    return tally_firms(db.session.scalars(firms).all(), on)
