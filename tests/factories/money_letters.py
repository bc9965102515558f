"""What calls for each mail about an advance, told like the others."""

from datetime import date

from factories.money import AdvanceFactory, DecisionFactory, DossierFactory, FundFactory
from factories.stories import DESK

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail import advance_messages, outcome_messages
from webapp.services.advance_links import advance_link, mail_advance_page
from webapp.services.steps import record


def lend(people, now):
    """An advance of the firm that is asked about elsewhere, and what a coordinator or a job writes of it."""
    fund = FundFactory(territory=people.need.territory)
    decision = DecisionFactory(dossier=DossierFactory(territory=fund.territory, company=people.need.company))
    return AdvanceFactory(
        fund=fund, decision=decision, state="running", paid_on=date(2026, 6, 24), lent_cents=1_500_000
    )


def about_money(template, **facts):
    def call(people, now):
        advance = lend(people, now)
        event = record(advance, template, by=JOB, now=now)
        write = getattr(advance_messages, template)
        link = advance_link(advance, people.need.contact, now)
        db.session.add(write(advance, people.need.contact, facts, link, event=event, now=now))

    return call


def miss_jobs(people, now):
    advance = lend(people, now)
    facts = {
        "months": 12, "missing_hundredths": 250, "owed_cents": 1_500_000, "called": 6, "amount_cents": 583_331,
        "due_on": "2026-12-24", "ends_on": "2027-11-24",
    }  # fmt: skip
    event = record(advance, "call", by=DESK, now=now)
    link = advance_link(advance, people.need.contact, now)
    db.session.add(outcome_messages.jobs_missing(advance, people.need.contact, facts, link, event=event, now=now))


def show_the_page(people, now):
    mail_advance_page(lend(people, now), by=DESK, now=now)


def announce_debit(people, now):
    advance = lend(people, now)
    event = record(advance, "announce_debit", by=DESK, now=now)
    facts = {"cents": 108_333, "collect_on": "2026-12-24", "account": "FR•• •••• 0189", "mandate": "RF12ALZ000007-1"}
    link = advance_link(advance, people.need.contact, now)
    db.session.add(advance_messages.debit_announced(advance, people.need.contact, facts, link, event=event, now=now))


def free_the_money(people, now):
    advance = lend(people, now)
    advance.state, advance.paid_on, advance.lent_cents = "approved", None, 0
    event = record(advance, "approve", by=JOB, now=now)
    db.session.add(advance_messages.advance_released(advance, event=event, now=now))


MONEY_STORIES = {
    "repayment_received": about_money(
        "repayment_received", received_cents=108_333, received_on="2026-11-24", owed_cents=1_500_000, held_cents=0
    ),
    "repayment_received.last": about_money(
        "repayment_received", received_cents=108_333, received_on="2026-11-24", owed_cents=0, held_cents=500
    ),
    "instalment_coming": about_money(
        "instalment_coming", left_cents=108_333, due_on="2026-12-01", owed_cents=1_500_000
    ),
    "instalment_late": about_money("instalment_late", late_cents=216_666, due_on="2026-10-24", owed_cents=1_500_000),
    "advance_released": free_the_money,
    "advance_to_follow": show_the_page,
    "debit_announced": announce_debit,
    "jobs_missing": miss_jobs,
}
