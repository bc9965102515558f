"""A convention as a contract: opened as a draft, signed, changed with a reason, renewed.

A draft is written freely and binds nobody. Once signed, its promises change by amendments only, and every other term that
changes leaves a line with its author, its day and its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import delete, select

from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.conventions import (
    AgreementWords,
    Amendment,
    Convention,
    Pledge,
    PledgeCondition,
    Signatory,
    TermChange,
)
from webapp.models.ledger import DayEntry
from webapp.models.territories import Territory
from webapp.services.steps import lock, record


@dataclass(frozen=True)
class Terms:
    """What a convention says of itself."""

    title: str
    starts_on: date
    ends_on: date
    minutes_per_day: int
    day_value_cents: int | None


@dataclass(frozen=True)
class Reason:
    """Who changes a term, when and why."""

    by: Actor
    now: datetime
    words: str = ""


def terms_of(convention: Convention) -> Terms:
    """The terms of a convention as they stand."""
    return Terms(
        convention.title,
        convention.starts_on,
        convention.ends_on,
        convention.minutes_per_day,
        convention.day_value_cents,
    )


def open_convention(territory: Territory, terms: Terms, *, by: Actor, now: datetime) -> Convention:
    """Begin the draft of a convention.

    Raises:
        Refusal: it ends before it starts (`ends_before_it_starts`).
    """
    _check_order(terms)
    convention = Convention(
        code=_free_code(territory, terms.starts_on),
        territory_id=territory.id,
        state="draft",
        created_at=now,
        **vars(terms),
    )
    db.session.add(convention)
    db.session.flush()
    record(convention, "open", by=by, now=now)
    return convention


def _free_code(territory: Territory, starts_on: date) -> str:
    first = f"{territory.code[:50]}-{starts_on.year}"
    taken = set(db.session.scalars(select(Convention.code).where(Convention.code.startswith(first))))
    return next(code for n in range(1, len(taken) + 2) if (code := first if n == 1 else f"{first}-{n}") not in taken)


def has_lines(convention: Convention) -> bool:
    """True once the ledger holds a line of the convention: its day keeps its length for good."""
    line = select(DayEntry.id).join(Pledge, Pledge.id == DayEntry.pledge_id)
    return db.session.scalar(line.where(Pledge.convention_id == convention.id).limit(1)) is not None


def change_terms(convention: Convention, terms: Terms, why: Reason) -> None:
    """Write new terms. A promise in days stays the same number of days when the day gets another length.

    Raises:
        Refusal: the day has its length, or the first day is fixed, since the ledger has a line (`fixed_by_lines`);
            amendments count in the old day (`fixed_by_amendments`); a pledge is no whole number of minutes any more
            (`day_does_not_divide`); it would end in a closed month (`ends_in_closed_month`) or leave out a year that a
            group pledged (`year_outside`); another convention runs on the same days (`overlaps`).
    """
    lock(convention)
    _check_order(terms)
    before = terms_of(convention)
    is_fixed = terms.minutes_per_day != before.minutes_per_day or terms.starts_on != before.starts_on
    if is_fixed and has_lines(convention):
        raise Refusal("fixed_by_lines")
    if convention.closed_through is not None and terms.ends_on < convention.closed_through:
        raise Refusal("ends_in_closed_month", closed_through=convention.closed_through)
    if terms.minutes_per_day != before.minutes_per_day:
        _keep_days(convention, Fraction(terms.minutes_per_day, before.minutes_per_day))
    _check_years(convention, terms)
    for name, value in vars(terms).items():
        setattr(convention, name, value)
    if convention.state == "signed":
        _check_alone(convention)
        note_changes("convention", convention.id, vars(before), vars(terms), why)
    db.session.flush()


def _keep_days(convention: Convention, ratio: Fraction) -> None:
    ids = [pledge.id for pledge in convention.pledges]
    if db.session.scalar(select(Amendment.id).where(Amendment.pledge_id.in_(ids)).limit(1)) is not None:
        raise Refusal("fixed_by_amendments")
    for pledge in convention.pledges:
        lock(pledge)
        pledged, overrun = pledge.pledged_minutes * ratio, pledge.overrun_minutes * ratio
        if pledged.denominator != 1 or overrun.denominator != 1:
            raise Refusal("day_does_not_divide", group=pledge.group.name)
        pledge.pledged_minutes, pledge.overrun_minutes = pledged.numerator, overrun.numerator


def _check_order(terms: Terms) -> None:
    if terms.starts_on >= terms.ends_on:
        raise Refusal("ends_before_it_starts")


def _check_years(convention: Convention, terms: Terms) -> None:
    for pledge in convention.pledges:
        if pledge.year is not None and not terms.starts_on.year <= pledge.year <= terms.ends_on.year:
            raise Refusal("year_outside", group=pledge.group.name, year=pledge.year)


def _check_alone(convention: Convention) -> None:
    """Two conventions of one territory never run on the same day: nobody could say which one a day belongs to."""
    lock(db.session.get_one(Territory, convention.territory_id))
    other = db.session.scalar(
        select(Convention)
        .where(
            Convention.territory_id == convention.territory_id,
            Convention.id != convention.id,
            Convention.state == "signed",
            Convention.starts_on <= convention.ends_on,
            Convention.ends_on >= convention.starts_on,
        )
        .order_by(Convention.starts_on)
        .limit(1)
    )
    if other is not None:
        raise Refusal("overlaps", title=other.title, starts_on=other.starts_on, ends_on=other.ends_on)


def sign_convention(convention: Convention, *, by: Actor, now: datetime) -> None:
    """A draft becomes a convention: from now on it binds.

    Raises:
        WrongState: it is signed already.
        Refusal: nobody promised anything (`no_pledge`), a group has no days (`pledge_is_empty`), or another convention
            runs on the same days (`overlaps`).
    """
    lock(convention)
    if convention.state != "draft":
        raise WrongState(thing="convention", step="sign", state=convention.state)
    pledges = list(db.session.scalars(select(Pledge).where(Pledge.convention_id == convention.id).order_by(Pledge.id)))
    if not pledges:
        raise Refusal("no_pledge")
    for pledge in pledges:
        if not pledge.pledged_minutes:
            raise Refusal("pledge_is_empty", group=pledge.group.name)
    _check_alone(convention)
    convention.state = "signed"
    record(convention, "sign", by=by, now=now)


def discard_draft(convention: Convention) -> None:
    """Throw a draft away, with what it says.

    Raises:
        WrongState: it is signed.
    """
    lock(convention)
    if convention.state != "draft":
        raise WrongState(thing="convention", step="discard", state=convention.state)
    pledges = select(Pledge.id).where(Pledge.convention_id == convention.id)
    for statement in (
        delete(PledgeCondition).where(PledgeCondition.pledge_id.in_(pledges)),
        delete(Pledge).where(Pledge.convention_id == convention.id),
        delete(Signatory).where(Signatory.convention_id == convention.id),
        delete(Convention).where(Convention.id == convention.id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def note_changes(kind: str, row_id: int, before: dict[str, object], after: dict[str, object], why: Reason) -> None:
    """One line for each term that is not what it was; an absent one is None."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            db.session.add(
                TermChange(
                    object_kind=kind,
                    object_id=row_id,
                    name=name,
                    before=None if old is None else str(old),
                    after=None if new is None else str(new),
                    written_at=why.now,
                    actor_id=why.by.id,
                    words=AgreementWords(reason=why.words) if why.words else None,
                )
            )
