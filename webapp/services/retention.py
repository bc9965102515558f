"""Whose data have served: people without a tie for years, forms never sent, contacts of groups that left.

What counts is the last act of the person. Each `list_due_` names candidates, each `forget_` looks again before it erases.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.catalogue import DRAFT, EXPERT, MISSION, REQUEST
from webapp.domain.retention import ERASED, kept_until, years_before
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, GroupReferent
from webapp.models.links import ActionLink
from webapp.models.needs import Need
from webapp.services.erasure import erase_contact, erase_draft, erase_expert, erase_referent
from webapp.services.ties import last_act_of, last_offer_of, ties_of

#: leap days may make some years longer; who is listed is looked at again by the calendar
YEAR = timedelta(days=365)


def list_due_contacts(now: datetime) -> list[int]:
    """People of firms who may have served, the oldest first; those of a form never sent have a rule of their own."""
    drafts = select(Need.contact_id).where(Need.state == "draft")
    old = select(Contact.id).where(Contact.name != ERASED, Contact.created_at < now - REQUEST.years * YEAR)
    return list(db.session.scalars(old.where(Contact.id.not_in(drafts)).order_by(Contact.id)))


def list_due_experts(now: datetime) -> list[int]:
    """Experts who may have served, the oldest first."""
    old = select(Expert.id).where(Expert.name != ERASED, Expert.created_at < now - EXPERT.years * YEAR)
    return list(db.session.scalars(old.order_by(Expert.id)))


def list_due_drafts(now: datetime) -> list[int]:
    """Forms never sent whose link opens them no more."""
    return list(db.session.scalars(_old_drafts(now).order_by(Need.id)))


def list_due_referents(now: datetime) -> list[int]:
    """Contacts of groups whose last convention need not be accounted for any more."""
    return list(db.session.scalars(_old_referents(now).order_by(GroupReferent.id)))


def forget_contact(contact_id: int, *, now: datetime) -> bool:
    """Erase somebody of a firm who has served; False while a mission or a recent act says otherwise."""
    contact, today = db.session.get_one(Contact, contact_id), local_date(now)
    ties = ties_of(contact)
    if contact.name == ERASED or ties.is_at_work or (ties.evidence_until or today) > today:
        return False
    if kept_until(REQUEST, local_date(last_act_of(contact)), ties.evidence_until) >= today:
        return False
    erase_contact(contact, by=JOB, now=now)
    return True


def forget_expert(expert_id: int, *, now: datetime) -> bool:
    """Erase an expert who has served; False while a mission or a recent act says otherwise."""
    expert, today = db.session.get_one(Expert, expert_id), local_date(now)
    ties = ties_of(expert)
    if expert.name == ERASED or ties.is_at_work or (ties.evidence_until or today) > today:
        return False
    acts = [local_date(last_act_of(expert)), last_offer_of(expert)]
    if kept_until(EXPERT, max(day for day in acts if day is not None), ties.evidence_until) >= today:
        return False
    erase_expert(expert, by=JOB, now=now)
    return True


def forget_draft(need_id: int, *, now: datetime) -> bool:
    """Erase a form that was never sent; False when it was sent or its link asked for again meanwhile."""
    need = db.session.scalar(_old_drafts(now).where(Need.id == need_id).with_only_columns(Need))
    if need is None:
        return False
    erase_draft(need, by=JOB, now=now)
    return True


def forget_referent(referent_id: int, *, now: datetime) -> bool:
    """Erase the contact of a group that has left; False when the group has signed again."""
    mine = _old_referents(now).where(GroupReferent.id == referent_id).with_only_columns(GroupReferent)
    referent = db.session.scalar(mine)
    if referent is None:
        return False
    erase_referent(referent, by=JOB, now=now)
    return True


def _old_drafts(now: datetime) -> Any:
    resumable = select(ActionLink.id).where(
        ActionLink.purpose == "resume_need", ActionLink.object_id == Need.id, ActionLink.expires_at >= now
    )
    return select(Need.id).where(Need.state == "draft", Need.created_at < now - DRAFT.delay, ~resumable.exists())


def _old_referents(now: datetime) -> Any:
    since = years_before(local_date(now), MISSION.years)
    pledged = select(Pledge.id).join(Pledge.convention)  # a draft keeps them too: it is to be signed with them
    pledged = pledged.where(Pledge.group_id == GroupReferent.group_id, Convention.ends_on >= since)
    return select(GroupReferent.id).where(GroupReferent.created_at < now - MISSION.years * YEAR, ~pledged.exists())
