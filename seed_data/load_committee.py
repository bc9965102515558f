"""The committee told again: who sits, and a sitting to come with its dossiers, through the services, each on its day."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from seed_data import committee_rows as rows
from seed_data.agenda import Agenda, at
from seed_data.cast import Cast
from seed_data.load_firms import Firms
from seed_data.load_places import NO_PASSWORD
from seed_data.readers import Programme
from webapp.domain.uploads import PDF, Upload
from webapp.models.committees import Sitting
from webapp.services import dossiers, sittings
from webapp.services.accounts import add_account
from webapp.services.committee_seats import seat_member

MINUTES_PER_DAY = 420

#: what firms call the documents that they join
NAMES = {"accounts": "comptes-2025.pdf", "plan": "plan-d-affaires.pdf", "quote": "devis.pdf", "other": "annexe.pdf"}

#: a page without a word: what a firm joined is its own affair
PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def tell_committee(programme: Programme, cast: Cast, firms: Firms, agenda: Agenda) -> None:
    """Note in the agenda who sits, and each sitting from its planning to its call."""
    for row in programme.sittings:
        agenda.add(at(row.planned_on, 11), partial(_plan, row, programme, cast, firms, agenda))
    for begun in (line for line in programme.sitting_dossiers if not line.sitting):
        agenda.add(at(begun.opened_on, 15), partial(_begin, begun, cast, firms))


def _plan(row: rows.SittingRow, programme: Programme, cast: Cast, firms: Firms, agenda: Agenda, now: datetime) -> None:
    territory, by = cast.territories[row.territory], cast.coordinators[row.territory]
    for member in programme.committee_members:
        if member.territory == row.territory:
            account = add_account(
                member.email, member.name, role="member", object_id=territory.id, password_hash=NO_PASSWORD
            )
            seat_member(territory, cast.groups[member.group], account, by=by, now=now)
    meeting = sittings.Meeting(at(row.held_on, row.from_hour), at(row.held_on, row.to_hour), row.place, row.kind)
    sitting = sittings.plan_sitting(territory, meeting, by=by, now=now)
    for number, dossier in enumerate(line for line in programme.sitting_dossiers if line.sitting == row.code):
        moment = max(at(dossier.opened_on, 15), now + timedelta(minutes=5 + number))
        agenda.add(moment, partial(_lay, dossier, sitting, cast, firms))
    agenda.add(at(row.convened_on, 9), lambda later: sittings.convene_sitting(sitting, by=by, now=later))


def _begin(row: rows.SittingDossierRow, cast: Cast, firms: Firms, now: datetime) -> None:
    """A dossier that its firm has still to complete: the link is in its mail."""
    territory, by = cast.territories[row.territory], cast.coordinators[row.territory]
    asked = row.asked_euros * 100 if row.asked_euros is not None else None
    project = dossiers.Project(row.title, row.purpose, row.project, asked)
    dossier = dossiers.open_dossier(territory, firms.contact_of(row.company, now), project, by=by, now=now)
    dossiers.mail_dossier(dossier, by=by, now=now)


def _lay(row: rows.SittingDossierRow, sitting: Sitting, cast: Cast, firms: Firms, now: datetime) -> None:
    by = cast.coordinators[sitting.territory.code]
    asked = row.asked_euros * 100 if row.asked_euros is not None else None
    minutes = row.days * MINUTES_PER_DAY if row.days is not None else None
    project = dossiers.Project(row.title, row.purpose, row.project, asked, minutes)
    dossier = dossiers.open_dossier(sitting.territory, firms.contact_of(row.company, now), project, by=by, now=now)
    promises = dossiers.Promises(row.founded_on, 0, row.jobs_created, row.jobs_preserved, row.jobs_by, row.naf or None)
    dossiers.note_promises(dossier, promises, by=by, now=now)
    funding = {"bank": (row.bank_euros or 0) * 100, "own": (row.own_euros or 0) * 100}
    bank = cast.groups[row.bank] if row.bank else None
    dossiers.set_funding(dossier, funding, bank=bank, by=by, now=now)
    for kind in row.documents.split():
        dossiers.add_document(dossier, kind, Upload(PDF, NAMES[kind]), PAGE, by=by, now=now)
    dossiers.submit_dossier(dossier, by=by, now=now)
    sittings.lay_dossier(sitting, dossier, reason=row.reason, by=by, now=now)
