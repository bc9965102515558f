"""How long firms and experts waited, and how often the answer was yes: one definition each (docs/figures.md). Reads only.

A delay is a median, in hundredths of a day of twenty-four hours; None where nothing happened yet. Means are not shown: one
request forgotten over a summer says nothing about the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import and_, func, select

from webapp.extensions import db
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal

_ANSWERS = ("accepted", "accepted_on_behalf", "held", "declined", "released")
_HUNDREDTH_OF_A_DAY = timedelta(days=1) / 100


@dataclass(frozen=True)
class Delays:
    """What became of the needs opened within a period, and of the requests sent within it."""

    needs: int
    #: from the opening of a need to the first request to an expert
    to_first_request: int | None
    #: from the opening of a need to the mission that answers it
    to_mission: int | None
    #: from a request to the expert's yes or no
    to_answer: int | None
    asked: int
    answered: int
    accepted: int

    @property
    def answer_share(self) -> int | None:
        """Requests that got a yes or a no, in ten-thousandths."""
        return _share(self.answered, self.asked)

    @property
    def acceptance_share(self) -> int | None:
        """Yes among the answers, in ten-thousandths."""
        return _share(self.accepted, self.answered)


def measure_delays(territory_ids: Collection[int], since: datetime, until: datetime) -> Delays:
    """The delays of some territories between two instants, the second one excluded."""
    first_sent = func.min(Proposal.sent_at)
    # a yes that was taken back, or a mission that was called off, answers nothing
    met, was_kept = func.min(Mission.created_at), Mission.state != "cancelled"
    opened = db.session.execute(
        select(Need.opened_at, first_sent, met)
        .outerjoin(NeedRole, NeedRole.need_id == Need.id)
        .outerjoin(Proposal, (Proposal.role_id == NeedRole.id) & (Proposal.sent_at < until))
        .outerjoin(Mission, and_(Mission.proposal_id == Proposal.id, Mission.created_at < until, was_kept))
        .where(Need.territory_id.in_(territory_ids), Need.opened_at >= since, Need.opened_at < until)
        .group_by(Need.id, Need.opened_at)
    ).all()
    sent = db.session.execute(
        select(Proposal.sent_at, Proposal.decided_at, Proposal.state)
        .join(NeedRole, NeedRole.id == Proposal.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .where(Need.territory_id.in_(territory_ids), Proposal.sent_at >= since, Proposal.sent_at < until)
    ).all()
    answers = [row for row in sent if row.state in _ANSWERS and row.decided_at and row.decided_at < until]
    return Delays(
        needs=len(opened),
        to_first_request=_median((row.opened_at, row[1]) for row in opened),
        to_mission=_median((row.opened_at, row[2]) for row in opened),
        to_answer=_median((row.sent_at, row.decided_at) for row in answers),
        asked=len(sent),
        answered=len(answers),
        accepted=sum(row.state != "declined" for row in answers),
    )


def _median(spans: Iterable[tuple[datetime, datetime | None]]) -> int | None:
    lengths = [max(end - start, timedelta()) / _HUNDREDTH_OF_A_DAY for start, end in spans if end is not None]
    return round(median(lengths)) if lengths else None


def _share(part: int, whole: int) -> int | None:
    return round(10_000 * part / whole) if whole else None
