"""Who signs a convention, what each group promises, and on which conditions of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from webapp.domain.eligibility import CONDITIONS, Rule
from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.conventions import Convention, Pledge, PledgeCondition, Signatory
from webapp.models.groups import Group
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.contracts import Reason, note_changes
from webapp.services.steps import lock, record


def add_signatory(convention: Convention, name: str, kind: str, why: Reason) -> Signatory:
    """Somebody signs.

    Raises:
        Refusal: the name has signed already (`signed_twice`).
    """
    lock(convention)
    if any(signatory.name == name for signatory in convention.signatories):
        raise Refusal("signed_twice", name=name)
    signatory = Signatory(convention=convention, name=name, kind=kind)
    db.session.add(signatory)
    db.session.flush()
    _note_signatory(convention, name, None, kind, why)
    return signatory


def remove_signatory(convention: Convention, signatory: Signatory, why: Reason) -> None:
    """Somebody has not signed, or withdraws."""
    lock(convention)
    _note_signatory(convention, signatory.name, signatory.kind, None, why)
    db.session.delete(signatory)
    db.session.flush()


def _note_signatory(convention: Convention, name: str, before: str | None, after: str | None, why: Reason) -> None:
    if convention.state == "signed":
        term = f"signatory:{name}"
        note_changes("convention", convention.id, {term: before}, {term: after}, why)


def list_all_groups() -> list[Group]:
    """Every organisation that may promise days, by name: a group serves as many territories as it signs with."""
    return list(db.session.scalars(select(Group).order_by(without_accents(Group.name))))


def promise_days(convention: Convention, group: Group, year: int | None, minutes: int) -> Pledge:
    """A group promises days in a draft, for the whole convention or for one of its years; its earlier figure is replaced.

    Raises:
        WrongState: the convention is signed.
        Refusal: the year is not within the convention (`year_outside`).
    """
    _lock_draft(convention, "promise")
    _check_year(convention, group, year)
    pledge = _find_pledge(convention, group, year)
    if pledge is None:
        pledge = _new_pledge(convention, group, year)
    pledge.pledged_minutes = minutes
    db.session.flush()
    return pledge


def drop_pledge(pledge: Pledge) -> None:
    """A group promises nothing after all: its line leaves the draft.

    Raises:
        WrongState: the convention is signed.
    """
    _lock_draft(pledge.convention, "drop_pledge")
    for condition in pledge.conditions:
        db.session.delete(condition)
    db.session.flush()
    db.session.delete(pledge)
    db.session.flush()


def join_convention(
    convention: Convention,
    group: Group,
    year: int | None,
    minutes: int,
    *,
    signed: Signed,
    why: Reason,
    effective_on: date,
) -> Pledge:
    """A group joins a signed convention: it promised nothing before, and an amendment says what it promises from a day on.

    Raises:
        Refusal: it is a party already (`joined_already`), the year is outside, or what `write_amendment` refuses.
    """
    lock(convention)
    _check_year(convention, group, year)
    if _find_pledge(convention, group, year) is not None:
        raise Refusal("joined_already", group=group.name)
    pledge = _new_pledge(convention, group, year)
    write_amendment(pledge, Change(days=minutes), signed, by=why.by, now=why.now, effective_on=effective_on)
    return pledge


def set_conditions(convention: Convention, group_id: int, rules: Iterable[Rule], why: Reason) -> None:
    """The conditions of a group under a convention become these, on each of its pledges.

    Raises:
        ValueError: a code that no rule of eligibility knows.
    """
    lock(convention)
    wanted = {rule.code: rule.value for rule in rules}
    if wanted.keys() - set(CONDITIONS):
        raise ValueError(wanted)
    for pledge in [pledge for pledge in convention.pledges if pledge.group_id == group_id]:
        before = {condition.code: condition.value for condition in pledge.conditions}
        for condition in [row for row in pledge.conditions if row.code not in wanted]:
            pledge.conditions.remove(condition)
            db.session.delete(condition)
        for condition in pledge.conditions:
            condition.value = wanted[condition.code]
        for code in [code for code in wanted if code not in before]:
            db.session.add(PledgeCondition(pledge_id=pledge.id, code=code, value=wanted[code]))
        db.session.flush()
        db.session.refresh(pledge, ["conditions"])
        if convention.state == "signed":
            note_changes("pledge", pledge.id, _told(before), _told(wanted), why)
            record(pledge, "set_conditions", by=why.by, now=why.now)
    db.session.flush()


def _told(conditions: dict[str, int | None]) -> dict[str, object]:
    return {f"condition:{code}": "" if value is None else value for code, value in conditions.items()}


def _new_pledge(convention: Convention, group: Group, year: int | None) -> Pledge:
    """A pledge of nothing yet, under the conditions that the group has put on its others here."""
    other = next((pledge for pledge in convention.pledges if pledge.group_id == group.id), None)
    conditions = [PledgeCondition(code=row.code, value=row.value) for row in other.conditions] if other else []
    pledge = Pledge(convention_id=convention.id, group_id=group.id, year=year, pledged_minutes=0, conditions=conditions)
    db.session.add(pledge)
    db.session.flush()
    db.session.refresh(convention, ["pledges"])
    return pledge


def _find_pledge(convention: Convention, group: Group, year: int | None) -> Pledge | None:
    same_year = Pledge.year.is_(None) if year is None else Pledge.year == year
    return db.session.scalar(
        select(Pledge).where(Pledge.convention_id == convention.id, Pledge.group_id == group.id, same_year)
    )


def _check_year(convention: Convention, group: Group, year: int | None) -> None:
    if year is not None and not convention.starts_on.year <= year <= convention.ends_on.year:
        raise Refusal("year_outside", group=group.name, year=year)


def _lock_draft(convention: Convention, step: str) -> None:
    lock(convention)
    if convention.state != "draft":
        raise WrongState(thing="convention", step=step, state=convention.state)
