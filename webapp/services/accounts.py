"""Accounts: who may sign in, and to what. Passwords arrive hashed; sign-in itself belongs to the pages."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from webapp.domain.errors import Refusal
from webapp.domain.retention import ERASED
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.accents import without_accents
from webapp.models.accounts import GRANTS, Account, AccountGrant
from webapp.models.territories import Territory
from webapp.services.sessions import end_other_sessions
from webapp.services.steps import record

#: Grants that open the coordinator's desk.
DESK_GRANTS = ("coordinator", "network")

MAILS = {
    "account_opened": messages.account_opened,
    "account_reset": messages.account_reset,
    "account_changed": messages.account_changed,
}


@dataclass(frozen=True)
class Scope:
    """The territories whose rows an account may see; the network sees all of them."""

    territory_ids: frozenset[int]

    def holds(self, territory_id: int | None) -> bool:
        return territory_id in self.territory_ids

    def __bool__(self) -> bool:
        return bool(self.territory_ids)


def actor_of(account: Account) -> Actor:
    """The account as the one who takes a step."""
    return Actor(ActorKind.ACCOUNT, account.id)


def scope_of(account: Account) -> Scope:
    """The territories of an account's desk; none for who has no desk."""
    if any(grant.role == "network" for grant in account.grants):
        return Scope(frozenset(db.session.scalars(select(Territory.id))))
    return Scope(
        frozenset(
            grant.object_id for grant in account.grants if grant.role == "coordinator" and grant.object_id is not None
        )
    )


def list_territories_of(scope: Scope) -> list[Territory]:
    """The territories of a scope, by name."""
    rows = select(Territory).where(Territory.id.in_(scope.territory_ids)).order_by(without_accents(Territory.name))
    return list(db.session.scalars(rows))


def find_account(email: str) -> Account | None:
    """The account of an address, in whatever case it is written."""
    return db.session.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))


def list_accounts(ids: Iterable[int]) -> dict[int, Account]:
    """Accounts by id, to say who took a step."""
    return {account.id: account for account in db.session.scalars(select(Account).where(Account.id.in_(set(ids))))}


def list_everyone() -> list[Account]:
    """Every account with its rights, by address; who was erased is nobody any more."""
    accounts = select(Account).where(Account.name != ERASED).options(selectinload(Account.grants))
    return list(db.session.scalars(accounts.order_by(Account.email)))


def welcome(account: Account, *, now: datetime) -> bool:
    """Mail somebody new the way to a first password; False for who has signed in before."""
    if account.seen_at is None:
        note_mail(account.id, "account_opened", now=now)
    return account.seen_at is None


def add_account(email: str, name: str, *, role: str, object_id: int | None, password_hash: str) -> Account:
    """Let somebody sign in, with one right; an address that is known gets the right beside the others.

    An account that was closed opens with this right alone: whoever adds it may not know what it could see.

    `object_id` names the territory of a coordinator, the group of a referent; None for the network. The password of an
    account that exists is left alone.

    Raises:
        Refusal: the role is unknown (`unknown_role`), or has no object, or one too many (`role_needs_its_object`).
    """
    if role not in GRANTS:
        raise Refusal("unknown_role", role=role)
    if (role == "network") != (object_id is None):
        raise Refusal("role_needs_its_object", role=role)
    account = find_account(email)
    if account is None:
        account = Account(
            email=email.strip().lower(),
            name=name,
            password=password_hash,
            fs_uniquifier=secrets.token_hex(32),
        )
        db.session.add(account)
        db.session.flush()
    elif not account.active:
        take_rights(account, [grant for grant in account.grants if (grant.role, grant.object_id) != (role, object_id)])
    account.active = True
    grant_right(account, role, object_id)
    return account


def grant_right(account: Account, role: str, object_id: int | None) -> None:
    """Give an account one more right, where it has it not yet."""
    if not any(grant.role == role and grant.object_id == object_id for grant in account.grants):
        account.grants.append(AccountGrant(role=role, object_id=object_id))
        db.session.flush()


def take_rights(account: Account, taken: Iterable[AccountGrant]) -> None:
    """Take some of its rights off an account."""
    for grant in list(taken):
        account.grants.remove(grant)
        db.session.delete(grant)
    db.session.flush()


def note_mail(account_id: int, template: str, *, now: datetime) -> None:
    """Queue a mail to an account, by its template; a link to choose a password is made when the mail leaves."""
    account = db.session.get_one(Account, account_id)
    event = record(account, template, by=actor_of(account), now=now)
    db.session.add(MAILS[template](account, event=event, now=now))
    db.session.flush()


def note_factor(account_id: int, *, by: Actor | None = None, now: datetime) -> None:
    """Tell an account by mail that its second factor is set up, or off; without `by`, its owner did it."""
    account = db.session.get_one(Account, account_id)
    is_set = account.tf_primary_method is not None
    event = record(account, "set_factor" if is_set else "drop_factor", by=by or actor_of(account), now=now)
    db.session.add(messages.factor_changed(account, is_set=is_set, event=event, now=now))
    db.session.flush()


def drop_factor(account: Account, *, by: Actor, now: datetime) -> None:
    """Take the second factor and its rescue codes off an account whose owner has lost them; its sessions end now."""
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    end_other_sessions(account.id, "")
    note_factor(account.id, by=by, now=now)


def disable_account(account: Account) -> None:
    """Close an account: its sessions end now, what it did stays; adding it again opens it, with one right."""
    account.active = False
    account.fs_uniquifier = secrets.token_hex(32)
    end_other_sessions(account.id, "")
    db.session.flush()
