"""The conventions: who signed, what each group pledged and on which conditions, what was amended, which months closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from seed_data import rows
from seed_data.agenda import Agenda, at
from seed_data.cast import Cast
from seed_data.readers import Programme
from webapp.domain.ledger import month_end
from webapp.domain.states import JOB, Actor
from webapp.extensions import db
from webapp.models.conventions import AgreementWords, Amendment, Convention, Pledge, PledgeCondition, Signatory
from webapp.services.amendments import apply_amendment
from webapp.services.closings import close_month

#: how long after its end a coordinator closes a month
CLOSED_AFTER = timedelta(days=20)


def load_conventions(programme: Programme, cast: Cast) -> None:
    """The conventions with their signatories and pledges, as they were signed."""
    for row in programme.conventions:
        cast.conventions[row.code] = convention = _convention(row, cast)
        signed = [signatory for signatory in programme.signatories if signatory.convention == row.code]
        convention.signatories = [Signatory(name=signatory.name, kind=signatory.kind) for signatory in signed]
        db.session.add(convention)
    for promised in programme.pledges:
        pledge = _pledge(promised, cast)
        rules = [rule for rule in programme.group_rules if rule.group == promised.group]
        pledge.conditions = [PledgeCondition(code=rule.rule, value=rule.value) for rule in rules]
        cast.pledges[promised.convention, promised.group, promised.year] = pledge
        db.session.add(pledge)
    db.session.flush()


def tell_amendments(programme: Programme, cast: Cast, agenda: Agenda) -> None:
    """Each amendment is written on one day and enters its pledge on another."""
    for row in programme.amendments:
        pledge = cast.pledges[row.convention, row.group, None]
        agenda.add(at(row.written_on, 10), partial(_write, row, pledge, agenda))


def tell_closings(programme: Programme, cast: Cast, agenda: Agenda) -> None:
    """Each month of a convention is closed some weeks after it is over."""
    for row in programme.conventions:
        convention, by = cast.conventions[row.code], cast.coordinators[row.territory]
        last = month_end(row.starts_on)
        while last <= row.ends_on:
            agenda.add(at(last + CLOSED_AFTER, 18), partial(_close, convention, min(last, row.ends_on), by))
            last = month_end(last + timedelta(days=1))


def _close(convention: Convention, last: date, by: Actor, now: datetime) -> None:
    close_month(convention, last, by=by, now=now)


def _write(row: rows.AmendmentRow, pledge: Pledge, agenda: Agenda, now: datetime) -> None:
    amendment = Amendment(
        pledge_id=pledge.id,
        effective_on=row.effective_on,
        written_at=now,
        delta_minutes=_minutes(row.days, pledge.convention),
        words=AgreementWords(author=row.author, reason=row.reason),
    )
    db.session.add(amendment)
    agenda.add(at(row.effective_on, 0, 10), lambda now: apply_amendment(amendment, by=JOB, now=now))


def _convention(row: rows.ConventionRow, cast: Cast) -> Convention:
    return Convention(
        code=row.code,
        territory=cast.territories[row.territory],
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        minutes_per_day=row.minutes_per_day,
        day_value_cents=row.day_value_euros * 100,
    )


def _pledge(row: rows.PledgeRow, cast: Cast) -> Pledge:
    convention = cast.conventions[row.convention]
    return Pledge(
        convention=convention,
        group=cast.groups[row.group],
        year=row.year,
        pledged_minutes=_minutes(row.days, convention),
        overrun_minutes=_minutes(row.overrun_days, convention),
    )


def _minutes(days: Decimal, convention: Convention) -> int:
    return int(days * convention.minutes_per_day)
