"""An advance, from the committee's approval to what becomes of it. Paying and repaying have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from webapp.clock import local_date
from webapp.domain.advances import Call, Terms
from webapp.domain.cash import CashKind
from webapp.domain.errors import FundExhausted, NotAllowed, Refusal, WrongState
from webapp.domain.funds import first_day_for, lendable_cents
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.advances import Advance, AdvanceCondition, Schedule
from webapp.models.cash import CashEntry
from webapp.models.dossiers import Decision
from webapp.models.files import StoredFile
from webapp.models.funds import Fund
from webapp.services.cash import post
from webapp.services.fund_forecast import path_of
from webapp.services.fund_queue import release_queue, turn_of
from webapp.services.notes import add_note, reason_given
from webapp.services.schedules import bring_forward, draw_schedule
from webapp.services.steps import lock, record, take_step


def approve_advance(
    decision: Decision,
    fund: Fund,
    terms: Terms,
    *,
    by: Actor,
    now: datetime,
    conditions: Sequence[str] = (),
    may_wait: bool = False,
) -> Advance:
    """Promise the money that the committee granted, to be paid on the day on which its terms start.

    The fund is locked while it is asked whether it can pay, so that two sittings never promise the same euro. Those who wait
    since before have their turn first. What cannot be promised is refused, or waits its turn where `may_wait`.

    Raises:
        FundExhausted: the fund cannot pay on that day; says the first day on which it could.
        Refusal: others wait since before (`others_wait`); nothing was granted (`nothing_granted`), by another territory
            (`other_territory`), for another day (`outside_validity`), or the terms make no plan (`plan_out_of_bounds`).
        WrongState: the decision has its advance already.
    """
    lock(fund)
    amount = _granted(decision, fund, terms.starts_on)
    release_queue(fund, by=by, now=now)
    turn = turn_of(fund, amount, decision.decided_on, now)
    left, first_on = _room(fund, amount, max(terms.starts_on, local_date(now)), now)
    if left < amount and not may_wait:
        raise FundExhausted(left_cents=left, asked_cents=amount, first_on=first_on)
    if turn.ahead and not may_wait:
        raise Refusal("others_wait", count=turn.ahead)
    advance = Advance(fund=fund, decision=decision, amount_cents=amount, pay_on=terms.starts_on)
    db.session.add(advance)
    db.session.flush()
    db.session.add_all(
        AdvanceCondition(advance_id=advance.id, number=number, words=words)
        for number, words in enumerate(conditions, start=1)
    )
    draw_schedule(advance, terms, "approval", now=now)
    record(advance, "queue", by=by, now=now, to_state=advance.state)
    if left >= amount and not turn.ahead:
        take_step(advance, "approve", by=by, now=now, reason=turn.passes)
    return advance


def _granted(decision: Decision, fund: Fund, pay_on: date) -> int:
    if decision.outcome != "approved" or decision.amount_cents is None:
        raise Refusal("nothing_granted", decision_id=decision.id)
    if decision.dossier.territory_id != fund.territory_id:
        raise Refusal("other_territory", decision_id=decision.id)
    if pay_on < decision.decided_on or (decision.valid_until is not None and pay_on > decision.valid_until):
        raise Refusal("outside_validity", decided_on=decision.decided_on, valid_until=decision.valid_until)
    if db.session.scalar(select(Advance.id).where(Advance.decision_id == decision.id)):
        raise WrongState(thing="decision", step="approve", state="approved")
    return decision.amount_cents


def _room(fund: Fund, cents: int, pay_on: date, now: datetime) -> tuple[int, date | None]:
    """What can be promised for a day, and the first day from then on when so much can."""
    path = path_of(fund, local_date(now))
    return lendable_cents(path, pay_on), first_day_for(path, cents, pay_on)


def lift_condition(
    condition: AdvanceCondition, *, by: Actor, now: datetime, words: str = "", evidence: StoredFile | None = None
) -> None:
    """A condition of the committee is met: by whom it was seen, with the document that shows it or a word.

    Raises:
        Refusal: neither a document nor a word shows it (`evidence_missing`).
        WrongState: it is lifted already.
    """
    if by.kind is not ActorKind.ACCOUNT:
        raise NotAllowed(thing="advance_condition", step="lift")
    if evidence is None and not words.strip():
        raise Refusal("evidence_missing")
    lifted = db.session.execute(
        update(AdvanceCondition)
        .where(AdvanceCondition.id == condition.id, AdvanceCondition.lifted_at.is_(None))
        .values(lifted_at=now, lifted_by=by.id, evidence_id=evidence.id if evidence is not None else None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(condition)
    if lifted.rowcount != 1:
        raise WrongState(thing="advance_condition", step="lift", state="lifted")
    record(condition, "lift", by=by, now=now)
    if words.strip():
        add_note(condition, words.strip(), by=by, now=now)


def cancel_advance(advance: Advance, *, by: Actor, now: datetime, reason: str) -> None:
    """The money will not be paid: the firm renounces, a condition is not met, the decision is no longer valid."""
    lock(advance)
    take_step(advance, "cancel", by=by, now=now, reason=reason)


def reschedule_advance(advance: Advance, terms: Terms, *, by: Actor, now: datetime, words: str) -> Schedule:
    """What is still owed is spread anew, from a day on; the old schedule stays readable. One in default runs again.

    Raises:
        Refusal: no reason was given (`reason_missing`), the terms make no plan, or begin in the past (`starts_in_the_past`).
        WrongState: there is nothing to spread.
    """
    lock(advance)
    words = reason_given(words)
    if terms.starts_on < local_date(now):
        raise Refusal("starts_in_the_past", on=terms.starts_on)
    owed = advance.lent_cents + advance.doubtful_cents
    if advance.state == "defaulted":
        take_step(advance, "cure", by=by, now=now, reason="rescheduling", defaulted_on=None)
        post(advance, CashKind.CURE, owed, on=local_date(now), by=by, now=now)
    else:
        take_step(advance, "reschedule", by=by, now=now)
    add_note(advance, words, by=by, now=now)
    return draw_schedule(advance, terms, "rescheduling", now=now, owed_cents=owed)


def call_instalments(advance: Advance, call: Call, *, by: Actor, now: datetime, words: str) -> Schedule:
    """The last instalments are due early, with one that the firm knows; the other days stay, and so does what is late.

    Raises:
        Refusal: no reason was given (`reason_missing`).
        WrongState: it does not run.
    """
    lock(advance)
    words = reason_given(words)
    take_step(advance, "call", by=by, now=now, reason=call.due_on.isoformat())
    add_note(advance, words, by=by, now=now)
    return bring_forward(advance, call, now=now)


def default_advance(advance: Advance, *, by: Actor, now: datetime, words: str) -> CashEntry:
    """The firm does not repay: what it owes is doubtful from today, and no longer expected.

    Raises:
        Refusal: no reason was given (`reason_missing`).
        WrongState: it does not run.
    """
    lock(advance)
    words = reason_given(words)
    today = local_date(now)
    take_step(advance, "default", by=by, now=now, defaulted_on=today)
    entry = post(advance, CashKind.DEFAULT, advance.lent_cents, on=today, by=by, now=now)
    add_note(advance, words, by=by, now=now)
    return entry


def write_off_advance(advance: Advance, *, by: Actor, now: datetime, words: str) -> CashEntry:
    """What is doubtful is lost; what comes back all the same will be counted apart.

    Raises:
        Refusal: no reason was given (`reason_missing`).
        WrongState: it is not in default.
    """
    lock(advance)
    words = reason_given(words)
    if advance.state != "defaulted":
        raise WrongState(thing="advance", step="write_off", state=advance.state)
    entry = post(advance, CashKind.WRITE_OFF, advance.doubtful_cents, on=local_date(now), by=by, now=now)
    take_step(advance, "write_off", by=by, now=now)
    add_note(advance, words, by=by, now=now)
    return entry
