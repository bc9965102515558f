from datetime import date, datetime, timedelta

import pytest
from factories.committees import tell_committee
from factories.needs import NeedFactory
from factories.territories import LocalRuleFactory, ReferenceRateFactory
from sqlalchemy import func, select

from webapp.clock import PARIS, local_date
from webapp.domain.advances import Terms
from webapp.domain.errors import FundExhausted, Refusal, WrongState
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.mails import OutgoingMail
from webapp.services import dossiers, sittings
from webapp.services.aid_letters import find_advance
from webapp.services.decisions import Money, adjourn_item, approve_item, refuse_item
from webapp.services.forgetting import forget_person
from webapp.services.notes import list_notes
from webapp.services.verify import list_breaches
from webapp.services.votes import note_presence
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def money(committee, cents=2_000_000, starts_on=None, **values):
    return Money(committee.money.fund, cents, Terms(starts_on or committee.money.today, 20), **values)


def new_year_meeting():
    starts_at = datetime(2026, 12, 31, 9, tzinfo=PARIS)
    return sittings.Meeting(starts_at, starts_at + timedelta(hours=2), "Toul, mairie")


def voted(committee, choices="fff", dossier=None):
    item = committee.laid(dossier)
    committee.held()
    committee.vote(item, choices)
    return item


def test_an_approval_promises_the_money_and_opens_the_days_at_once(committee):
    item = voted(committee)
    granted = money(committee, conditions=("Bail signé",))
    decision = committee.act(approve_item, item, money=granted, minutes=840)
    committee.act(sittings.close_sitting, committee.sitting)

    advance = db.session.scalars(select(Advance).where(Advance.decision_id == decision.id)).one()
    assert (advance.state, advance.amount_cents, advance.conditions[0].words) == ("approved", 2_000_000, "Bail signé")
    need = item.dossier.need
    assert (need.state, [(role.state, role.minutes) for role in need.roles]) == ("open", [("open", 840)])
    assert (decision.votes_for, decision.votes_against, decision.minutes) == (3, 0, 840)
    assert (decision.valid_until - decision.decided_on).days == 180
    assert (item.dossier.state, committee.sitting.state) == ("approved", "closed")
    assert [line for line in list_breaches() if "published_report" not in line] == []


def test_a_decision_bears_the_day_of_its_sitting_when_it_is_noted_later(committee):
    committee.act(sittings.move_sitting, committee.sitting, new_year_meeting())
    item = voted(committee)
    sitting_day = date(2026, 12, 31)
    for since_on, rate_bp in ((date(2026, 1, 1), 300), (date(2027, 1, 1), 900)):
        ReferenceRateFactory(territory_id=committee.territory.id, since_on=since_on, rate_bp=rate_bp)
    committee.money.now += timedelta(days=6)

    decision = committee.act(approve_item, item, money=money(committee, starts_on=date(2027, 1, 6)))

    assert (decision.decided_on, decision.valid_until) == (sitting_day, sitting_day + timedelta(days=180))
    assert decision.reference_rate_bp == 300
    assert (decision.created_at, find_advance(decision).pay_on) == (committee.money.now, date(2027, 1, 6))


@pytest.mark.parametrize("late", [0, 4])
def test_a_consultation_is_decided_on_the_day_it_was_counted_or_ended(now, late):
    committee = tell_committee(now, kind="written")
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.vote(item, "ffff")
    counted = committee.money.now = now + timedelta(days=9 * bool(late) + late, hours=3)
    committee.act(sittings.open_sitting, committee.sitting)
    committee.money.now = counted + timedelta(days=20)

    decision = committee.act(approve_item, item, minutes=420)

    assert decision.decided_on == local_date(min(counted, committee.sitting.ends_at))


def test_a_decision_is_of_no_day_before_its_dossier_was_laid(committee):
    committee.laid()
    committee.held()
    held_on = local_date(committee.sitting.starts_at)
    committee.money.now += timedelta(days=2)
    item = committee.laid()
    committee.money.now += timedelta(days=2)

    for day in (held_on + timedelta(days=1), local_date(committee.money.now) + timedelta(days=1)):
        with pytest.raises(Refusal, match="decision_day"):
            committee.act(adjourn_item, item, "documents", "", decided_on=day)
    decision = committee.act(adjourn_item, item, "documents", "")
    assert decision.decided_on == held_on + timedelta(days=2)


@pytest.mark.parametrize("entered", ["planned", "moved"])
def test_a_sitting_entered_after_the_fact_has_decided_on_its_own_day(committee, entered):
    held_on = local_date(committee.sitting.starts_at)
    meeting = sittings.Meeting(committee.sitting.starts_at, committee.sitting.ends_at, "Toul, mairie")
    if entered == "moved":
        later = sittings.Meeting(*(at + timedelta(days=60) for at in (meeting.starts_at, meeting.ends_at)))
        committee.act(sittings.move_sitting, committee.sitting, later)
    committee.money.now += timedelta(days=30)
    if entered == "moved":
        committee.act(sittings.move_sitting, committee.sitting, meeting)
    else:
        committee.sitting = committee.act(sittings.plan_sitting, committee.territory, meeting)
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.act(sittings.open_sitting, committee.sitting)
    committee.act(note_presence, committee.sitting, {member.id for member in committee.members})
    committee.vote(item, "aaa")

    decision = committee.act(refuse_item, item, "not_viable", "")

    assert (decision.decided_on, item.dossier.opened_on) == (held_on, held_on)


def test_the_desk_says_another_day_where_the_committee_decided_later(committee):
    item = voted(committee, "aaa")
    day = local_date(committee.sitting.starts_at) + timedelta(days=1)
    committee.money.now += timedelta(days=5)

    assert committee.act(refuse_item, item, "not_viable", "", decided_on=day).decided_on == day


def test_a_decision_does_not_end_before_it_is_taken(committee):
    item = voted(committee)

    with pytest.raises(Refusal, match="valid_before_decided"):
        committee.act(approve_item, item, minutes=420, valid_until=committee.money.today - timedelta(days=1))


def test_days_become_one_more_role_of_the_request_behind_the_dossier(committee):
    need = NeedFactory(territory=committee.territory, state="open")
    dossier = committee.dossier(need=need, contact=need.contact)
    committee.act(approve_item, voted(committee, dossier=dossier), minutes=420)

    assert [(role.title, role.minutes) for role in need.roles][-1] == ("Une plieuse", 420)
    assert dossier.need is need


def test_what_the_fund_cannot_pay_is_refused_or_waits(committee):
    item = voted(committee)

    with pytest.raises(FundExhausted):
        committee.act(approve_item, item, money=money(committee, 10_000_001))
    assert (item.decision, item.dossier.state) == (None, "laid")
    committee.act(approve_item, item, money=money(committee, 10_000_001, may_wait=True))
    assert db.session.scalars(select(Advance.state)).one() == "queued"


@pytest.mark.parametrize(("choices", "code"), [("f", "majority_missing"), ("fa", "majority_missing")])
def test_without_a_majority_nothing_is_granted(committee, choices, code):
    item = voted(committee, choices.replace("f", "a", 1) if choices == "f" else choices)

    with pytest.raises(Refusal, match=code):
        committee.act(approve_item, item, minutes=420)


def test_without_a_quorum_nothing_is_decided(committee):
    item = committee.laid()
    committee.held(present=1)
    committee.vote(item, "f")

    with pytest.raises(Refusal, match="quorum_missing"):
        committee.act(approve_item, item, minutes=420)
    with pytest.raises(Refusal, match="quorum_missing"):
        committee.act(adjourn_item, item, "documents", "")


def test_an_approval_grants_something(committee):
    with pytest.raises(Refusal, match="nothing_granted"):
        committee.act(approve_item, voted(committee))


def test_where_the_territory_says_so_money_comes_with_a_mission_only(committee):
    LocalRuleFactory(territory=committee.territory, code="money_needs_mission", value=None)
    db.session.expire_all()
    item = voted(committee)

    with pytest.raises(Refusal, match="mission_missing"):
        committee.act(approve_item, item, money=money(committee))
    committee.act(approve_item, item, money=money(committee), minutes=420)
    assert item.dossier.state == "approved"


def test_a_dossier_is_decided_once(committee):
    item = voted(committee)
    committee.act(approve_item, item, minutes=420)

    with pytest.raises(WrongState):
        committee.act(adjourn_item, item, "documents", "")


def test_an_adjourned_dossier_is_completed_and_laid_again(committee):
    item = committee.laid()
    committee.held()
    decision = committee.act(adjourn_item, item, "documents", "Le dernier bilan manque.")
    dossier = item.dossier
    committee.act(dossiers.describe_project, dossier, dossiers.Project("Une plieuse", "machine", "Mieux dit.", 100_000))
    committee.act(dossiers.submit_dossier, dossier)

    assert (decision.outcome, decision.reason, dossier.state) == ("adjourned", "documents", "submitted")
    assert [note.text for note in list_notes(decision)] == ["Le dernier bilan manque."]


def test_a_refusal_has_its_reason_and_its_votes(committee):
    item = voted(committee, "aaf")

    with pytest.raises(Refusal, match="reason_missing"):
        committee.act(refuse_item, item, "documents", "")
    with pytest.raises(Refusal, match="words_missing"):
        committee.act(refuse_item, item, "other_refused", " ")
    decision = committee.act(refuse_item, item, "not_viable", "")
    assert (decision.outcome, decision.votes_against, item.dossier.state) == ("refused", 2, "refused")


def test_nobody_is_written_to_who_was_erased_while_the_dossier_lay_there(committee):
    refused, approved = committee.laid(), committee.laid()
    committee.held()
    committee.vote(refused, "aaa")
    committee.vote(approved, "fff")
    before = db.session.scalar(select(func.count(OutgoingMail.id)))
    for item in (refused, approved):
        with transaction():
            forget_person(item.dossier.contact, now=committee.money.now)

    committee.act(refuse_item, refused, "not_viable", "")
    with pytest.raises(Refusal, match="contact_missing"):
        committee.act(approve_item, approved, minutes=420)

    assert db.session.scalar(select(func.count(OutgoingMail.id))) == before


def test_nothing_is_refused_that_was_carried(committee):
    with pytest.raises(Refusal, match="was_carried"):
        committee.act(refuse_item, voted(committee), "not_viable", "")
