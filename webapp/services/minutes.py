"""The minutes of a sitting: drawn up once it is closed, frozen as published, version after version."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from webapp.clock import local_date
from webapp.domain.committees import BARRING, quorum_of
from webapp.domain.errors import WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.committees import AgendaItem, CommitteeMember, Recusal, Sitting
from webapp.models.dossiers import Decision, Dossier
from webapp.models.minutes import PublishedMinutes
from webapp.reports.minutes import Decided, Minutes, fingerprint_of, minutes_text, minutes_values
from webapp.services.aid_letters import find_advance
from webapp.services.dossier_reviews import committee_rules
from webapp.services.notes import list_notes
from webapp.services.paging import Page, paginate
from webapp.services.steps import lock, record
from webapp.services.votes import ballot_of, list_seated, who_took_part


def draw_up_minutes(sitting: Sitting, remarks: str = "") -> dict[str, Any]:
    """The minutes in words, as they would be published now.

    Raises:
        WrongState: the sitting is not closed.
    """
    if sitting.state != "closed":
        raise WrongState(thing="sitting", step="publish", state=sitting.state)
    members, there = list_seated(sitting), who_took_part(sitting)
    decided = [_decided(item, item.decision) for item in sitting.items if item.decision is not None]
    return minutes_values(
        Minutes(
            sitting=sitting,
            seated=[member.group.name for member in members],
            present=[member.group.name for member in members if member.id in there],
            decided=decided,
            carried=[item.dossier.company.name for item in sitting.items if item.is_carried_over],
            next_on=_next_day(sitting),
            remarks=remarks.strip(),
        )
    )


def _decided(item: AgendaItem, decision: Decision) -> Decided:
    ballot = ballot_of(item)
    notes = list_notes(decision)
    return Decided(
        item=item,
        decision=decision,
        ballot=ballot,
        quorum=quorum_of(ballot.members, committee_rules(item.sitting.territory)),
        barred=[recusal.member.group.name for recusal in item.recusals if recusal.state in BARRING],
        advance=find_advance(decision),
        words=notes[0].text if notes else "",
    )


def _next_day(sitting: Sitting) -> date | None:
    later = select(func.min(Sitting.starts_at)).where(
        Sitting.territory_id == sitting.territory_id,
        Sitting.starts_at > sitting.ends_at,
        Sitting.state.in_(("planned", "convened")),
    )
    found = db.session.scalar(later)
    return local_date(found) if found is not None else None


def publish_minutes(
    sitting: Sitting, values: dict[str, Any], pdf: bytes, version: int, *, by: Actor, now: datetime
) -> PublishedMinutes:
    """Freeze the minutes as their next version. The same words published twice are one version.

    Raises:
        WrongState: the sitting is not closed, or somebody has just published this version.
    """
    lock(sitting)
    if sitting.state != "closed":
        raise WrongState(thing="sitting", step="publish", state=sitting.state)
    latest, content = find_latest_minutes(sitting), minutes_text(values)
    if latest is not None and latest.content == content:
        return latest
    if version != next_version(latest):
        raise WrongState(thing="sitting", step="publish", state="published")
    published = PublishedMinutes(
        sitting=sitting,
        version=version,
        title=values["title"],
        content=content,
        sha256=fingerprint_of(content),
        pdf=pdf,
        published_at=now,
        author_id=by.id,
    )
    db.session.add(published)
    db.session.flush()
    record(sitting, "publish", by=by, now=now)
    return published


def next_version(latest: PublishedMinutes | None) -> int:
    """The number that the next version gets."""
    return 1 if latest is None else latest.version + 1


def find_latest_minutes(sitting: Sitting) -> PublishedMinutes | None:
    """The last version that was published."""
    rows = select(PublishedMinutes).where(PublishedMinutes.sitting_id == sitting.id)
    return db.session.scalar(rows.order_by(PublishedMinutes.version.desc()).limit(1))


def list_minutes(sitting: Sitting) -> list[PublishedMinutes]:
    """Every version that was published, the latest first."""
    rows = select(PublishedMinutes).where(PublishedMinutes.sitting_id == sitting.id)
    return list(db.session.scalars(rows.order_by(PublishedMinutes.version.desc())))


def find_scoped_minutes(territory_ids: Collection[int], minutes_id: int) -> PublishedMinutes | None:
    """Published minutes of a sitting of one of these territories."""
    rows = select(PublishedMinutes).join(PublishedMinutes.sitting)
    return db.session.scalar(
        rows.where(PublishedMinutes.id == minutes_id, Sitting.territory_id.in_(territory_ids)).options(
            contains_eager(PublishedMinutes.sitting)
        )
    )


def find_seen_minutes(seat: CommitteeMember, sitting: Sitting) -> PublishedMinutes | None:
    """The minutes for a member: none where they stood aside, for the minutes tell of every dossier."""
    aside = (
        select(Recusal.id)
        .join(Recusal.item)
        .where(AgendaItem.sitting_id == sitting.id, Recusal.member_id == seat.id, Recusal.state.in_(BARRING))
    )
    return None if db.session.scalar(aside.limit(1)) else find_latest_minutes(sitting)


def minutes_by_item(decisions: Iterable[Decision]) -> dict[int, PublishedMinutes]:
    """The last minutes that tell of each of these decisions, by its place on an agenda."""
    ids = [decision.item_id for decision in decisions if decision.item_id is not None]
    rows = (
        select(AgendaItem.id, PublishedMinutes)
        .join(PublishedMinutes, PublishedMinutes.sitting_id == AgendaItem.sitting_id)
        .where(AgendaItem.id.in_(ids))
        .order_by(PublishedMinutes.version)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


def list_decisions(territory_ids: Collection[int], *, page: int = 1) -> Page[Decision]:
    """The register: every decision on a dossier of these territories, the last first."""
    rows = select(Decision).join(Decision.dossier).where(Dossier.territory_id.in_(territory_ids))
    rows = rows.options(contains_eager(Decision.dossier)).order_by(Decision.decided_on.desc(), Decision.id.desc())
    return paginate(rows, page)
