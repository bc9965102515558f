from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import DESK, tell_story
from factories.territories import TerritoryFactory
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.conventions import Convention, Pledge, TermChange
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.contract_parts import add_signatory, promise_days
from webapp.services.contracts import (
    Reason,
    Terms,
    change_terms,
    discard_draft,
    has_lines,
    open_convention,
    sign_convention,
    terms_of,
)
from webapp.services.conventions import find_convention, find_pledge
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TERMS = Terms("Convention 2028-2031", date(2028, 4, 1), date(2031, 3, 31), 420, 52_000)


def refused(code, act, *args, **named):
    with pytest.raises(Refusal) as refusal, transaction():
        act(*args, **named)
    assert refusal.value.code == code
    return refusal.value.details


def opened(territory, now, terms=TERMS):
    with transaction():
        return open_convention(territory, terms, by=DESK, now=now)


def promised(draft):
    group = GroupFactory()
    with transaction():
        promise_days(draft, group, None, 420)


def signed(convention, now):
    with transaction():
        sign_convention(convention, by=DESK, now=now)


def changed(convention, now, words="avenant n° 1", **terms):
    with transaction():
        change_terms(convention, Terms(**(vars(terms_of(convention)) | terms)), Reason(DESK, now, words))


def test_a_draft_binds_nobody_until_it_is_signed(now):
    territory, group = TerritoryFactory(), GroupFactory()
    draft = opened(territory, now)
    with transaction():
        promise_days(draft, group, None, 4200)
    on = date(2029, 1, 1)
    assert (find_convention(territory, on), find_pledge(group, territory, on)) == (None, None)

    signed(draft, now)

    assert find_convention(territory, on) is draft
    assert find_pledge(group, territory, on).pledged_minutes == 4200


def test_two_conventions_of_the_same_year_have_codes_of_their_own(now):
    territory = TerritoryFactory()

    codes = [opened(territory, now).code for _ in range(2)]

    assert codes == [f"{territory.code}-2028", f"{territory.code}-2028-2"]


def test_a_convention_ends_after_it_starts(now):
    terms = Terms("À l’envers", date(2028, 4, 1), date(2028, 4, 1), 420, None)

    refused("ends_before_it_starts", open_convention, TerritoryFactory(), terms, by=DESK, now=now)


def test_nobody_signs_without_promises(now):
    draft = opened(TerritoryFactory(), now)
    refused("no_pledge", sign_convention, draft, by=DESK, now=now)

    group = GroupFactory(name="Kléber")
    with transaction():
        pledge = promise_days(draft, group, None, 0)
    assert refused("pledge_is_empty", sign_convention, draft, by=DESK, now=now) == {"group": "Kléber"}

    with transaction():
        pledge.pledged_minutes = 420
    signed(draft, now)
    with pytest.raises(WrongState):
        signed(draft, now)


@pytest.mark.parametrize("starts_on", [date(2025, 4, 1), date(2028, 3, 31)])
def test_conventions_of_a_territory_do_not_overlap(now, starts_on):
    running = PledgeFactory().convention
    draft = opened(running.territory, now, Terms("Trop tôt", starts_on, date(2031, 3, 31), 420, None))
    promised(draft)

    details = refused("overlaps", sign_convention, draft, by=DESK, now=now)

    assert details == {"title": running.title, "starts_on": running.starts_on, "ends_on": running.ends_on}


def test_a_day_between_two_is_no_overlap(now):
    running = PledgeFactory().convention
    draft = opened(running.territory, now)
    promised(draft)

    signed(draft, now)

    assert draft.state == "signed"


def test_a_prolongation_into_the_next_convention_is_refused(now):
    running = PledgeFactory().convention
    ConventionFactory(territory=running.territory, starts_on=date(2028, 4, 1), ends_on=date(2031, 3, 31))

    terms = Terms(**(vars(terms_of(running)) | {"ends_on": date(2028, 4, 1)}))
    refused("overlaps", change_terms, running, terms, Reason(DESK, now, "prolongation"))


def test_a_changed_term_leaves_its_author_its_day_and_its_reason(now):
    convention = PledgeFactory().convention

    changed(convention, now, "prolongée de trois mois", ends_on=date(2028, 6, 30), title="Convention 2025-2028 bis")

    rows = db.session.scalars(select(TermChange).order_by(TermChange.name)).all()
    assert [(row.name, row.before, row.after) for row in rows] == [
        ("ends_on", "2028-03-31", "2028-06-30"),
        ("title", "Convention 2025-2028", "Convention 2025-2028 bis"),
    ]
    assert {(row.actor_id, row.written_at, row.reason) for row in rows} == {(1, now, "prolongée de trois mois")}


def test_the_days_promised_stay_days_when_a_day_gets_longer(now):
    pledge = PledgeFactory(overrun_minutes=420)

    changed(pledge.convention, now, minutes_per_day=480)

    assert (pledge.pledged_minutes, pledge.overrun_minutes) == (4800, 480)


def test_a_day_that_leaves_no_whole_minutes_is_refused(now):
    pledge = PledgeFactory(pledged_minutes=421)
    terms = Terms(**(vars(terms_of(pledge.convention)) | {"minutes_per_day": 421 + 60}))

    refused("day_does_not_divide", change_terms, pledge.convention, terms, Reason(DESK, now))


def test_a_day_keeps_its_length_once_an_amendment_counts_in_it(now):
    pledge = PledgeFactory()
    with transaction():
        write_amendment(pledge, Change(days=420), Signed("H", "plus"), by=DESK, now=now)
    terms = Terms(**(vars(terms_of(pledge.convention)) | {"minutes_per_day": 480}))

    refused("fixed_by_amendments", change_terms, pledge.convention, terms, Reason(DESK, now))


@pytest.mark.parametrize("term", [{"minutes_per_day": 480}, {"starts_on": date(2025, 5, 1)}])
def test_a_line_fixes_the_day_and_the_start(now, term):
    story = tell_story()
    story.accepted(now)
    convention = story.pledge.convention
    assert has_lines(convention)

    refused("fixed_by_lines", change_terms, convention, Terms(**(vars(terms_of(convention)) | term)), Reason(DESK, now))
    changed(convention, now, day_value_cents=60_000)

    assert convention.day_value_cents == 60_000


def test_the_database_keeps_the_length_of_a_day_that_lines_count_in(now):
    story = tell_story()
    story.accepted(now)

    with pytest.raises(IntegrityError, match="refuses_another_day"), transaction():
        db.session.execute(text("UPDATE convention SET minutes_per_day = 480"))


def test_a_convention_does_not_end_in_a_closed_month(now):
    convention = ConventionFactory(closed_through=date(2026, 10, 31))
    terms = Terms(**(vars(terms_of(convention)) | {"ends_on": date(2026, 10, 30)}))

    refused("ends_in_closed_month", change_terms, convention, terms, Reason(DESK, now))


def test_a_year_that_a_group_pledged_stays_within(now):
    convention = PledgeFactory(year=2028).convention
    terms = Terms(**(vars(terms_of(convention)) | {"ends_on": date(2027, 12, 31)}))

    refused("year_outside", change_terms, convention, terms, Reason(DESK, now))


def test_a_draft_is_thrown_away_with_what_it_says_and_a_convention_is_not(now):
    draft = opened(TerritoryFactory(), now)
    promised(draft)
    with transaction():
        add_signatory(draft, "CIC Est", "bank", Reason(DESK, now))

    with transaction():
        discard_draft(draft)

    assert db.session.scalars(select(Convention)).all() == []
    assert db.session.scalars(select(Pledge)).all() == []
    with pytest.raises(WrongState), transaction():
        discard_draft(ConventionFactory())
