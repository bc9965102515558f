"""What a coordinator lays before a meeting: dossiers to decide, decisions since the last one, the needs of the territory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.states import NEED_OVER
from webapp.extensions import db
from webapp.models.committees import Sitting
from webapp.models.companies import Company
from webapp.models.conventions import Pledge
from webapp.models.dossiers import Decision, Dossier
from webapp.models.groups import Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.territories import Commune, Territory
from webapp.reports.committee_list import PROGRESS, Asked, CommitteeFigures, NeedLine, write_committee_list
from webapp.reports.document import Document
from webapp.services.conventions import find_convention
from webapp.services.tallies import DELTAS

#: dossiers that still want an answer
UNDECIDED = ("draft", "submitted", "laid", "adjourned")


def draw_up_committee_list(territory: Territory, *, now: datetime) -> Document:
    """The list as things stand, in the language of the moment. Writes nothing."""
    today, since = local_date(now), find_last_meeting(territory, now)
    convention = find_convention(territory, today)
    after = deadlines.end_of_day(since) if since else None
    ended = Need.ended_at > after if after else Need.ended_at.is_not(None)
    figures = CommitteeFigures(
        territory=territory.name,
        operator=territory.operator_name,
        contact=territory.contact_email,
        as_of=today,
        since=since,
        next_on=_next_meeting(territory, now),
        minutes_per_day=convention.minutes_per_day if convention else 420,
        asked=_asked(territory),
        decided=_decided(territory, since),
        open_needs=_needs(territory, Need.state == "open"),
        ended_needs=_needs(territory, Need.state.in_(NEED_OVER) & ended),
    )
    return write_committee_list(figures)


def find_last_meeting(territory: Territory, now: datetime) -> date | None:
    """The day of the last sitting that was held."""
    held = Sitting.territory_id == territory.id, Sitting.state.in_(("held", "closed")), Sitting.starts_at <= now
    last = db.session.scalar(select(func.max(Sitting.starts_at)).where(*held))
    return local_date(last) if last is not None else None


def _next_meeting(territory: Territory, now: datetime) -> date | None:
    coming = Sitting.territory_id == territory.id, Sitting.state.in_(("planned", "convened")), Sitting.starts_at > now
    first = db.session.scalar(select(func.min(Sitting.starts_at)).where(*coming))
    return local_date(first) if first is not None else None


def _asked(territory: Territory) -> list[Asked]:
    rows = db.session.execute(
        select(Dossier, Company.name, Commune.name)
        .join(Company, Company.id == Dossier.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
        .where(Dossier.territory_id == territory.id, Dossier.state.in_(UNDECIDED))
        .order_by(Dossier.opened_on, Dossier.id)
    )
    return [
        Asked(row.id, firm, town, row.title, row.state, row.asked_cents, row.wished_minutes, row.need_id)
        for row, firm, town in rows
    ]


def _decided(territory: Territory, since: date | None) -> list[Asked]:
    """What was answered at the last meeting and after it."""
    rows = (
        select(Decision, Dossier, Company.name, Commune.name)
        .join(Dossier, Dossier.id == Decision.dossier_id)
        .join(Company, Company.id == Dossier.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
        .where(Dossier.territory_id == territory.id)
        .order_by(Decision.decided_on, Decision.id)
    )
    if since is not None:
        rows = rows.where(Decision.decided_on >= since)
    return [
        Asked(
            dossier.id, firm, town, dossier.title, row.outcome, row.amount_cents, row.minutes, dossier.need_id, row.decided_on
        )
        for row, dossier, firm, town in db.session.execute(rows)
    ]  # fmt: skip


def _needs(territory: Territory, which: ColumnElement[bool]) -> list[NeedLine]:
    needs = db.session.execute(
        select(Need, Company.name, Commune.name)
        .join(Company, Company.id == Need.company_id)
        .join(Commune, Commune.insee == Company.commune_insee)
        .where(Need.territory_id == territory.id, which)
        .order_by(Need.opened_at, Need.id)
    ).all()
    ids = [need.id for need, _firm, _town in needs]
    states, missions = _states(ids), _missions(ids)
    return [
        NeedLine(
            need.id, firm, town, need.title, states.get(need.id, need.state) if need.state == "open" else need.state,
            *_sums(missions.get(need.id, ())),
        )
        for need, firm, town in needs
    ]  # fmt: skip


def _states(need_ids: list[int]) -> dict[int, str]:
    """How far each need is, by the role that is furthest behind."""
    order = list(PROGRESS)
    found: dict[int, str] = {}
    rows = select(NeedRole.need_id, NeedRole.state).where(NeedRole.need_id.in_(need_ids), NeedRole.state.in_(order))
    for need_id, state in db.session.execute(rows):
        found[need_id] = min(found.get(need_id, state), state, key=order.index)
    return found


def _missions(need_ids: list[int]) -> dict[int, list[Any]]:
    given = func.coalesce(func.sum(DELTAS["delivered"]), 0).label("given")
    rows = (
        select(NeedRole.need_id, Group.name, Mission.agreed_minutes, given)
        .join(Mission, Mission.role_id == NeedRole.id)
        .join(Pledge, Pledge.id == Mission.pledge_id)
        .join(Group, Group.id == Pledge.group_id)
        .outerjoin(DayEntry, DayEntry.mission_id == Mission.id)
        .where(NeedRole.need_id.in_(need_ids), Mission.state != "cancelled")
        .group_by(NeedRole.need_id, Mission.id, Group.name, Mission.agreed_minutes)
        .order_by(Mission.id)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.need_id, []).append(row)
    return found


def _sums(missions: Sequence[Any]) -> tuple[tuple[str, ...], int, int]:
    groups = tuple(dict.fromkeys(row.name for row in missions))
    return groups, sum(row.agreed_minutes for row in missions), sum(row.given for row in missions)
