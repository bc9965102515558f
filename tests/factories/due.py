"""For each job, two things that are due: what is needed for it to have something to do, and for one of them to fail."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.money import tell_money
from factories.people import ContactFactory, GroupReferentFactory
from factories.shortfalls import answer, tell_promise
from factories.stories import EXPERT, tell_story
from factories.territories import LocalRuleFactory
from sqlalchemy import event, update

from webapp.clock import PARIS
from webapp.domain.advances import Terms
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import AgreementWords, Amendment
from webapp.models.events import Event
from webapp.models.ledger import DayEntry
from webapp.models.mails import OutgoingMail
from webapp.services.advances import approve_advance
from webapp.services.answers import settle_answer
from webapp.services.export_orders import order_export
from webapp.services.missions import declare_visit, end_mission
from webapp.services.opinions import give_opinion
from webapp.services.outcomes import ASKS_FOR_JOBS, aid_of_mission, open_promise
from webapp.services.sittings import convene_sitting
from webapp.transaction import transaction


@dataclass(frozen=True)
class Due:
    """When the things are due, and the kind and id of the first of them."""

    at: datetime
    kind: str
    first_id: int


def at_ten(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=PARIS)


def settle_answers(now):
    first, _ = tell_story(offers=1).accepted(now), tell_story(offers=1).accepted(now)
    return Due(now + timedelta(minutes=31), "proposal", first.proposal_id)


def expire_proposals(now):
    first, _ = tell_story().send(now)
    return Due(at_ten(first.answer_by + timedelta(days=1)), "proposal", first.id)


def remind_silent_experts(now):
    first, _ = tell_story().send(now)
    return Due(at_ten(date(2026, 11, 27)), "proposal", first.id)


def send_waves(now):
    roles = [tell_story(offers=1, dispatch="auto").role for _ in range(2)]
    return Due(now, "need_role", roles[0].id)


def ask_about_visits(now):
    missions = [tell_story(offers=1).accepted(now) for _ in range(2)]
    for mission in missions:
        with transaction():
            settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
    return Due(at_ten(missions[0].ask_on), "mission", missions[0].id)


def deem_silent_visits(now):
    visits = []
    for _ in range(2):
        mission = tell_story(offers=1).accepted(now)
        with transaction():
            visits.append(declare_visit(mission, date(2026, 11, 24), 180, by=EXPERT, now=now))
    with transaction():
        db.session.execute(update(OutgoingMail).values(state="sent", sent_at=now))
    return Due(at_ten(visits[0].deem_on + timedelta(days=1)), "visit", visits[0].id)


def apply_amendments(now):
    pledges = [tell_story(offers=1).pledge for _ in range(2)]
    with transaction():
        for pledge in pledges:
            db.session.add(
                Amendment(
                    pledge_id=pledge.id,
                    effective_on=date(2026, 11, 25),
                    written_at=now,
                    delta_minutes=420,
                    words=AgreementWords(author="Paul Referent", reason="Un jour de plus"),
                )
            )
    return Due(at_ten(date(2026, 11, 25)), "pledge", pledges[0].id)


def log_days(now):
    visits = []
    for _ in range(2):
        story = tell_story(offers=1, pledged_minutes=420)
        mission = story.accepted(now)
        with transaction():
            visits.append(declare_visit(mission, date(2026, 11, 24), 600, by=EXPERT, now=now))
        with transaction():
            story.pledge.overrun_minutes = 420
    return Due(now, "visit", visits[0].id)


def remind_firms_of_instalments(now):
    advances = []
    for _ in range(2):
        money = tell_money(now)
        LocalRuleFactory(territory=money.fund.territory, code="money_remind_before_days", value=14)
        advances.append(money.running())
        ContactFactory(company=advances[-1].decision.dossier.company)
    return Due(at_ten(date(2026, 12, 11)), "advance", advances[0].id)


def release_waiting_advances(now):
    advances = []
    for _ in range(2):
        money = tell_money(now)
        running = money.running(10_000_000)
        with transaction():
            decision, terms = money.decided(), Terms(money.today, 20)
            advances.append(approve_advance(decision, money.fund, terms, may_wait=True, by=money.by, now=now))
        money.repay(running, 5_000_000)
    return Due(now, "advance", advances[0].id)


def warn_idle_accounts(now):
    first, _ = (AccountFactory(seen_at=now, created_at=now) for _ in range(2))
    return Due(at_ten(date(2028, 10, 26)), "account", first.id)


def make_exports(now):
    story = tell_story(offers=1)
    mission = story.accepted(now)
    account = AccountFactory(coordinates=story.role.need.territory)
    with transaction():
        orders = [
            order_export(account, kind, "csv", mission.pledge.convention, total_rows=1, language="fr", now=now)
            for kind in ("ledger", "missions")
        ]
    return Due(now, "export_order", orders[0].id)


def forget_people(now):
    first, _ = (ContactFactory(created_at=now) for _ in range(2))
    return Due(at_ten(date(2029, 11, 25)), "contact", first.id)


def open_job_promises(now):
    missions = [helped(now) for _ in range(2)]
    return Due(at_ten(date(2026, 11, 25)), "mission", missions[0].id)


def ask_about_jobs(now):
    missions = [helped(now) for _ in range(2)]
    with transaction():
        promises = [open_promise(aid_of_mission(mission), by=JOB, now=now) for mission in missions]
    first = promises[0].surveys[0]
    return Due(at_ten(first.due_on), "job_survey", first.id)


def find_missing_jobs(now):
    told = [tell_promise(now) for _ in range(2)]
    for money, survey in told:
        answer(money.later(days=365), survey, 0, 0)
    return Due(told[0][0].now, "job_survey", told[0][1].id)


def send_group_reports(now):
    stories = [tell_story(offers=1) for _ in range(2)]
    for story in stories:
        GroupReferentFactory(group=story.pledge.group)
    return Due(at_ten(date(2027, 1, 11)), "convention", stories[0].pledge.convention_id)


def ask_what_it_was_worth(now):
    missions = [over(tell_story(offers=1), now) for _ in range(2)]
    with transaction():
        for mission in missions:
            give_opinion(mission, "contact", "yes", by=JOB, now=now)
    return Due(at_ten(date(2026, 11, 27)), "mission", missions[0].id)


def over(story, now):
    """A mission that its expert has just ended."""
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now)
        end_mission(mission, "finish", by=EXPERT, now=now)
    return mission


def send_alerts(now):
    accounts = [AccountFactory(coordinates=tell_story().role.need.territory) for _ in range(2)]
    return Due(now, "account", accounts[0].id)


def ask_for_census(now):
    (first, _second) = (offer.expert for offer in tell_story().offers)
    return Due(at_ten(date(2027, 11, 25)), "expert", first.id)


def tell_what_lacks(now):
    first, _ = (tell_committee(now, members=1).sitting for _ in range(2))
    return Due(now, "sitting", first.id)


def convene_sittings(now):
    committees = [tell_committee(now, members=1) for _ in range(2)]
    for committee in committees:
        committee.laid()
    return Due(at_ten(date(2026, 11, 25)), "sitting", committees[0].sitting.id)


def end_consultations(now):
    committees = [tell_committee(now, members=1, kind="written") for _ in range(2)]
    for committee in committees:
        committee.laid()
        committee.act(convene_sitting, committee.sitting)
    return Due(committees[0].sitting.ends_at, "sitting", committees[0].sitting.id)


def helped(now):
    """A mission whose two sides were introduced, in a territory that asks for jobs."""
    story = tell_story(offers=1)
    LocalRuleFactory(territory=story.role.need.territory, code=ASKS_FOR_JOBS, value=None)
    mission = story.accepted(now)
    with transaction():
        settle_answer(mission.proposal, by=JOB, now=now + timedelta(minutes=30))
    return mission


def refuse_to_write_about(kind, row_id):
    """Let the database refuse whatever is written about one row, as a bug would; call what is returned to mend it."""
    session = db.session()

    def refuse(session, *_):
        for row in session.new:
            event_about = isinstance(row, Event) and (row.object_kind, row.object_id) == (kind, row_id)
            line_about = isinstance(row, DayEntry) and kind == "visit" and row.visit_id == row_id
            if event_about or line_about:
                raise OSError("no space left on device")

    event.listen(session, "before_flush", refuse)
    return lambda: event.remove(session, "before_flush", refuse)
