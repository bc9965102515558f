"""The next convention of a territory: a draft with the same parties, to be read again and signed.

It takes over signatories, conditions and what each group signed for. It takes over no counter, no day and no amendment: an
amended figure is shown beside the draft, for somebody to decide.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import Amendment, AmendmentApplied, Convention, Pledge, PledgeCondition, Signatory
from webapp.services.contracts import Terms, open_convention
from webapp.services.steps import lock, record


def renew_convention(convention: Convention, title: str, *, by: Actor, now: datetime) -> Convention:
    """Draft the convention that follows, as long as this one.

    Raises:
        Refusal: this one is a draft itself (`not_signed`), or a draft that follows it waits already (`renewed_already`).
    """
    lock(convention)
    if convention.state != "signed":
        raise Refusal("not_signed")
    waiting = find_renewal(convention)
    if waiting is not None:
        raise Refusal("renewed_already", title=waiting.title)
    starts_on, ends_on = next_dates(convention)
    terms = Terms(title, starts_on, ends_on, convention.minutes_per_day, convention.day_value_cents)
    draft = open_convention(convention.territory, terms, by=by, now=now)
    db.session.add_all(
        Signatory(convention_id=draft.id, name=each.name, kind=each.kind) for each in convention.signatories
    )
    signed_for = minutes_signed(convention)
    shift = starts_on.year - convention.starts_on.year
    for pledge in convention.pledges:
        copy = Pledge(
            convention_id=draft.id,
            group_id=pledge.group_id,
            year=None if pledge.year is None else pledge.year + shift,
            pledged_minutes=signed_for[pledge.id],
            created_at=now,
            conditions=[PledgeCondition(code=each.code, value=each.value) for each in pledge.conditions],
        )
        db.session.add(copy)
    db.session.flush()
    db.session.refresh(draft, ["pledges"])
    record(convention, "renew", by=by, now=now)
    return draft


def find_renewal(convention: Convention) -> Convention | None:
    """The draft of the same territory that begins right after a convention."""
    return db.session.scalar(
        select(Convention)
        .where(
            Convention.territory_id == convention.territory_id,
            Convention.state == "draft",
            Convention.starts_on > convention.starts_on,
        )
        .order_by(Convention.starts_on)
        .limit(1)
    )


def next_dates(convention: Convention) -> tuple[date, date]:
    """The first and last day of the convention that follows: the day after, for as many years, months and days."""
    after = convention.ends_on + timedelta(days=1)
    length = relativedelta(after, convention.starts_on)
    return after, after + length - timedelta(days=1)


def minutes_signed(convention: Convention) -> dict[int, int]:
    """What each pledge was when it was signed, before any amendment, by id."""
    changed = (
        select(Amendment.pledge_id, func.sum(Amendment.delta_minutes))
        .join(AmendmentApplied, AmendmentApplied.amendment_id == Amendment.id)
        .where(Amendment.pledge_id.in_([pledge.id for pledge in convention.pledges]))
        .group_by(Amendment.pledge_id)
    )
    deltas = dict(db.session.execute(changed).all())
    return {pledge.id: pledge.pledged_minutes - deltas.get(pledge.id, 0) for pledge in convention.pledges}
