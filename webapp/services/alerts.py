"""Alerts: what a coordinator is told of by a digest, each of them once, nothing when there is nothing to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain import alerts as rules
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import alert_messages
from webapp.models.accounts import Account
from webapp.models.alerts import AlertTold
from webapp.services.accounts import DESK_GRANTS, scope_of
from webapp.services.basket_needs import list_need_baskets
from webapp.services.basket_people import Standing, list_standings
from webapp.services.steps import lock, record

#: the baskets of needs without an answer that are worth a mail
SILENT_BASKETS = ("silent_9", "silent_21", "silent_45", "refused", "unanswered")


@dataclass(frozen=True)
class Alert:
    """One thing worth a word: a key that is told once, and what its sentence needs."""

    key: str
    kind: str
    values: dict[str, Any] = field(default_factory=dict)


def list_alerts(territory_ids: frozenset[int], now: datetime) -> list[Alert]:
    """Everything worth a word in some territories now, told before or not."""
    today = local_date(now)
    standings = list_standings(territory_ids, now)
    found = [alert for standing in standings for alert in _of_standing(standing, today)]
    conventions = {standing.convention.id: standing.convention for standing in standings}
    for convention in conventions.values():
        months = rules.months_to_announce(convention.ends_on, today)
        if months:
            values = {"months": min(months), "title": convention.title, "ends_on": convention.ends_on.isoformat()}
            found.append(Alert(f"end:{convention.id}:{min(months)}", "end", values))
    return found + _of_needs(territory_ids, now)


def _of_standing(standing: Standing, today: date) -> list[Alert]:
    """The largest share of a pledge that is reached, and whether the group is far behind, once a year."""
    balance, name = standing.tally.balance, standing.tally.group.name
    values = {
        "group": name,
        "occupied": balance.counters.occupied,
        "given": balance.counters.delivered,
        "cap": balance.cap,
        "per_day": standing.convention.minutes_per_day,
        "elapsed": round(standing.tally.elapsed, 2),
    }
    found = []
    shares = rules.shares_reached(balance.counters.occupied, balance.cap)
    if shares:
        found.append(Alert(f"pledge:{standing.id}:{shares[-1]}", "pledge", values | {"share": shares[-1]}))
    if standing.tally.is_behind:
        found.append(Alert(f"behind:{standing.id}:{today.year}", "behind", values))
    return found


def _of_needs(territory_ids: frozenset[int], now: datetime) -> list[Alert]:
    baskets = [basket for basket in list_need_baskets(territory_ids, now) if basket.code in SILENT_BASKETS]
    entries = [entry for basket in baskets for entry in basket.entries]
    return [
        Alert(
            f"need:{entry.about.id}",
            "need",
            {"title": entry.about.title, "firm": _firm(entry.need), "days": _waited(entry.need, now)},
        )
        for entry in entries
    ]


def _waited(need: Any, now: datetime) -> int:
    """Days since the firm asked."""
    return (local_date(now) - local_date(need.opened_at or need.received_at)).days


def _firm(need: Any) -> str:
    return need.company.name if need is not None and need.company is not None else ""


def list_accounts_to_tell(today: date) -> list[int]:
    """The coordinators whose rhythm lets a digest leave today."""
    rows = select(Account).where(Account.active, Account.digest != "never").order_by(Account.id)
    accounts = [account for account in db.session.scalars(rows) if _has_desk(account)]
    last = dict(
        db.session.execute(
            select(AlertTold.account_id, func.max(AlertTold.told_at)).group_by(AlertTold.account_id)
        ).all()
    )
    return [account.id for account in accounts if _is_due(account, last.get(account.id), today)]


def _has_desk(account: Account) -> bool:
    return any(grant.role in DESK_GRANTS for grant in account.grants)


def _is_due(account: Account, told_at: datetime | None, today: date) -> bool:
    return rules.is_digest_due(account.digest, local_date(told_at) if told_at else None, today)


def tell_account(account: Account, *, by: Actor, now: datetime) -> bool:
    """Mail a coordinator what they were not told before; False when there is nothing to say, or not yet.

    One row an alert, in the transaction of the mail: each is told once, whoever runs this.
    """
    lock(account)
    today = local_date(now)
    last = db.session.scalar(select(func.max(AlertTold.told_at)).where(AlertTold.account_id == account.id))
    if not _is_due(account, last, today):
        return False
    told = set(db.session.scalars(select(AlertTold.key).where(AlertTold.account_id == account.id)))
    fresh = [alert for alert in list_alerts(scope_of(account).territory_ids, now) if alert.key not in told]
    if not fresh:
        return False
    event = record(account, "digest", by=by, now=now)
    said = [{"kind": alert.kind} | alert.values for alert in fresh]
    db.session.add(alert_messages.alert_digest(account, said, event=event, now=now))
    db.session.add_all(AlertTold(account_id=account.id, key=alert.key, told_at=now) for alert in fresh)
    db.session.flush()
    return True


def set_rhythm(account: Account, rhythm: str, *, by: Actor, now: datetime) -> None:
    """How often an account wants the digest."""
    if rhythm in rules.RHYTHMS and rhythm != account.digest:
        lock(account)
        account.digest = rhythm
        record(account, "set_digest", by=by, now=now, reason=rhythm)
