"""The letter of the gross grant equivalent of one decision, from its advance and the reference rate of its day."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from webapp.domain.dossiers import grant_equivalent_cents
from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.dossiers import Decision, Dossier
from webapp.reports.aid_letters import AidLetter
from webapp.services.reference_rates import rate_on


def draw_up_aid_letter(decision: Decision) -> AidLetter:
    """What the letter says. A decision keeps the value told on its day; one without takes the rate that held then.

    Raises:
        Refusal: no money was granted (`nothing_granted`), or no reference rate holds on the day of the decision
            (`rate_missing`).
    """
    dossier, advance = decision.dossier, find_advance(decision)
    if advance is None or decision.amount_cents is None:
        raise Refusal("nothing_granted", decision_id=decision.id)
    rate = rate_on(dossier.territory, decision.decided_on)
    if rate is None:
        raise Refusal("rate_missing", decided_on=decision.decided_on)
    plan = advance.schedules[0]
    parts = plan.plan
    rate_bp = decision.reference_rate_bp or rate.rate_bp
    worth = decision.grant_equivalent_cents
    territory, company = dossier.territory, dossier.company
    return AidLetter(
        lender=territory.operator_name,
        contact=f"{territory.contact_name}, {territory.contact_email}",
        place=territory.name,
        firm=company.name,
        firm_facts=", ".join(filter(None, (f"SIRET {company.siret}" if company.siret else "", company.commune.name))),
        project=dossier.title,
        amount_cents=decision.amount_cents,
        equivalent_cents=worth
        if worth is not None and decision.reference_rate_bp
        else grant_equivalent_cents(decision.amount_cents, parts, plan.starts_on, rate_bp),
        decided_on=decision.decided_on,
        starts_on=plan.starts_on,
        plan=parts,
        rate_bp=rate_bp,
        rate_words=rate.words,
        declared_cents=dossier.other_aid_cents,
    )


def may_tell_worth(decision: Decision) -> bool:
    """True when a reference rate holds on the day of a decision."""
    return rate_on(decision.dossier.territory, decision.decided_on) is not None


def find_advance(decision: Decision) -> Advance | None:
    """The advance that a decision granted."""
    return db.session.scalar(select(Advance).where(Advance.decision_id == decision.id))


def find_scoped_decision(territory_ids: Collection[int], decision_id: int) -> Decision | None:
    """A decision on a dossier of one of these territories."""
    rows = select(Decision).join(Decision.dossier)
    return db.session.scalar(rows.where(Decision.id == decision_id, Dossier.territory_id.in_(territory_ids)))
