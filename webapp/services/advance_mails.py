"""What a firm is written about its advance: a receipt, a word before an instalment, a word after one that was missed.

By rule of the territory: `money_remind_before_days` and `money_remind_after_days`; without a rule nothing is sent. The event
of a reminder is its mark: an instalment is announced once, and what is late is said again a month later at the earliest.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.advances import arrears_of, next_line, spread
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import advance_messages
from webapp.models.advances import Advance
from webapp.models.events import Event
from webapp.models.funds import Fund
from webapp.models.territories import LocalRule
from webapp.services.advance_links import advance_link, find_contact
from webapp.services.debits import is_collected
from webapp.services.schedules import find_schedule
from webapp.services.steps import lock, record

BEFORE, AFTER = "money_remind_before_days", "money_remind_after_days"

REMINDERS = {
    "instalment_coming": advance_messages.instalment_coming,
    "instalment_late": advance_messages.instalment_late,
}

#: how long after a reminder of what is late the next one may leave
AGAIN_AFTER = timedelta(days=30)


def list_advances_with_rules() -> list[int]:
    """The running advances whose territory has a rule about reminders."""
    rules = select(LocalRule.territory_id).where(LocalRule.code.in_((BEFORE, AFTER)))
    rows = select(Advance.id).join(Advance.fund).where(Advance.state == "running", Fund.territory_id.in_(rules))
    return list(db.session.scalars(rows.order_by(Advance.id)))


def remind_firm(advance: Advance, *, by: Actor, now: datetime) -> bool:
    """Write to a firm when its rule says so; True when a mail was queued. One mail at most, the more urgent one.

    What is late goes before what is coming; of several missed instalments one mail says the sum. A month without runs
    therefore ends in one mail for each firm. Of what is collected by a mandate the firm was told with the file.
    """
    lock(advance)
    contact = find_contact(advance)
    if advance.state != "running" or contact is None:
        return False
    rules = {rule.code: rule.value or 0 for rule in advance.fund.territory.rules}
    step, due_on, facts = _what_to_say(advance, local_date(now), rules)
    if not step or _was_said(advance, step, due_on, now) or is_collected(advance, due_on):
        return False
    event = record(advance, step, by=by, now=now, reason=due_on.isoformat())
    link = advance_link(advance, contact, now)
    db.session.add(REMINDERS[step](advance, contact, facts, link, event=event, now=now))
    db.session.flush()
    return True


def _what_to_say(advance: Advance, today: date, rules: dict[str, int]) -> tuple[str, date, dict[str, Any]]:
    schedule = find_schedule(advance)
    plan, paid = schedule.plan, advance.repaid_cents - schedule.repaid_before_cents
    late, coming = arrears_of(plan, paid, today), next_line(spread(plan, paid))
    if AFTER in rules and late.since is not None and late.days_late >= rules[AFTER]:
        facts = {"late_cents": late.cents, "due_on": late.since.isoformat(), "owed_cents": advance.lent_cents}
        return "instalment_late", late.since, facts
    if BEFORE in rules and coming is not None and 0 <= (coming.due_on - today).days <= rules[BEFORE]:
        facts = {"left_cents": coming.left_cents, "due_on": coming.due_on.isoformat(), "owed_cents": advance.lent_cents}
        return "instalment_coming", coming.due_on, facts
    return "", today, {}


def _was_said(advance: Advance, step: str, due_on: date, now: datetime) -> bool:
    said = select(Event.id).where(Event.object_kind == "advance", Event.object_id == advance.id, Event.step == step)
    if step == "instalment_late":
        return db.session.scalar(said.where(Event.at > now - AGAIN_AFTER).limit(1)) is not None
    return db.session.scalar(said.where(Event.reason == due_on.isoformat()).limit(1)) is not None


def tell_repayment(advance: Advance, cents: int, *, received_on: date, event: Event, now: datetime) -> None:
    """A receipt to the firm: what came in, what is left; nothing where nobody of the firm is on file."""
    contact = find_contact(advance)
    if contact is None:
        return
    owed = advance.lent_cents + advance.doubtful_cents
    facts = {
        "received_cents": cents,
        "received_on": received_on.isoformat(),
        "owed_cents": owed,
        "held_cents": advance.held_cents,
    }
    link = advance_link(advance, contact, now)
    db.session.add(advance_messages.repayment_received(advance, contact, facts, link, event=event, now=now))
    db.session.flush()


def tell_payment(advance: Advance, *, event: Event, now: datetime) -> None:
    """The firm gets its page on the day it is paid; nothing where nobody of it is on file."""
    contact = find_contact(advance)
    if contact is None:
        return
    link = advance_link(advance, contact, now)
    db.session.add(advance_messages.advance_to_follow(advance, contact, link, event=event, now=now))
    db.session.flush()
