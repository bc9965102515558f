"""What came after the money: jobs promised with it and counted, what the bank shows, what became of the firms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from seed_data import money_rows, rows
from seed_data.agenda import Agenda, at, next_tick
from seed_data.load_duties import OPENED_EACH, Duties
from seed_data.load_jobs import SAID_AT, count_jobs
from seed_data.load_money import Till
from webapp.clock import PARIS
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import db
from webapp.models.outcomes import JobSurvey
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.company_search import Found
from webapp.services.job_shortfalls import list_short_surveys, open_case
from webapp.services.outcomes import find_promise
from webapp.services.survival import note_sighting


def tell_aftermath(till: Till, duties: Duties, agenda: Agenda) -> None:
    """Note it in the agenda, each on its day."""
    programme = till.programme
    promising = {row.code for row in programme.dossiers if row.jobs_created is not None}
    for decision in (row for row in programme.decisions if row.dossier in promising):
        agenda.add(at(decision.decided_on, 19), partial(_open_promise, till, decision.dossier, duties))
    for count in (row for row in programme.job_counts if row.mission in promising):
        agenda.add(at(count.said_on, SAID_AT), partial(_count, till, count, agenda))
    for (code, read_at), lines in groupby(programme.bank_lines, lambda row: (row.fund, row.read_at)):
        agenda.add(read_at.replace(tzinfo=PARIS), partial(_read_bank, till, code, list(lines)))
    for seen in programme.firm_sightings:
        agenda.add(at(seen.seen_on, 16), partial(_see, till, seen))


def _open_promise(till: Till, dossier: str, duties: Duties, now: datetime) -> None:
    duties.open_promise_of_decision(till.decisions[dossier], now)


def _count(till: Till, row: rows.JobCountRow, agenda: Agenda, now: datetime) -> None:
    promise = find_promise("decision", till.decisions[row.mission].id)
    assert promise is not None, "who counts jobs has promised some"
    count_jobs(promise, row, by=Actor(ActorKind.CONTACT, promise.contact_id), now=now)
    agenda.add(next_tick(now.astimezone(PARIS), OPENED_EACH), _find_missing)


def _find_missing(now: datetime) -> None:
    for survey_id in list_short_surveys():
        open_case(db.session.get_one(JobSurvey, survey_id), by=JOB, now=now)


def _read_bank(till: Till, code: str, lines: Sequence[money_rows.BankLineRow], now: datetime) -> None:
    """The bank's export as it would be: a head, and one line for each operation."""
    head, fund = "Date;Nom;Libellé;Montant", till.funds[code]
    body = [f"{row.booked_on:%d/%m/%Y};{row.name};{row.words};{row.euros}".replace(".", ",") for row in lines]
    content = "\n".join([head, *body]).encode()
    keep_file(fund, f"releve-{now:%Y-%m}.csv", content, read_statement(content), by=till.by(fund), now=now)


def _see(till: Till, row: money_rows.FirmSightingRow, now: datetime) -> None:
    company = till.firms.contact_of(row.company, now).company
    assert company is not None, "a contact on file has its firm"
    by = till.cast.coordinators["longwy" if row.company.startswith("l") else "terres-de-lorraine"]
    note_sighting(company, Found(row.status, row.ended_on), seen_on=row.seen_on, source="desk", by=by, now=now)
