"""The baskets of people and pledges: experts asked often or never, groups behind or nearly spent. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.clock import local_date
from webapp.domain.baskets import OFTEN_ASKED, UNASKED_AFTER_DAYS
from webapp.domain.ledger import add_years, share_of_time
from webapp.domain.scoring import ASKED_WITHIN_DAYS
from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.conventions import Convention, Pledge
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.basket_entries import Basket, Entry
from webapp.services.directory import experts_of
from webapp.services.ledger import balance_of
from webapp.services.tallies import GroupTally

#: the letters to a group about its days, as the steps that they leave on its first pledge
BEHIND, SPENT = "write_behind", "write_spent"


@dataclass(frozen=True)
class Standing:
    """Where a group stands in a convention in force; known by the first of its pledges there."""

    id: int
    convention: Convention
    tally: GroupTally

    __tablename__ = "pledge"


def list_people_baskets(territory_ids: frozenset[int], now: datetime) -> list[Basket]:
    """The baskets of people, then those of pledges; none of them waits for an act today."""
    standings = list_standings(territory_ids, now)
    written = _written(standings)
    behind = [_stands(each, written) for each in standings if each.tally.is_behind]
    spent = [_stands(each, written) for each in standings if each.tally.is_nearly_used_up]
    return [
        Basket("asked_often", _asked_often(territory_ids, now)),
        Basket("never_asked", _never_asked(territory_ids, now)),
        Basket("behind", behind),
        Basket("nearly_used_up", spent),
    ]


def _stands(standing: Standing, written: dict[int, datetime]) -> Entry:
    return Entry(standing, None, facts={"written_at": written.get(standing.id)})


def _written(standings: Sequence[Standing]) -> dict[int, datetime]:
    """When a coordinator last wrote to each group about its days."""
    about = Event.object_kind == "pledge", Event.object_id.in_([each.id for each in standings])
    letters = Event.step.in_((BEHIND, SPENT))
    rows = select(Event.object_id, func.max(Event.at)).where(*about, letters).group_by(Event.object_id)
    return dict(db.session.execute(rows).all())


def _asked_often(territory_ids: frozenset[int], now: datetime) -> list[Entry]:
    """Experts asked at least so often in ninety days, all territories together, who are not in pause."""
    since = now - timedelta(days=ASKED_WITHIN_DAYS)
    asks = (
        select(Proposal.expert_id, func.count().label("count"))
        .where(Proposal.sent_at >= since, Proposal.state != "withdrawn")
        .group_by(Proposal.expert_id)
        .having(func.count() >= OFTEN_ASKED)
        .subquery()
    )
    rows = (
        experts_of(territory_ids)
        .add_columns(asks.c.count)
        .join(asks, asks.c.expert_id == Expert.id)
        .where(Expert.state == "active", ~_in_pause(now))
        .options(contains_eager(Expert.group))
        .order_by(asks.c.count.desc(), without_accents(Expert.name), Expert.id)
    )
    return [Entry(expert, None, asks=count) for expert, count in db.session.execute(rows)]


def _never_asked(territory_ids: frozenset[int], now: datetime) -> list[Entry]:
    """Experts who have offered something for a while and whom nobody ever asked."""
    was_asked = exists().where(Proposal.expert_id == Expert.id)
    offers = exists().where(Offer.expert_id == Expert.id, Offer.state == "active")
    rows = (
        experts_of(territory_ids)
        .where(
            Expert.state == "active",
            Expert.bounced_at.is_(None),
            Expert.created_at < now - timedelta(days=UNASKED_AFTER_DAYS),
            offers,
            ~was_asked,
            ~_in_pause(now),
        )
        .options(contains_eager(Expert.group))
        .order_by(without_accents(Expert.name), Expert.id)
    )
    return [Entry(expert, None) for expert in db.session.scalars(rows)]


def _in_pause(now: datetime) -> object:
    return Expert.paused_until.is_not(None) & (Expert.paused_until >= local_date(now))


def list_standings(territory_ids: frozenset[int], now: datetime) -> list[Standing]:
    """Where each group stands in the conventions in force: a yearly pledge's rows are added up, as in the tally."""
    today = local_date(now)
    in_force = Convention.state == "signed", Convention.starts_on <= today, Convention.ends_on >= today
    grouped: dict[tuple[int, int], list[Pledge]] = {}
    for pledge in db.session.scalars(_pledges(territory_ids).where(*in_force)):
        grouped.setdefault((pledge.convention_id, pledge.group_id), []).append(pledge)
    standings = [_standing_of(pledges, today) for pledges in grouped.values()]
    return sorted(standings, key=lambda each: (-each.tally.balance.pledged, bare(each.tally.group.name)))


def find_standing(territory_ids: frozenset[int], pledge_id: int, now: datetime) -> Standing | None:
    """Where the group of a pledge stands in its convention, in force or over."""
    pledge = db.session.scalar(_pledges(territory_ids).where(Pledge.id == pledge_id))
    if pledge is None:
        return None
    same = Pledge.convention_id == pledge.convention_id, Pledge.group_id == pledge.group_id
    return _standing_of(db.session.scalars(_pledges(territory_ids).where(*same)).all(), local_date(now))


def _standing_of(pledges: Sequence[Pledge], today: date) -> Standing:
    first = pledges[0]
    whole, this_year = add_years({pledge.year: balance_of(pledge) for pledge in pledges}, today.year)
    elapsed = share_of_time(first.convention.starts_on, first.convention.ends_on, today)
    return Standing(first.id, first.convention, GroupTally(first.group, whole, this_year, elapsed))


def _pledges(territory_ids: frozenset[int]) -> Select[tuple[Pledge]]:
    return (
        select(Pledge)
        .join(Pledge.convention)
        .where(Convention.territory_id.in_(territory_ids))
        .options(contains_eager(Pledge.convention), joinedload(Pledge.group))
        .order_by(Pledge.id)
    )
