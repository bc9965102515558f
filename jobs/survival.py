"""Firms three and five years after they were helped: the national search is asked whether they are still there."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import current_app

from jobs.items import Outcome
from webapp.clock import local_date
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.services.company_search import SearchUnavailable, look_up
from webapp.services.survival import list_to_look_up, note_sighting
from webapp.transaction import transaction

log = logging.getLogger(__name__)


def look_up_firms(now: datetime) -> Outcome:
    """Ask the national search about firms of which nobody knows whether they are still there; nothing where no address is
    set.

    Selects firms with a SIREN whose anniversary has come and of which nothing is known; what was seen marks them. A search
    out of reach ends the run: the rest is asked the next night.
    """
    address = current_app.extensions["settings"].company_search_url
    outcome = Outcome()
    if not address:
        return outcome
    for company_id in list_to_look_up(now):
        siren = db.session.get_one(Company, company_id).siren
        db.session.rollback()
        assert siren, "who is looked up has a SIREN"
        try:
            found = look_up(address, siren)
        except SearchUnavailable as reason:
            log.warning("the search of companies is out of reach", extra={"reason": str(reason)})
            return outcome + Outcome(failed=1)
        with transaction():
            company = db.session.get_one(Company, company_id)
            note_sighting(company, found, seen_on=local_date(now), source="search", by=JOB, now=now)
        outcome += Outcome(done=1)
    return outcome
