"""The packet of a sitting for one reader: each dossier in its order, nothing of those on which the reader stands aside."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.committees import BARRING
from webapp.extensions import db
from webapp.models.committees import AgendaItem, CommitteeMember, Sitting
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.reports.packets import Chapter, Packet
from webapp.services.committee_members import list_members
from webapp.services.dossier_reviews import review_dossier
from webapp.services.notes import list_notes


def draw_up_packet(sitting: Sitting, seat: CommitteeMember | None, *, now: datetime) -> Packet:
    """What a member may read before a sitting; everything for the desk, which has no seat. It only reads."""
    members = list_members(sitting.territory_id, local_date(sitting.starts_at))
    return Packet(
        sitting=sitting,
        reader=f"{seat.account.name}, {seat.group.name}" if seat is not None else _("l’animateur"),
        chapters=[_chapter(item, members, seat, now) for item in sitting.items],
        drawn_up_on=local_date(now),
    )


def _chapter(item: AgendaItem, members: list[CommitteeMember], seat: CommitteeMember | None, now: datetime) -> Chapter:
    barred = {recusal.member_id for recusal in item.recusals if recusal.state in BARRING}
    if seat is not None and seat.id in barred:
        return Chapter(item.position)
    dossier, review = item.dossier, review_dossier(item.dossier, local_date(now))
    asks_money = review.facts.asked_cents is not None
    return Chapter(
        number=item.position,
        dossier=dossier,
        findings=review.findings,
        missing=review.missing,
        reason=reason_of(item) if review.missing else "",
        leverage_hundredths=review.leverage_hundredths,
        equivalent_cents=review.equivalent_cents if review.has_rate else None,
        de_minimis=review.de_minimis if asks_money else None,
        readers=[member.group.name for member in members if member.id not in barred],
        barred=[member.group.name for member in members if member.id in barred],
        missions=_count_missions(dossier.company_id),
    )


def reason_of(item: AgendaItem) -> str:
    """Why a dossier was laid incomplete; empty once these words are erased."""
    notes = [] if item.is_complete else list_notes(item.dossier)
    return notes[0].text if notes else ""


def _count_missions(company_id: int) -> int:
    missions = (
        select(func.count(Mission.id))
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .where(Need.company_id == company_id, Mission.state.not_in(("cancelled", "abandoned")))
    )
    return db.session.scalar(missions) or 0
