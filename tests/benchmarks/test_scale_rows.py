from collections import Counter

import pytest
from sqlalchemy import func, select

from benchmarks.scale_rows import LINES_PER_MISSION, Shape, fill
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.ledger import DayEntry
from webapp.services.verify import list_breaches


@pytest.fixture
def filled(engine_app, session):
    fill(Shape(5_000, 500))


def test_every_line_is_there_and_every_check_of_the_ledger_agrees(filled):
    lines = db.session.scalar(select(func.count(DayEntry.id)))

    assert lines % LINES_PER_MISSION == 0
    assert lines > 2_000
    assert not [breach for breach in list_breaches() if breach.startswith(("pledge", "mission", "visit", "line"))]


def test_conventions_of_a_territory_follow_each_other(filled):
    rows = db.session.execute(select(Convention.territory_id, Convention.starts_on, Convention.ends_on)).all()
    counts = Counter(territory_id for territory_id, *_days in rows)

    assert len(counts) == 30
    assert set(counts.values()) == {7}
