"""The baskets of needs: to qualify, without a match, sent and silent, refused, held. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.clock import local_date
from webapp.domain.baskets import SILENCES, basket_of_silence
from webapp.extensions import db
from webapp.models.groups import Expert
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.services.basket_entries import Asked, Basket, Entry
from webapp.services.shortlists import Match, best_matches

#: silence that a coordinator should break today; before, reminders leave by themselves
LATE_SILENCES = tuple(f"silent_{days}" for days in SILENCES[1:])


def list_need_baskets(territory_ids: frozenset[int], now: datetime) -> list[Basket]:
    """The baskets of needs, in the order of the work."""
    roles = _open_roles(territory_ids)
    fresh = [role for role in roles if role.state == "open"]
    matches = best_matches(fresh)
    asked = _asked([role.id for role in roles])
    silent: dict[str, list[Entry]] = {}
    for role in roles:
        if role.state != "open" and "held" not in asked.get(role.id, Asked()).counts:
            entry = _sent(role, asked)
            silent.setdefault(_silence_of(role, entry, now), []).append(entry)
    return [
        Basket("to_qualify", [_fresh(role, matches) for role in fresh if matches[role.id].count], is_hot=True),
        Basket("no_match", [_fresh(role, matches) for role in fresh if not matches[role.id].count], is_hot=True),
        Basket("asked", silent.get("asked", [])),
        Basket("silent_3", silent.get("silent_3", [])),
        *(Basket(code, silent.get(code, []), is_hot=True) for code in LATE_SILENCES),
        Basket("refused", silent.get("refused", []), is_hot=True),
        Basket("unanswered", silent.get("unanswered", []), is_hot=True),
        Basket("held_yes", _held_yes(territory_ids), is_hot=True),
        Basket("held_needs", _held_needs(territory_ids), is_hot=True),
    ]


def _silence_of(role: NeedRole, entry: Entry, now: datetime) -> str:
    """Refused by all, nobody left who may answer, or sent and silent for so many days."""
    assert entry.asked is not None, "the role was proposed"
    if role.state == "unanswered":
        said = set(entry.asked.counts) - {"withdrawn"}
        return "refused" if said == {"declined"} else "unanswered"
    if entry.asked.first_sent_at is None:
        return "asked"
    return basket_of_silence(local_date(entry.asked.first_sent_at), local_date(now))


def _open_roles(territory_ids: frozenset[int]) -> Sequence[NeedRole]:
    rows = (
        select(NeedRole)
        .join(NeedRole.need)
        .where(
            Need.territory_id.in_(territory_ids),
            Need.state == "open",
            NeedRole.state.in_(("open", "proposed", "unanswered")),
        )
        .options(
            contains_eager(NeedRole.need).joinedload(Need.company),
            contains_eager(NeedRole.need).joinedload(Need.territory),
            contains_eager(NeedRole.need).selectinload(Need.roles),
        )
        .order_by(Need.opened_at, NeedRole.id)
    )
    return db.session.scalars(rows).unique().all()


def _asked(role_ids: Sequence[int]) -> dict[int, Asked]:
    rows = db.session.execute(
        select(
            Proposal.role_id,
            Proposal.state,
            func.count(),
            func.min(Proposal.sent_at),
            func.max(Proposal.reminded_at),
            func.max(Proposal.answer_by),
        )
        .where(Proposal.role_id.in_(role_ids))
        .group_by(Proposal.role_id, Proposal.state)
    )
    found: dict[int, Asked] = {}
    for role_id, state, count, first, reminded, answer_by in rows:
        before = found.get(role_id, Asked())
        found[role_id] = Asked(
            before.counts | {state: count},
            min(filter(None, (before.first_sent_at, first)), default=None),
            max(filter(None, (before.reminded_at, reminded)), default=None),
            max(filter(None, (before.answer_by, answer_by)), default=None),
        )
    return found


def _fresh(role: NeedRole, matches: dict[int, Match]) -> Entry:
    return Entry(role, role.need, role.need.opened_at, match=matches[role.id])


def _sent(role: NeedRole, asked: dict[int, Asked]) -> Entry:
    found = asked.get(role.id, Asked())
    return Entry(role, role.need, found.first_sent_at, asked=found)


def _held_yes(territory_ids: frozenset[int]) -> list[Entry]:
    rows = (
        select(Proposal)
        .join(Proposal.role)
        .join(NeedRole.need)
        .where(Need.territory_id.in_(territory_ids), Proposal.state == "held")
        .options(
            contains_eager(Proposal.role).contains_eager(NeedRole.need).joinedload(Need.company),
            joinedload(Proposal.expert).joinedload(Expert.group),
        )
        .order_by(Proposal.decided_at, Proposal.id)
    )
    return [Entry(proposal, proposal.role.need, proposal.decided_at) for proposal in db.session.scalars(rows)]


def _held_needs(territory_ids: frozenset[int]) -> list[Entry]:
    rows = (
        select(Need)
        .where(Need.territory_id.in_(territory_ids), Need.state == "held")
        .options(joinedload(Need.company))
        .order_by(Need.received_at, Need.id)
    )
    return [Entry(need, need, need.received_at) for need in db.session.scalars(rows)]
