"""A dossier from its opening to the committee: opened, completed by the firm, submitted, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from webapp.clock import local_date
from webapp.domain.bank_details import holds_bank_details
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import DOSSIER_OPEN, Actor, ActorKind
from webapp.domain.uploads import Upload
from webapp.extensions import db
from webapp.mail import committee_messages
from webapp.models.committees import AgendaItem
from webapp.models.companies import Contact
from webapp.models.dossiers import Dossier, DossierDocument, DossierFunding
from webapp.models.groups import Group
from webapp.models.links import ActionLink
from webapp.models.needs import Need
from webapp.models.territories import Territory
from webapp.services.attachments import store_file
from webapp.services.dossier_reviews import review_dossier
from webapp.services.links import issue_link
from webapp.services.steps import lock, record, take_step

#: how long the link of a firm opens its dossier
LINK_LIFE = timedelta(days=180)

#: states of a dossier in which the desk may add a document
DESK_ADDS = (*DOSSIER_OPEN, "submitted", "laid")

#: documents that one dossier may hold
MOST_DOCUMENTS = 12


@dataclass(frozen=True)
class Project:
    """The first step: what the money or the days are for."""

    title: str
    purpose: str
    project: str = ""
    asked_cents: int | None = None
    wished_minutes: int | None = None


@dataclass(frozen=True)
class Promises:
    """The third step: since when the firm exists, aid it had, jobs it promises. None: not said."""

    founded_on: date | None = None
    other_aid_cents: int | None = None
    jobs_created: int | None = None
    jobs_preserved: int | None = None
    jobs_by: date | None = None
    #: of the firm, "4332A"
    naf: str | None = None


def open_dossier(
    territory: Territory, contact: Contact, project: Project, *, need: Need | None = None, by: Actor, now: datetime
) -> Dossier:
    """Begin a dossier, from a request or by itself; whoever speaks for the firm completes it by a link.

    Raises:
        Refusal: nobody knows the firm yet (`firm_missing`), the request is another firm's (`other_firm`), or the project
            holds bank details (`bank_details`).
    """
    _refuse_bank_details(project)
    if contact.company is None:
        raise Refusal("firm_missing")
    if need is not None and (need.company_id, need.territory_id) != (contact.company_id, territory.id):
        raise Refusal("other_firm")
    dossier = Dossier(
        territory=territory,
        company=contact.company,
        contact=contact,
        need=need,
        title=project.title,
        purpose=project.purpose,
        project=project.project,
        asked_cents=project.asked_cents,
        wished_minutes=project.wished_minutes,
        opened_on=local_date(now),
    )
    db.session.add(dossier)
    db.session.flush()
    record(dossier, "begin", by=by, now=now, to_state=dossier.state)
    return dossier


def dossier_link(dossier: Dossier, now: datetime) -> ActionLink:
    """The link by which the firm completes its dossier.

    Raises:
        Refusal: nobody of the firm is known (`contact_missing`).
    """
    contact = speaker_of(dossier)
    if contact is None:
        raise Refusal("contact_missing")
    return issue_link(Purpose.COMPLETE_DOSSIER, dossier.id, contact, expires_at=now + LINK_LIFE)


def speaker_of(dossier: Dossier) -> Contact | None:
    """Who speaks for the firm; None where nobody is known, or they were erased meanwhile."""
    return dossier.contact if dossier.contact is not None and dossier.contact.email else None


def describe_project(dossier: Dossier, project: Project, *, by: Actor, now: datetime) -> None:
    """Keep the first step.

    Raises:
        Refusal: it holds bank details (`bank_details`), which are given by voice and checked, never by a link.
    """
    _refuse_bank_details(project)
    _change(dossier, vars(project), by=by, now=now)


def _refuse_bank_details(project: Project) -> None:
    for field in ("title", "project"):
        if holds_bank_details(getattr(project, field)):
            raise Refusal("bank_details", field=field)


def note_promises(dossier: Dossier, promises: Promises, *, by: Actor, now: datetime) -> None:
    """Keep the third step; what the firm does is kept with the firm."""
    values = dict(vars(promises))
    naf = values.pop("naf")
    _change(dossier, values, by=by, now=now)
    if naf is not None:
        dossier.company.naf = naf
        db.session.flush()


def _change(dossier: Dossier, values: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    _check_open(dossier)
    for name, value in values.items():
        setattr(dossier, name, value)
    record(dossier, "complete", by=by, now=now)
    db.session.flush()


def set_funding(
    dossier: Dossier, funding: Mapping[str, int], *, bank: Group | None = None, by: Actor, now: datetime
) -> None:
    """Keep the second step: other money by source, and the bank where the programme knows it."""
    _check_open(dossier)
    db.session.execute(delete(DossierFunding).where(DossierFunding.dossier_id == dossier.id))
    db.session.add_all(
        DossierFunding(
            dossier_id=dossier.id,
            source=source,
            amount_cents=cents,
            group_id=bank.id if bank is not None and source == "bank" else None,
        )
        for source, cents in funding.items()
        if cents > 0
    )
    record(dossier, "complete", by=by, now=now)
    db.session.flush()
    db.session.expire(dossier, ["funding"])


def add_document(
    dossier: Dossier, kind: str, upload: Upload, content: bytes, *, by: Actor, now: datetime
) -> DossierDocument:
    """Add a checked document; the desk may still do so while the dossier is before a committee.

    Raises:
        Refusal: there are as many as a dossier may hold (`too_many_documents`).
        WrongState: the dossier is closed to whoever adds.
    """
    lock(dossier)
    if dossier.state not in (DESK_ADDS if by.kind is ActorKind.ACCOUNT else DOSSIER_OPEN):
        raise WrongState(thing="dossier", step="complete", state=dossier.state)
    if len(dossier.documents) >= MOST_DOCUMENTS:
        raise Refusal("too_many_documents", most=MOST_DOCUMENTS)
    stored = store_file(upload, content, now=now)
    document = DossierDocument(dossier=dossier, kind=kind, file=stored, created_at=now)
    db.session.add(document)
    record(dossier, "add_document", by=by, now=now, reason=kind)
    db.session.flush()
    if dossier.state == "laid":
        _look_again(dossier, local_date(now))
    return document


def _look_again(dossier: Dossier, on: date) -> None:
    """What was laid incomplete is so no longer once nothing lacks."""
    db.session.expire(dossier, ["documents"])
    is_complete = not review_dossier(dossier, on).missing
    for item in db.session.scalars(select(AgendaItem).where(AgendaItem.dossier_id == dossier.id)):
        if item.decision is None:
            item.is_complete = is_complete
    db.session.flush()


def drop_document(dossier: Dossier, document_id: int, *, by: Actor, now: datetime) -> None:
    """Erase a document; one that is gone already is no error."""
    _check_open(dossier)
    document = find_document(dossier, document_id)
    if document is None:
        return
    stored = document.file
    dossier.documents.remove(document)
    db.session.delete(document)
    db.session.flush()
    db.session.delete(stored)
    record(dossier, "drop_document", by=by, now=now, reason=document.kind)
    db.session.flush()


def find_document(dossier: Dossier, document_id: int) -> DossierDocument | None:
    """A document of this dossier."""
    return db.session.scalar(
        select(DossierDocument).where(DossierDocument.id == document_id, DossierDocument.dossier_id == dossier.id)
    )


def submit_dossier(dossier: Dossier, *, by: Actor, now: datetime) -> None:
    """The firm, or the desk for it, hands the dossier in; what is missing is shown, and is for the desk to judge.

    Raises:
        WrongState: it was handed in, laid or withdrawn already.
    """
    lock(dossier)
    take_step(dossier, "submit", by=by, now=now, submitted_at=now)


def reopen_dossier(dossier: Dossier, *, by: Actor, now: datetime) -> None:
    """The desk gives it back to the firm to complete."""
    lock(dossier)
    take_step(dossier, "reopen", by=by, now=now)


def withdraw_dossier(dossier: Dossier, *, by: Actor, now: datetime) -> None:
    """The firm renounces."""
    lock(dossier)
    take_step(dossier, "withdraw", by=by, now=now)


def mail_dossier(dossier: Dossier, *, by: Actor, now: datetime) -> None:
    """Mail the firm the link to its dossier.

    Raises:
        Refusal: nobody of the firm is known (`contact_missing`).
    """
    link = dossier_link(dossier, now)
    event = record(dossier, "mail_link", by=by, now=now)
    db.session.add(committee_messages.dossier_to_complete(dossier, link, event=event, now=now))
    db.session.flush()


def send_dossier_link(link: ActionLink, now: datetime) -> None:
    """Mail a firm the link of its dossier again, to the address on file."""
    mail_dossier(find_dossier(link), by=Actor(ActorKind.CONTACT, link.person_id), now=now)


def find_dossier(link: ActionLink) -> Dossier:
    """The dossier that a link of a firm is about."""
    return db.session.get_one(Dossier, link.object_id)


def _check_open(dossier: Dossier) -> None:
    lock(dossier)
    if dossier.state not in DOSSIER_OPEN:
        raise WrongState(thing="dossier", step="complete", state=dossier.state)
