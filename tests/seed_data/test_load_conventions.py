from collections import defaultdict
from datetime import date

from sqlalchemy import select

from seed_data.load_conventions import CLOSED_AFTER
from webapp.models.conventions import Amendment, Convention, Pledge

TODAY = date(2026, 11, 24)


def pledges(session):
    return {(row.convention.code, row.group.code, row.year): row for row in session.scalars(select(Pledge))}


def test_a_pledge_is_what_was_signed_and_what_was_amended_since(loaded, programme):
    days = defaultdict(int)
    for row in programme.pledges:
        days[row.convention, row.group, row.year] += row.days
    for row in programme.amendments:
        if row.effective_on <= TODAY:
            days[row.convention, row.group, None] += row.days

    assert {key: row.pledged_minutes for key, row in pledges(loaded).items()} == {
        key: value * 420 for key, value in days.items()
    }


def test_a_pledge_has_the_conditions_of_its_group(loaded, programme):
    for (_, group, _), pledge in pledges(loaded).items():
        rules = {(row.rule, row.value) for row in programme.group_rules if row.group == group}
        assert {(row.code, row.value) for row in pledge.conditions} == rules


def test_an_amendment_was_written_on_its_day(loaded, programme):
    written = sorted(row.written_at.date() for row in loaded.scalars(select(Amendment)))

    assert written == sorted(row.written_on for row in programme.amendments)


def test_every_month_that_ended_long_enough_ago_is_closed(loaded):
    for convention in loaded.scalars(select(Convention)):
        last = convention.closed_through
        assert last is not None
        assert last <= TODAY - CLOSED_AFTER
        assert last == convention.ends_on or (TODAY - CLOSED_AFTER - last).days < 31
