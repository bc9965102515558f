from datetime import date, timedelta

import pytest
from factories.conventions import PledgeFactory
from factories.stories import DESK

from webapp.domain.eligibility import Rule
from webapp.domain.states import JOB
from webapp.services.amendments import Change, Signed, apply_amendment, write_amendment
from webapp.services.contract_parts import add_signatory, remove_signatory, set_conditions
from webapp.services.contract_terms import find_scoped_pledge, list_history, read_contract
from webapp.services.contracts import Reason, Terms, change_terms, terms_of
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

DAY = timedelta(days=1)
SIGNED = Signed("Paul Referent", "plus")


@pytest.fixture
def pledge(now):
    """Day after day: signed by one, then by two, conditions set, changed; prolonged; amended twice."""
    pledge = PledgeFactory()
    convention, group_id = pledge.convention, pledge.group_id
    with transaction():
        first = add_signatory(convention, "CIC Est", "bank", Reason(DESK, now))
    with transaction():
        set_conditions(convention, group_id, [Rule("max_km", 50), Rule("independent")], Reason(DESK, now + DAY))
    with transaction():
        set_conditions(convention, group_id, [Rule("max_km", 75)], Reason(DESK, now + 2 * DAY))
        remove_signatory(convention, first, Reason(DESK, now + 2 * DAY))
    with transaction():
        terms = Terms(**(vars(terms_of(convention)) | {"ends_on": date(2028, 6, 30), "day_value_cents": 50_000}))
        change_terms(convention, terms, Reason(DESK, now + 3 * DAY, "prolongée"))
    with transaction():
        raised = write_amendment(
            pledge, Change(days=420), SIGNED, by=DESK, now=now + 3 * DAY, effective_on=date(2026, 11, 29)
        )
    with transaction():
        apply_amendment(raised, by=JOB, now=now + 5 * DAY)
        write_amendment(pledge, Change(overrun=60), SIGNED, by=DESK, now=now + 6 * DAY)
    return pledge


def at(pledge, moment):
    contract = read_contract(pledge.convention, moment)
    (only,) = contract.pledges
    conditions = sorted((rule.code, rule.value) for rule in only.conditions)
    return contract, only, conditions


@pytest.mark.parametrize(
    ("days", "signed", "conditions", "ends_on", "promised"),
    [
        (0, (), [], date(2028, 3, 31), (4200, 0)),
        (1, (("CIC Est", "bank"),), [], date(2028, 3, 31), (4200, 0)),
        (2, (("CIC Est", "bank"),), [("independent", None), ("max_km", 50)], date(2028, 3, 31), (4200, 0)),
        (3, (), [("max_km", 75)], date(2028, 3, 31), (4200, 0)),
        (4, (), [("max_km", 75)], date(2028, 6, 30), (4200, 0)),
        (6, (), [("max_km", 75)], date(2028, 6, 30), (4620, 0)),
        (7, (), [("max_km", 75)], date(2028, 6, 30), (4620, 60)),
    ],
)
def test_the_contract_reads_as_it_did_on_any_past_day(pledge, now, days, signed, conditions, ends_on, promised):
    contract, only, found = at(pledge, now + days * DAY)

    assert contract.signatories == signed
    assert found == conditions
    assert contract.terms.ends_on == ends_on
    assert contract.terms.day_value_cents == (50_000 if days > 3 else None)
    assert (only.pledged, only.overrun) == promised


def test_the_history_tells_amendments_and_changes_the_last_first(pledge, now):
    told = list_history(pledge.convention, now + 10 * DAY)

    assert len(told) == 10
    assert told[0].amendment.overrun_delta_minutes == 60
    assert [each.amendment.delta_minutes for each in told if each.amendment][1:] == [420]
    assert {each.change.reason for each in told if each.change and each.change.name == "ends_on"} == {"prolongée"}
    assert len(list_history(pledge.convention, now + 2 * DAY)) == 3


def test_an_amendment_to_come_is_told_as_such(now):
    pledge = PledgeFactory()
    with transaction():
        write_amendment(pledge, Change(days=60), SIGNED, by=DESK, now=now, effective_on=date(2027, 1, 1))

    (told,) = list_history(pledge.convention, now + DAY)

    assert told.applied_at is None


def test_a_pledge_of_another_territory_is_not_found(now):
    pledge = PledgeFactory()
    here = frozenset({pledge.convention.territory_id})

    assert find_scoped_pledge(here, pledge.id) is pledge
    assert find_scoped_pledge(frozenset(), pledge.id) is None
