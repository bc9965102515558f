"""What a sitting decides on a dossier: approve, adjourn, refuse; money promised and days asked for at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.advances import Terms
from webapp.domain.committees import check_decision, holds_until
from webapp.domain.dossiers import ADJOURNED_FOR, REFUSED_FOR
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import committee_messages
from webapp.models.committees import AgendaItem, Sitting
from webapp.models.dossiers import Decision, Dossier
from webapp.models.events import Event
from webapp.models.funds import Fund
from webapp.models.needs import Need
from webapp.services.advances import approve_advance
from webapp.services.dossier_reviews import committee_rules, equivalent_of, has_mission
from webapp.services.dossiers import dossier_link, speaker_of
from webapp.services.needs import Asked, RoleAsked, file_need, qualify_need
from webapp.services.notes import add_note
from webapp.services.reference_rates import rate_on
from webapp.services.steps import lock, take_step
from webapp.services.votes import ballot_of


@dataclass(frozen=True)
class Money:
    """An advance granted: from which fund, how much, repaid how, on which conditions.

    `may_wait`: what the fund cannot pay on its day waits its turn instead of being refused.
    """

    fund: Fund
    amount_cents: int
    terms: Terms
    conditions: tuple[str, ...] = ()
    may_wait: bool = False


def approve_item(
    item: AgendaItem,
    *,
    by: Actor,
    now: datetime,
    money: Money | None = None,
    minutes: int | None = None,
    valid_until: date | None = None,
    decided_on: date | None = None,
) -> Decision:
    """The committee grants money, days of skills, or both: the fund promises the one, experts can be asked for the other.

    Raises:
        Refusal: it grants nothing (`nothing_granted`), the territory wants a mission with its money (`mission_missing`),
            it ends before it is taken (`valid_before_decided`) or was taken on another day than it can (`decision_day`),
            or the votes do not allow it (`domain/committees.py`).
        FundExhausted: the fund cannot pay on its day, and the advance may not wait.
        WrongState: it is decided, or the sitting is not held.
    """
    _check(item, "approved")
    dossier, day = item.dossier, _day_of(item, decided_on, now)
    if money is None and not minutes:
        raise Refusal("nothing_granted", dossier_id=dossier.id)
    if money is not None and not minutes and _wants_mission(dossier) and not has_mission(dossier.company_id):
        raise Refusal("mission_missing", dossier_id=dossier.id)
    decision = _write(
        item,
        "approved",
        day,
        now=now,
        amount_cents=money.amount_cents if money else None,
        minutes=minutes or None,
        **(_value_of(dossier, money, day) if money else {}),
        valid_until=_last_day_of(dossier, valid_until, day),
    )
    event = take_step(dossier, "approve", by=by, now=now)
    if money is not None:
        approve_advance(
            decision, money.fund, money.terms, conditions=money.conditions, may_wait=money.may_wait, by=by, now=now
        )
    if minutes:
        _ask_for_days(dossier, minutes, by=by, now=now)
    _tell(dossier, event, now=now)
    return decision


def decidable_since(item: AgendaItem) -> date:
    """The first day that a decision on a dossier may bear, and bears where nobody says another one: the day of the meeting, or
    that on which the consultation was counted or ended. Never before the dossier was laid, unless the whole sitting was
    entered after its day: then that the dossier was laid is only typed when the sitting is.
    """
    sitting = item.sitting
    held_on = local_date(sitting.ends_at)
    if sitting.kind == "written":
        counted = Event.object_kind == "sitting", Event.object_id == sitting.id, Event.step == "open"
        counted_at = db.session.scalar(select(func.min(Event.at)).where(*counted))
        held_on = min(held_on, local_date(counted_at)) if counted_at else held_on
    return held_on if _was_entered_after(sitting, held_on) else max(held_on, local_date(item.created_at))


def _was_entered_after(sitting: Sitting, held_on: date) -> bool:
    """True when the day of a sitting was over when somebody set it."""
    dated = Event.object_kind == "sitting", Event.object_id == sitting.id, Event.step.in_(("plan", "move"))
    dated_at = db.session.scalar(select(func.max(Event.at)).where(*dated)) or sitting.created_at
    return local_date(dated_at) > held_on


def _day_of(item: AgendaItem, decided_on: date | None, now: datetime) -> date:
    first, today = decidable_since(item), local_date(now)
    day = decided_on or first
    if not first <= day <= today:
        raise Refusal("decision_day", field="decided_on", first=first)
    return day


def _last_day_of(dossier: Dossier, valid_until: date | None, decided_on: date) -> date:
    last = valid_until or holds_until(decided_on, committee_rules(dossier.territory))
    if last < decided_on:
        raise Refusal("valid_before_decided", field="valid_until", decided_on=decided_on)
    return last


def _value_of(dossier: Dossier, money: Money, day: date) -> dict[str, int]:
    """What the zero rate is worth by the reference rate of the day, and that rate; nothing while none is set."""
    rate = rate_on(dossier.territory, day)
    if rate is None:
        return {}
    worth = equivalent_of(rate.rate_bp, money.amount_cents, money.terms)
    return {"grant_equivalent_cents": worth, "reference_rate_bp": rate.rate_bp}


def adjourn_item(
    item: AgendaItem, reason: str, words: str, *, by: Actor, now: datetime, decided_on: date | None = None
) -> Decision:
    """The committee wants something first; the firm completes its dossier by the same link, and it is laid again.

    Raises:
        Refusal: no reason, or another one, is given (`reason_missing`), or another reason without a word (`words_missing`);
            too few take part (`quorum_missing`), or it was taken on another day than it can (`decision_day`).
        WrongState: it is decided, or the sitting is not held.
    """
    return _turn_down(item, "adjourned", reason, words, decided_on, by=by, now=now)


def refuse_item(
    item: AgendaItem, reason: str, words: str, *, by: Actor, now: datetime, decided_on: date | None = None
) -> Decision:
    """The committee says no, and why.

    Raises:
        Refusal: no reason, or another one, is given (`reason_missing`), or another reason without a word (`words_missing`);
            the votes do not allow it, or it was taken on another day than it can (`decision_day`).
        WrongState: it is decided, or the sitting is not held.
    """
    return _turn_down(item, "refused", reason, words, decided_on, by=by, now=now)


def _turn_down(
    item: AgendaItem, outcome: str, reason: str, words: str, decided_on: date | None, *, by: Actor, now: datetime
) -> Decision:
    _check(item, outcome)
    day = _day_of(item, decided_on, now)
    if reason not in (ADJOURNED_FOR if outcome == "adjourned" else REFUSED_FOR):
        raise Refusal("reason_missing")
    if reason.startswith("other_") and not words.strip():
        raise Refusal("words_missing", field="words")
    decision = _write(item, outcome, day, now=now, reason=reason)
    event = take_step(item.dossier, "adjourn" if outcome == "adjourned" else "refuse", by=by, now=now, reason=reason)
    if words.strip():
        add_note(decision, words.strip(), by=by, now=now)
    _tell(item.dossier, event, now=now)
    return decision


def _check(item: AgendaItem, outcome: str) -> None:
    lock(item)
    db.session.expire(item, ["decision"])
    sitting = item.sitting
    if sitting.state != "held" or item.decision is not None or item.is_carried_over:
        raise WrongState(thing="agenda_item", step="decide", state=sitting.state)
    check_decision(outcome, ballot_of(item), committee_rules(sitting.territory))


def _write(item: AgendaItem, outcome: str, day: date, *, now: datetime, **values: object) -> Decision:
    ballot = ballot_of(item)
    # a dossier that was typed with its sitting was open by the day on which it was decided
    item.dossier.opened_on = min(item.dossier.opened_on, day)
    decision = Decision(
        dossier=item.dossier,
        item_id=item.id,
        outcome=outcome,
        decided_on=day,
        votes_for=ballot.in_favour,
        votes_against=ballot.against,
        abstentions=ballot.abstained,
        created_at=now,
        **values,
    )
    db.session.add(decision)
    db.session.flush()
    db.session.expire(item, ["decision"])
    return decision


def _tell(dossier: Dossier, event: Event, *, now: datetime) -> None:
    """The firm hears of it the same day, where somebody of it is known."""
    if speaker_of(dossier) is not None:
        db.session.expire(dossier, ["decisions"])
        link = dossier_link(dossier, now)
        db.session.add(committee_messages.dossier_decided(dossier, link, event=event, now=now))
        db.session.flush()


def _wants_mission(dossier: Dossier) -> bool:
    return any(rule.code == "money_needs_mission" for rule in dossier.territory.rules)


def _ask_for_days(dossier: Dossier, minutes: int, *, by: Actor, now: datetime) -> Need:
    """Days granted are a role of the request behind the dossier, or a request of their own, open the same day."""
    need = dossier.need
    if need is not None and need.state == "open":
        qualify_need(need, need.title, [RoleAsked(dossier.title, minutes)], by=by, now=now)
        return need
    contact = speaker_of(dossier)
    if contact is None:
        raise Refusal("contact_missing")
    text = dossier.project or dossier.title
    need = file_need(contact, dossier.territory, Asked(text, minutes, title=dossier.title), by=by, now=now)
    dossier.need = need
    db.session.flush()
    return need
