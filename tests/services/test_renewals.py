from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.stories import DESK, EXPERT, tell_story

from webapp.domain.eligibility import Rule
from webapp.domain.errors import Refusal
from webapp.domain.ledger import Delta
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.contract_parts import add_signatory, set_conditions
from webapp.services.contracts import Reason, sign_convention
from webapp.services.ledger import balance_of
from webapp.services.missions import declare_visit
from webapp.services.renewals import find_renewal, next_dates, renew_convention
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def renewed(convention, now):
    with transaction():
        return renew_convention(convention, "Convention 2028-2031", by=DESK, now=now)


def test_the_next_convention_takes_over_parties_and_promises_and_nothing_else(now):
    story = tell_story(pledged_minutes=4200)
    pledge, convention = story.pledge, story.pledge.convention
    mission = story.accepted(now)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now)
        write_amendment(pledge, Change(days=840), Signed("H", "plus"), by=DESK, now=now)
        write_amendment(pledge, Change(overrun=420), Signed("H", "au-delà"), by=DESK, now=now)
        add_signatory(convention, "CIC Est", "bank", Reason(DESK, now))
        set_conditions(convention, pledge.group_id, [Rule("max_km", 50)], Reason(DESK, now))

    draft = renewed(convention, now)

    (copy,) = draft.pledges
    assert (draft.state, draft.closed_through, draft.minutes_per_day) == ("draft", None, 420)
    assert (draft.starts_on, draft.ends_on) == (date(2028, 4, 1), date(2031, 3, 31))
    assert [(each.name, each.kind) for each in draft.signatories] == [("CIC Est", "bank")]
    assert (copy.group_id, copy.pledged_minutes, copy.overrun_minutes) == (pledge.group_id, 4200, 0)
    assert (balance_of(copy).counters, copy.amendments) == (Delta(), [])
    assert [(row.code, row.value) for row in copy.conditions] == [("max_km", 50)]
    assert balance_of(pledge).counters == Delta(reserved=240, declared=180)


def test_the_years_of_a_pledge_follow(now):
    first = PledgeFactory(year=2025)
    PledgeFactory(convention=first.convention, group=first.group, year=2028)

    draft = renewed(first.convention, now)

    assert [pledge.year for pledge in draft.pledges] == [2028, 2031]


def test_a_convention_is_renewed_once(now):
    convention = PledgeFactory().convention
    draft = renewed(convention, now)
    assert find_renewal(convention) is draft

    with pytest.raises(Refusal) as refusal:
        renewed(convention, now)
    assert refusal.value.code == "renewed_already"
    with pytest.raises(Refusal) as refusal:
        renewed(draft, now)
    assert refusal.value.code == "not_signed"


def test_the_renewal_is_signed_like_any_other(now):
    draft = renewed(PledgeFactory().convention, now)

    with transaction():
        sign_convention(draft, by=DESK, now=now)

    assert draft.state == "signed"


@pytest.mark.parametrize(
    ("first", "last", "following"),
    [
        (date(2025, 4, 1), date(2028, 3, 31), (date(2028, 4, 1), date(2031, 3, 31))),
        (date(2025, 1, 1), date(2025, 12, 31), (date(2026, 1, 1), date(2026, 12, 31))),
        (date(2024, 9, 1), date(2027, 2, 28), (date(2027, 3, 1), date(2029, 8, 31))),
    ],
)
def test_the_next_convention_is_as_long(first, last, following):
    assert next_dates(ConventionFactory(starts_on=first, ends_on=last)) == following
