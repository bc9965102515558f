"""Small firms and their people, written down when they first ask for something, as the form does."""

from __future__ import annotations

from datetime import datetime

from seed_data import rows
from seed_data.readers import Programme
from webapp.domain.states import Actor, ActorKind
from webapp.domain.text import clean_phone
from webapp.models.companies import Company, Contact
from webapp.models.needs import Need
from webapp.services.companies import Firm, Person, add_contact, find_or_add_company
from webapp.services.doubts import Doubt, doubts_of_text
from webapp.services.drafts import begin_need, keep_firm
from webapp.services.needs import Asked, submit_need


class Firms:
    """The firms of the CSV files, by code, and who speaks for them."""

    def __init__(self, programme: Programme) -> None:
        self._companies = {row.code: row for row in programme.companies}
        self._people: dict[str, list[rows.ContactRow]] = {}
        for person in programme.contacts:
            self._people.setdefault(person.company, []).append(person)
        self._known: dict[str, Contact] = {}

    def firm_of(self, code: str) -> Firm:
        """A firm as its manager describes it in the form."""
        row = self._companies[code]
        return Firm(
            name=row.name,
            commune_insee=row.commune,
            siren=row.siren or None,
            siret=row.siret or None,
            is_registered=bool(row.siren),
            trade=row.trade,
            staff=row.staff,
        )

    def person_of(self, code: str) -> Person:
        """Who files the requests of a firm."""
        return _person(self._people[code][0])

    def contact_of(self, code: str, now: datetime) -> Contact:
        """The person who files, on file from the first request on, with the firm and whoever else speaks for it."""
        if code not in self._known:
            company = self._add(code)
            contacts = [add_contact(_person(person), company, now=now) for person in self._people[code]]
            self._known[code] = contacts[0]
        return self._known[code]

    def send_form(self, code: str, asked: Asked, now: datetime, *, doubts: frozenset[Doubt] = frozenset()) -> Need:
        """The manager of a firm fills in the form and sends it."""
        contact = self.contact_of(code, now)
        need = begin_need(contact, now=now)
        keep_firm(need, self.firm_of(code))
        found = doubts | doubts_of_text(need, asked.text, now=now)
        return submit_need(need, self.firm_of(code), asked, doubts=found, by=contact_actor(need), now=now)

    def _add(self, code: str) -> Company:
        company = find_or_add_company(self.firm_of(code))
        company.is_independent = self._companies[code].independent
        return company


def contact_actor(need: Need) -> Actor:
    """The person of a firm, as the one who takes a step."""
    return Actor(ActorKind.CONTACT, need.contact_id)


def _person(row: rows.ContactRow) -> Person:
    return Person(name=row.name, email=row.email, phone=clean_phone(row.phone), role=row.role)
