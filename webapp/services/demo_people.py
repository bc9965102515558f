"""Whom a visitor of the demonstration can be: coordinators with an account, and the experts and managers behind a link."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.domain.links import Purpose
from webapp.domain.states import DOSSIER_OPEN, NEED_OVER, OPEN_MISSION
from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant
from webapp.models.advances import Advance
from webapp.models.dossiers import Dossier
from webapp.models.groups import Group
from webapp.models.links import ActionLink
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.links import find_person

#: how many people of each kind are shown
SHOWN = 8


@dataclass(frozen=True)
class Door:
    """A person behind a link: what the link is for, who opens it, and the firm or expert on the other side."""

    link_id: int
    purpose: str
    name: str
    of: str
    about: str


@dataclass(frozen=True)
class Right:
    """What an account may do: a role and the territory or group that it is for."""

    role: str
    of: str


def list_accounts_to_try() -> list[tuple[Account, list[Right]]]:
    """The accounts that may sign in, each with its rights in words."""
    rows = select(Account).where(Account.active).options(selectinload(Account.grants)).order_by(Account.id)
    return [(account, [_right(grant) for grant in account.grants]) for account in db.session.scalars(rows)]


def _right(grant: AccountGrant) -> Right:
    table = {"coordinator": Territory, "member": Territory, "referent": Group}.get(grant.role)
    row = db.session.get(table, grant.object_id) if table is not None else None
    return Right(grant.role, row.name if row is not None else "")


def list_expert_doors() -> list[Door]:
    """Requests that wait for an answer, then visits that may be declared."""
    asked = (
        select(ActionLink, Proposal)
        .join(Proposal, Proposal.id == ActionLink.object_id)
        .where(ActionLink.purpose == Purpose.ANSWER, Proposal.state == "sent")
        .order_by(Proposal.id.desc())
    )
    agreed = (
        select(ActionLink, Mission)
        .join(Mission, Mission.id == ActionLink.object_id)
        .where(ActionLink.purpose == Purpose.DECLARE_VISIT, Mission.state.in_(OPEN_MISSION))
        .order_by(Mission.id.desc())
    )
    doors = [_door(link, proposal.role.need) for link, proposal in db.session.execute(asked.limit(SHOWN))]
    return doors + [_door(link, mission.role.need) for link, mission in db.session.execute(agreed.limit(SHOWN))]


def list_manager_doors() -> list[Door]:
    """Visits to confirm, dossiers to complete, then requests and advances that can be followed."""
    declared = (
        select(ActionLink, Visit)
        .join(Visit, Visit.id == ActionLink.object_id)
        .where(ActionLink.purpose == Purpose.CONFIRM_VISIT, Visit.state == "declared")
        .order_by(Visit.id.desc())
    )
    followed = (
        select(ActionLink, Need)
        .join(Need, Need.id == ActionLink.object_id)
        .where(ActionLink.purpose == Purpose.TRACK_NEED, Need.state.not_in(NEED_OVER))
        .order_by(Need.id.desc())
    )
    begun = (
        select(ActionLink, Dossier)
        .join(Dossier, Dossier.id == ActionLink.object_id)
        .where(ActionLink.purpose == Purpose.COMPLETE_DOSSIER, Dossier.state.in_(DOSSIER_OPEN))
        .order_by(Dossier.id.desc())
    )
    doors = [_door(link, visit.mission.role.need) for link, visit in db.session.execute(declared.limit(SHOWN))]
    doors += [_dossier_door(link, dossier) for link, dossier in db.session.execute(begun.limit(SHOWN))]
    doors += [_door(link, need) for link, need in db.session.execute(followed.limit(SHOWN))]
    return doors + _advance_doors()


def _advance_doors() -> list[Door]:
    """Advances that are being repaid."""
    running = (
        select(ActionLink, Advance)
        .join(Advance, Advance.id == ActionLink.object_id)
        .where(ActionLink.purpose == Purpose.FOLLOW_ADVANCE, Advance.state == "running")
        .order_by(Advance.id.desc())
    )
    found = db.session.execute(running.limit(SHOWN))
    return [_dossier_door(link, advance.decision.dossier) for link, advance in found]


def _dossier_door(link: ActionLink, dossier: Dossier) -> Door:
    return Door(link.id, link.purpose, find_person(link).name, dossier.company.name, dossier.title)


def _door(link: ActionLink, need: Need) -> Door:
    company = need.company
    return Door(link.id, link.purpose, find_person(link).name, company.name if company is not None else "", need.title)
