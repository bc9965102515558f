"""A need from the moment it is sent until experts are asked: sent, confirmed or held, opened, qualified, corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from webapp.clock import local_date
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.links import Purpose
from webapp.domain.requests import title_of
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.mail.request_facts import day_length
from webapp.models.companies import Company, Contact
from webapp.models.links import ActionLink
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.answers import LINK_LIFE
from webapp.services.companies import Firm, find_or_add_company
from webapp.services.doubts import FLOODING, SAME_WITHIN, Doubt, note_doubts
from webapp.services.links import issue_link
from webapp.services.steps import lock, record, take_step

#: how long the link to confirm an address acts
CONFIRM_LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """What a firm asks for. `wished_minutes` None: not known; `deadline_on` is the last day that helps."""

    text: str
    wished_minutes: int | None = None
    deadline_on: date | None = None
    place: str = "either"
    themes: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class RoleAsked:
    """What one expert is asked for; `role` None: one more than before."""

    title: str
    minutes: int
    role: NeedRole | None = None


def submit_need(
    need: Need, firm: Firm, asked: Asked, *, doubts: Iterable[Doubt] = (), by: Actor, now: datetime
) -> Need:
    """The form is sent: the request is received, and its address is asked to confirm by mail.

    What passed a limit is held at once and mails nothing.

    Raises:
        WrongState: it was sent before.
        Refusal: its commune is in no territory (`outside_territories`).
    """
    lock(need)
    if need.territory is None:
        raise Refusal("outside_territories")
    note_doubts(need, doubts)
    event = take_step(need, "submit", by=by, now=now, received_at=now)
    need.company = need.contact.company = find_or_add_company(firm, email=need.contact.email)
    _write(need, asked)
    need.typed = {"said": asdict(firm)}
    if FLOODING & set(need.doubts.split()):
        take_step(need, "hold", by=by, now=now)
        return need
    link = issue_link(Purpose.CONFIRM_ADDRESS, need.id, need.contact, expires_at=now + CONFIRM_LIFE)
    db.session.add(messages.address_to_confirm(need, link, event=event, now=now))
    return need


def confirm_address(need: Need, *, by: Actor, now: datetime) -> None:
    """Somebody at the address says that the request is theirs: it opens, or is held where something is doubtful.

    Raises:
        WrongState: it was withdrawn or set aside meanwhile.
    """
    lock(need)
    if need.state not in ("received", "held", "open"):
        raise WrongState(thing="need", step="confirm_address", state=need.state)
    if need.contact.email_confirmed_at is None:
        need.contact.email_confirmed_at = now
        record(need, "confirm_address", by=by, now=now, from_state=need.state, to_state=need.state)
    if need.state != "received":
        return
    if need.doubts:
        take_step(need, "hold", by=by, now=now)
    else:
        _open(need, "open", by=by, now=now)


def file_need(contact: Contact, territory: Territory, asked: Asked, *, by: Actor, now: datetime) -> Need:
    """A coordinator writes down what a firm says on the phone: it is open at once, and the firm gets its link."""
    need = Need(contact=contact, company=contact.company, territory=territory, source="desk", created_at=now)
    db.session.add(need)
    db.session.flush()
    need.received_at = now
    _write(need, asked)
    _open(need, "file", by=by, now=now)
    return need


def release_held(need: Need, *, by: Actor, now: datetime) -> None:
    """A coordinator has read a doubtful request, or one whose address was never confirmed, and lets it go on.

    Raises:
        WrongState: it is neither held nor waiting for its address.
    """
    lock(need)
    _open(need, "release", by=by, now=now)


def qualify_need(need: Need, title: str, roles: Sequence[RoleAsked], *, by: Actor, now: datetime) -> None:
    """A coordinator has read the request: its title, and for each expert what is asked and how long it takes.

    A role that bore the title of the request bears the new one: it is what offers are compared with. The time of a role
    that was put to experts stays as they were asked.

    Raises:
        WrongState: it is not open.
        Refusal: the time of a role cannot change any more (`time_is_agreed`).
    """
    lock(need)
    if need.state != "open":
        raise WrongState(thing="need", step="qualify", state=need.state)
    before, need.title = need.title, title
    for asked in roles:
        if asked.role is None:
            _add_role(need, asked.title, asked.minutes, now=now)
        else:
            _change_role(asked.role, title if asked.title == before else asked.title, asked.minutes)
    need.qualified_at = now
    record(need, "qualify", by=by, now=now, to_state=need.state)


def may_correct(need: Need) -> bool:
    """True while the firm may still change its words: nobody has been asked yet."""
    return need.state in ("received", "held", "open") and not _was_put_to_somebody(need)


def correct_need(need: Need, asked: Asked, *, by: Actor, now: datetime) -> None:
    """The firm corrects or completes its request, which the coordinator then reads again.

    What one expert is asked for follows what the firm wishes, unless a coordinator has said another time.

    Raises:
        WrongState: somebody was asked meanwhile, or it is over.
    """
    lock(need)
    if not may_correct(need):
        raise WrongState(thing="need", step="correct", state=need.state)
    was_named, was_wished = need.title != title_of(need.text), _wished(need, now)
    _write(need, asked, title=need.title if was_named else "")
    need.qualified_at = None
    for role in need.roles:
        role.title = role.title if was_named else need.title
    if [role.minutes for role in need.roles] == [was_wished]:
        need.roles[0].minutes = _wished(need, now)
    record(need, "correct", by=by, now=now, to_state=need.state)


def list_recent_alike(need: Need) -> list[Need]:
    """Other requests of three weeks before or after from the same firm or address: a hint, newest first."""
    since = need.received_at or need.created_at
    others = (
        select(Need)
        .join(Contact, Contact.id == Need.contact_id)
        .outerjoin(Company, Company.id == Need.company_id)
        .where(
            Need.id != need.id,
            Need.received_at.between(since - SAME_WITHIN, since + SAME_WITHIN),
            _same_firm(need),
        )
        .order_by(Need.received_at.desc(), Need.id.desc())
    )
    return list(db.session.scalars(others))


def track_link(need: Need, now: datetime) -> ActionLink:
    """The link by which the firm follows its request."""
    return issue_link(Purpose.TRACK_NEED, need.id, need.contact, expires_at=now + LINK_LIFE)


def begin_roles(need: Need, *, now: datetime) -> None:
    """A request that opens asks for one expert, where nobody has said more."""
    assert need.territory is not None, "a request that was sent has its territory"
    if not need.roles:
        _add_role(need, need.title, _wished(need, now), now=now)


def _wished(need: Need, now: datetime) -> int:
    """The time that one expert is asked for where nobody has said more: what the firm wishes, else a day."""
    return need.wished_minutes or day_length(need.territory, local_date(now))


def _open(need: Need, step: str, *, by: Actor, now: datetime) -> None:
    event = take_step(need, step, by=by, now=now, opened_at=now)
    begin_roles(need, now=now)
    db.session.add(messages.need_opened(need, track_link(need, now), event=event, now=now))
    db.session.flush()


def _write(need: Need, asked: Asked, *, title: str = "") -> None:
    need.text = asked.text
    need.title = asked.title or title or title_of(asked.text)
    need.themes = " ".join(asked.themes)
    need.wished_minutes = asked.wished_minutes
    need.deadline_on = asked.deadline_on
    need.place = asked.place
    db.session.flush()


def _add_role(need: Need, title: str, minutes: int, *, now: datetime) -> None:
    db.session.add(NeedRole(need=need, title=title, minutes=minutes, created_at=now))
    db.session.flush()


def _change_role(role: NeedRole, title: str, minutes: int) -> None:
    lock(role)
    if role.minutes != minutes and role.state != "open":
        raise Refusal("time_is_agreed")
    role.title, role.minutes = title, minutes


def _was_put_to_somebody(need: Need) -> bool:
    asked = exists().where(Proposal.role_id == NeedRole.id, NeedRole.need_id == need.id)
    return bool(db.session.scalar(select(asked)))


def _same_firm(need: Need) -> ColumnElement[bool]:
    same = [func.lower(Contact.email) == need.contact.email.lower()]
    if need.company_id is not None:
        same.append(Need.company_id == need.company_id)
    if need.company is not None and need.company.siren:
        same.append(Company.siren == need.company.siren)
    return or_(*same)
