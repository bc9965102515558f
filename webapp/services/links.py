"""Links of mails: issued with the business fact, minted when the mail is rendered, found again from the address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from webapp.domain import links as rules
from webapp.domain.errors import LinkRevoked, LinkUnknown
from webapp.domain.links import Purpose, Token
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.groups import Expert, GroupReferent
from webapp.models.links import ActionLink, LinkSecret, kind_of_person

Person = Contact | Expert | GroupReferent


def issue_link(purpose: Purpose, object_id: int, person: Person, *, expires_at: datetime) -> ActionLink:
    """The link of this purpose for this person, made or prolonged."""
    link = find_link(purpose, object_id, person)
    if link is None:
        link = ActionLink(
            purpose=purpose,
            object_id=object_id,
            person_kind=kind_of_person(person),
            person_id=person.id,
            expires_at=expires_at,
        )
        db.session.add(link)
    link.expires_at = max(link.expires_at, expires_at)
    link.revoked_at = None
    db.session.flush()
    return link


def find_link(purpose: Purpose, object_id: int, person: Person) -> ActionLink | None:
    """The link of this purpose for this person, if it was issued."""
    return db.session.scalar(
        select(ActionLink).where(
            ActionLink.purpose == purpose,
            ActionLink.object_id == object_id,
            ActionLink.person_kind == kind_of_person(person),
            ActionLink.person_id == person.id,
        )
    )


def find_person(link: ActionLink) -> Person:
    """To whom the link was mailed."""
    tables: dict[str, type[Person]] = {"contact": Contact, "expert": Expert, "referent": GroupReferent}
    return db.session.get_one(tables[link.person_kind], link.person_id)


def speaks_another(link: ActionLink, language: str) -> bool:
    """True when the person of a link is written to in another language; a referent is always written to in French."""
    return getattr(find_person(link), "language", language) != language


def keep_language(link: ActionLink, language: str) -> None:
    """Write to the person of a link in the language that they chose on its page."""
    person = find_person(link)
    if isinstance(person, (Contact, Expert)):
        person.language = language
        db.session.flush()


def mint_secret(link: ActionLink) -> Token:
    """Add a secret to a link; what is returned goes into the mail and nowhere else."""
    token = rules.mint()
    db.session.add(LinkSecret(link=link, selector=token.selector, digest=rules.digest(token.secret)))
    db.session.flush()
    return token


def find_by_token(text: str) -> ActionLink:
    """The link that a mailed address names, expired or not: what it shows stays readable.

    Raises:
        LinkUnknown: it is none of ours, or one character of it is.
        LinkRevoked: it was withdrawn.
    """
    token = rules.read_token(text)
    secret = db.session.scalar(select(LinkSecret).where(LinkSecret.selector == token.selector))
    if secret is None or not rules.is_same(token.secret, secret.digest):
        raise LinkUnknown
    if secret.revoked_at is not None or secret.link.revoked_at is not None:
        raise LinkRevoked
    return secret.link


def find_by_public_id(public_id: str) -> ActionLink:
    """The link of a clean address.

    Raises:
        LinkUnknown: there is none.
        LinkRevoked: it was withdrawn.
    """
    link = db.session.scalar(select(ActionLink).where(ActionLink.public_id == public_id))
    if link is None:
        raise LinkUnknown
    if link.revoked_at is not None:
        raise LinkRevoked
    return link
