"""The reference rate of a territory, as rows with the day from which each holds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.territories import ReferenceRate, Territory
from webapp.services.contracts import Reason, note_changes
from webapp.services.steps import lock, record

#: the least and the most that a rate may be, in hundredths of a per cent
LEAST_BP, MOST_BP = 1, 5000


def rate_on(territory: Territory, day: date) -> ReferenceRate | None:
    """The rate that holds on a day; None where the territory has set none for it."""
    rows = select(ReferenceRate).where(ReferenceRate.territory_id == territory.id, ReferenceRate.since_on <= day)
    return db.session.scalar(rows.order_by(ReferenceRate.since_on.desc()).limit(1))


def list_rates(territory: Territory) -> list[ReferenceRate]:
    """Every rate that was set, the latest first."""
    rows = select(ReferenceRate).where(ReferenceRate.territory_id == territory.id)
    return list(db.session.scalars(rows.order_by(ReferenceRate.since_on.desc())))


def set_rate(territory: Territory, since_on: date, rate_bp: int, words: str, why: Reason) -> ReferenceRate:
    """Set the rate from a day on; the one of the same day is replaced. What was decided keeps the rate of its day.

    Raises:
        Refusal: the rate is out of bounds (`rate_out_of_bounds`).
    """
    if not LEAST_BP <= rate_bp <= MOST_BP:
        raise Refusal("rate_out_of_bounds")
    lock(territory)
    rate = db.session.scalar(
        select(ReferenceRate).where(ReferenceRate.territory_id == territory.id, ReferenceRate.since_on == since_on)
    )
    before = None if rate is None else _said(rate)
    if rate is None:
        rate = ReferenceRate(territory_id=territory.id, since_on=since_on, created_at=why.now)
        db.session.add(rate)
    rate.rate_bp, rate.words = rate_bp, words
    db.session.flush()
    name = f"rate:{since_on.isoformat()}"
    note_changes("territory", territory.id, {name: before}, {name: _said(rate)}, why)
    record(territory, "set_rate", by=why.by, now=why.now)
    return rate


def _said(rate: ReferenceRate) -> str:
    return " ".join(filter(None, (str(rate.rate_bp), rate.words[:250])))
