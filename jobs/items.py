"""One thing after the other, each in a transaction of its own: what fails does not stop the next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.transaction import transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How many things a run did, found done or no longer due, and could not do."""

    done: int = 0
    skipped: int = 0
    failed: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.done + other.done, self.skipped + other.skipped, self.failed + other.failed)


def for_each(ids: Iterable[int], act: Callable[[int], bool]) -> Outcome:
    """Do the act for each id, in a transaction; it re-checks its row, and says whether there was something to do."""

    def in_transaction(item_id: int) -> bool:
        with transaction():
            return act(item_id)

    return isolate(ids, in_transaction, name=act.__qualname__)


def isolate(ids: Iterable[int], act: Callable[[int], bool], *, name: str = "") -> Outcome:
    """Do an act for each id that opens its own transaction, because it has something slow to do before.

    A refusal means that somebody was faster, so it counts as skipped. Anything else is logged, counted, and tried again
    at the job's next period, because what is due and not done stays due.
    """
    outcome = Outcome()
    for item_id in ids:
        try:
            did = act(item_id)
        except Refusal:
            outcome += Outcome(skipped=1)
        except Exception:
            log.exception("item failed", extra={"act": name or act.__qualname__, "item_id": item_id})
            outcome += Outcome(failed=1)
        else:
            outcome += Outcome(done=1) if did else Outcome(skipped=1)
        db.session.rollback()
    return outcome
