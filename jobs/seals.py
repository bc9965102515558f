"""The history is sealed, so that a change of it is found."""

from __future__ import annotations

import logging
from datetime import datetime

from jobs.items import Outcome
from webapp.services.seals import find_settled_id, seal_next
from webapp.transaction import transaction

log = logging.getLogger(__name__)


def seal_events(now: datetime) -> Outcome:
    """Seal the events that no seal covers yet; each seal is a line of the log, which is kept elsewhere than the database.

    Selects by id, from the last seal on. After a week off, everything since, in batches.
    """
    with transaction():
        settled_id = find_settled_id()
    outcome = Outcome()
    while True:
        with transaction():
            seal = seal_next(settled_id, now=now)
            if seal is None:
                return outcome
            log.info("seal %s, events up to %s: %s", seal.number, seal.last_event_id, seal.digest)
        outcome += Outcome(done=1)
