"""Visits to a firm, declared and answered."""

from datetime import date

from factories.stories import EXPERT, FIRM

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.services.missions import confirm_visit, declare_visit, deem_visit, dispute_visit
from webapp.transaction import transaction

TODAY = date(2026, 11, 24)


def declare(mission, minutes, now):
    with transaction():
        return declare_visit(mission, TODAY, minutes, by=EXPERT, now=now)


def declare_four(mission, now):
    """Half a day confirmed, an hour deemed, two hours disputed, half an hour left declared: the mission."""
    confirmed, deemed, disputed, _declared = (declare(mission, minutes, now) for minutes in (210, 60, 120, 30))
    with transaction():
        confirm_visit(confirmed, by=FIRM, now=now)
        deem_visit(deemed, by=JOB, now=now)
        dispute_visit(disputed, by=FIRM, now=now)
    return mission


def confirm_at_colin(story, now):
    """Three quarters of a day, confirmed by a firm that has a name."""
    mission = story.accepted(now)
    story.role.need.company.name = "Menuiserie Colin"
    db.session.commit()
    visit = declare(mission, 315, now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    return visit
