"""Small firms and the people who speak for them.

What a stranger says of a firm never changes what the programme knows of it: it fills in what nobody had said, the rest
stays on their request for the coordinator to compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from webapp.extensions import db
from webapp.models.companies import Company, Contact


@dataclass(frozen=True)
class Firm:
    """A firm as somebody describes it. `staff` None: not said."""

    name: str
    commune_insee: str
    siren: str | None = None
    siret: str | None = None
    is_registered: bool = True
    trade: str = ""
    staff: int | None = None


@dataclass(frozen=True)
class Person:
    """A person of a firm as they introduce themselves."""

    name: str
    email: str
    phone: str = ""
    role: str = ""
    language: str = "fr"


def find_or_add_company(firm: Firm, *, email: str = "") -> Company:
    """The firm of that number, or the one for which that address was confirmed before; else a new row."""
    company = _by_number(firm) or _by_confirmed_address(firm, email) or _add(firm)
    _fill_in(company, firm)
    db.session.flush()
    return company


def add_contact(person: Person, company: Company | None = None, *, now: datetime) -> Contact:
    """A person of a firm; of no firm yet while they fill in the form."""
    contact = Contact(
        company=company,
        name=person.name,
        role=person.role,
        email=person.email,
        phone=person.phone,
        language=person.language,
        created_at=now,
    )
    db.session.add(contact)
    db.session.flush()
    return contact


def is_firm(company: Company) -> ColumnElement[bool]:
    """The condition that a row of companies is this firm, at any of its sites; without a SIREN, this row alone."""
    return Company.siren == company.siren if company.siren else Company.id == company.id


def _add(firm: Firm) -> Company:
    """A new firm, or the one that somebody else has just added under the same SIRET."""
    company = Company(
        name=firm.name,
        siren=firm.siren,
        siret=firm.siret,
        is_registered=firm.is_registered,
        trade=firm.trade,
        commune_insee=firm.commune_insee,
        staff=firm.staff,
    )
    try:
        with db.session.begin_nested():
            db.session.add(company)
    except IntegrityError:
        found = _by_number(firm)
        if found is None:
            raise
        return found
    return company


def _by_number(firm: Firm) -> Company | None:
    """By SIRET; by SIREN alone only where just one row bears it, since a firm may have several sites."""
    if firm.siret:
        found = db.session.scalar(select(Company).where(Company.siret == firm.siret))
        if found is not None:
            return found
    if not firm.siren:
        return None
    same = select(Company).where(Company.siren == firm.siren)
    if firm.siret:
        same = same.where(Company.siret.is_(None))
    rows = list(db.session.scalars(same.limit(2)))
    return rows[0] if len(rows) == 1 else None


def _by_confirmed_address(firm: Firm, email: str) -> Company | None:
    if not email or firm.siren:
        return None
    return db.session.scalar(
        select(Company)
        .join(Contact, Contact.company_id == Company.id)
        .where(
            func.lower(Contact.email) == email.lower(),
            Contact.email_confirmed_at.is_not(None),
            func.lower(Company.name) == firm.name.lower(),
            Company.commune_insee == firm.commune_insee,
        )
        .order_by(Company.id)
        .limit(1)
    )


def _fill_in(company: Company, firm: Firm) -> None:
    company.siren = company.siren or firm.siren
    company.siret = company.siret or firm.siret
    company.trade = company.trade or firm.trade
    if company.staff is None:
        company.staff = firm.staff
