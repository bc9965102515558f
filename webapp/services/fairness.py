"""Who is asked how often, says yes, and gives how much: by expert and by group, over a period. Reads only.

Requests are counted in all territories, without what they were about; days are those given to the territories of the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from webapp.domain import deadlines
from webapp.domain.scoring import Term, asked_term
from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.proposals import Proposal
from webapp.services.directory import Asks, count_asks, experts_of
from webapp.services.tallies import DELTAS


@dataclass(frozen=True)
class Share:
    """What one expert was asked and gave in a period; `term` is what it does to their rank today."""

    expert: Expert
    asks: Asks
    days: Decimal
    term: Term


@dataclass(frozen=True)
class GroupShare:
    """The same of the people of a group together."""

    group: Group
    people: int
    #: how many of them were asked at least once
    asked_people: int
    asks: Asks
    days: Decimal


def list_shares(territory_ids: frozenset[int], since: date, *, lately: datetime) -> list[Share]:
    """Every expert of the groups that pledged days to some territories, the most asked first.

    `since` begins the period; `lately` is the moment from which requests count in the ranking.
    """
    rows = experts_of(territory_ids).where(Expert.state == "active").options(contains_eager(Expert.group))
    experts = db.session.scalars(rows.order_by(without_accents(Expert.name), Expert.id)).unique().all()
    ids = [expert.id for expert in experts]
    asks = count_asks(ids, deadlines.end_of_day(date.fromordinal(since.toordinal() - 1)))
    recent = count_asks(ids, lately)
    days = _given_days(territory_ids, since)
    shares = [
        Share(
            expert,
            asks.get(expert.id, Asks()),
            days.get(expert.id, Decimal(0)),
            asked_term(recent.get(expert.id, Asks()).asked),
        )
        for expert in experts
    ]
    return sorted(shares, key=lambda share: (-share.asks.asked, -share.days, bare(share.expert.name)))


def carry_half(shares: Sequence[Share]) -> int:
    """How many experts, those asked most often first, got half of the requests or more."""
    left = sum(share.asks.asked for share in shares) / 2
    count = 0
    for asked in sorted((share.asks.asked for share in shares), reverse=True):
        if left <= 0:
            break
        left -= asked
        count += 1
    return count


def _given_days(territory_ids: frozenset[int], since: date) -> dict[int, Decimal]:
    """Days given by each expert, by the day booked on; each convention's minutes by its own day."""
    rows = db.session.execute(
        select(Proposal.expert_id, Convention.minutes_per_day, func.sum(DELTAS["delivered"]))
        .select_from(DayEntry)
        .join(Mission, Mission.id == DayEntry.mission_id)
        .join(Proposal, Proposal.id == Mission.proposal_id)
        .join(Pledge, Pledge.id == DayEntry.pledge_id)
        .join(Convention, Convention.id == Pledge.convention_id)
        .where(Convention.territory_id.in_(territory_ids), DayEntry.booked_on >= since)
        .group_by(Proposal.expert_id, Convention.minutes_per_day)
    )
    days: dict[int, Decimal] = {}
    for expert_id, per_day, minutes in rows:
        days[expert_id] = days.get(expert_id, Decimal(0)) + Decimal(minutes) / per_day
    return days


def list_group_shares(shares: Sequence[Share]) -> list[GroupShare]:
    """The shares of experts, added up by group, the most asked first."""
    grouped: dict[int, list[Share]] = {}
    for share in shares:
        grouped.setdefault(share.expert.group_id, []).append(share)
    found = [
        GroupShare(
            group=members[0].expert.group,
            people=len(members),
            asked_people=sum(member.asks.asked > 0 for member in members),
            asks=Asks(
                sum(member.asks.asked for member in members),
                sum(member.asks.answered for member in members),
                sum(member.asks.accepted for member in members),
            ),
            days=sum((member.days for member in members), start=Decimal(0)),
        )
        for members in grouped.values()
    ]
    return sorted(found, key=lambda share: (-share.asks.asked, -share.days, bare(share.group.name)))
