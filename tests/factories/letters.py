"""What calls for each mail: one small story a template, told to the services, about the same people each time."""

from dataclasses import dataclass
from datetime import date, timedelta

from factories.accounts import AccountFactory
from factories.committee_letters import COMMITTEE_STORIES
from factories.conventions import ConventionFactory, PledgeFactory
from factories.money_letters import MONEY_STORIES
from factories.needs import NeedFactory, OfferFactory, RoleFactory
from factories.people import CompanyFactory, ContactFactory, ExpertFactory, GroupFactory
from factories.stories import DESK, EXPERT, FIRM
from factories.territories import CommuneFactory, TerritoryFactory
from sqlalchemy import delete, select

from webapp.domain.links import Purpose
from webapp.domain.quarters import Quarter
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.conventions import Pledge
from webapp.models.groups import GroupReferent
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.reports.files import ReportFiles
from webapp.services import export_orders
from webapp.services.accounts import drop_factor, note_factor, note_mail
from webapp.services.alerts import tell_account
from webapp.services.answers import accept_proposal, decline_proposal, settle_answer, undo_answer
from webapp.services.basket_people import BEHIND, SPENT, find_standing
from webapp.services.census import ask_census
from webapp.services.expert_links import send_space_link, send_visit_link
from webapp.services.give_ups import give_up_meeting
from webapp.services.group_letters import write_to_group
from webapp.services.group_reports import draw_up_group_quarter, send_report, subject_of_group
from webapp.services.idle_accounts import warn_account
from webapp.services.links import issue_link
from webapp.services.missions import declare_visit, dispute_visit, end_mission, plan_visit
from webapp.services.opinions import ask_for_opinions, find_opinion
from webapp.services.outcomes import aid_of_mission, ask_firm, open_promise
from webapp.services.proposals import (
    Choice,
    disown_proposal,
    remind_expert,
    send_link_again,
    send_proposals,
    withdraw_proposal,
)
from webapp.services.published_reports import publish_report
from webapp.services.questions import ask_about_visit, ask_whether_met
from webapp.services.spaces import leave
from webapp.services.steps import record
from webapp.transaction import transaction

TEXT = (
    "Bonjour, besoin d’une relectur de contra de travail pour mon premier commercial "
    "(forfait jours, periode d’essai). A signer mi-décembre."
)
WORDS = (("relectur", "relecture"), ("contra de travail", "contrats de travail"))


@dataclass
class People:
    need: Need
    role: NeedRole
    proposals: list[Proposal]

    @property
    def first(self) -> Proposal:
        return self.proposals[0]

    def accept(self, now, proposal=None) -> Mission | None:
        return accept_proposal(proposal or self.first, by=EXPERT, now=now).mission

    def introduced(self, now) -> Mission:
        mission = self.accept(now)
        settle_answer(self.first, by=JOB, now=now + timedelta(minutes=30))
        return mission


def meet(now, *, pledged_minutes=8400) -> People:
    """Claire Humbert and Thomas Lacroix are asked to help Sylvie Aubry of Toul."""
    territory = TerritoryFactory(code="terres-de-lorraine", name="Terres de Lorraine")
    toul = CommuneFactory(insee="54528", name="Toul", latitude=48_675_000, longitude=5_891_000)
    nancy = CommuneFactory(insee="54431", name="Pont-à-Mousson", latitude=48_904_000, longitude=6_055_000)
    company = CompanyFactory(name="Menuiserie Aubry", trade="menuiserie bois", commune=toul)
    contact = ContactFactory(company=company, name="Sylvie Aubry", role="Gérante", email="sylvie.aubry@exemple.fr")
    group = GroupFactory(code="saint-gobain-pam", name="Saint-Gobain PAM")
    convention = ConventionFactory(code="tdl-2025", territory=territory)
    PledgeFactory(convention=convention, group=group, pledged_minutes=pledged_minutes)
    need = NeedFactory(territory=territory, contact=contact, text=TEXT, title="Relire un contrat de travail")
    role = RoleFactory(need=need)
    names = ("Claire Humbert", "claire.humbert@exemple.fr"), ("Thomas Lacroix", "thomas.lacroix@exemple.fr")
    experts = [ExpertFactory(group=group, name=name, email=email, commune=nancy) for name, email in names]
    offers = [OfferFactory(expert=expert, minutes_per_year=2520) for expert in experts]
    with transaction():
        choices = [Choice(offer, 820, WORDS) for offer in offers]
        proposals = send_proposals(role, choices, by=DESK, now=now)
    return People(need, role, proposals)


def about_need(mail, purpose, state="open", end_reason=""):
    def call(people, now):
        people.need.state, people.need.end_reason = state, end_reason
        link = issue_link(purpose, people.need.id, people.need.contact, expires_at=now + timedelta(days=30))
        db.session.add(mail(people.need, link, event=record(people.need, "tell", by=DESK, now=now), now=now))

    return call


def nothing_more(_people, _now):
    pass


def remind(people, now):
    remind_expert(people.first, by=JOB, now=now)


def ask_for_link(people, now):
    send_link_again(people.first, by=EXPERT, now=now)


def say_yes(people, now):
    people.accept(now)


def say_yes_on_the_phone(people, now):
    accept_proposal(people.first, by=DESK, now=now)


def say_no(people, now):
    decline_proposal(people.first, "too_far", by=EXPERT, now=now)


def free_the_place(people, now):
    people.accept(now)
    people.accept(now, people.proposals[1])
    undo_answer(people.first, by=EXPERT, now=now)


def take_the_place(people, now):
    people.introduced(now)


def withdraw(people, now):
    withdraw_proposal(people.first, by=DESK, now=now, reason="need_over")


def ask_after_days(people, now):
    ask_whether_met(people.introduced(now), by=JOB, now=now + timedelta(days=30))


def ask_after_visit(people, now):
    visit = plan_visit(people.introduced(now), date(2026, 12, 3), by=EXPERT, now=now)
    ask_about_visit(visit, by=JOB, now=now + timedelta(days=10))


def lose_the_link(people, now):
    send_visit_link(people.introduced(now), by=EXPERT, now=now)


def declare(people, now):
    return declare_visit(people.introduced(now), date(2026, 11, 24), 180, by=EXPERT, now=now)


def dispute(people, now):
    dispute_visit(declare(people, now), by=FIRM, now=now, minutes=120, words="Deux heures, pas trois.")


def dispute_all(people, now):
    dispute_visit(declare(people, now), by=FIRM, now=now)


def give_up(people, now):
    give_up_meeting(people.introduced(now), by=EXPERT, now=now, words="Elle a trouvé un avocat.")


def ask_for_space(people, now):
    send_space_link(people.first.expert, now=now)


def leave_for_good(people, now):
    leave(people.first.expert, by=EXPERT, now=now)


def disown(people, now):
    disown_proposal(people.first, by=EXPERT, now=now)


def bounce(people, now):
    event = record(people.first, "bounce", by=JOB, now=now)
    db.session.add(messages.address_refused(people.first, "Claire Humbert", event=event, now=now))


def tell_alerts(people, now):
    tell_account(_account(coordinates=people.need.territory), by=JOB, now=now + timedelta(days=9))


def take_census(people, now):
    ask_census(people.first.expert, by=JOB, now=now + timedelta(days=366))


def take_census_of_group(people, now):
    referent = GroupReferent(group=people.first.expert.group, name="Paul Aubertin", email="paul.aubertin@exemple.fr")
    referent.created_at = now - timedelta(days=400)
    db.session.add(referent)
    db.session.flush()
    ask_census(referent, by=JOB, now=now)


def _end(people, now):
    mission = people.introduced(now)
    end_mission(mission, "finish", by=EXPERT, now=now)
    ask_for_opinions(mission, by=JOB, now=now + timedelta(days=2))
    return mission


def ask_firm_what_it_was_worth(people, now):
    _end(people, now)


def ask_expert_what_it_was_worth(people, now):
    opinion = find_opinion(_end(people, now), "contact")
    db.session.execute(
        delete(OutgoingMail).where(OutgoingMail.object_kind == "opinion", OutgoingMail.object_id == opinion.id)
    )


def report_quarter(people, now):
    pledge = db.session.scalars(select(Pledge)).one()
    group, convention, quarter = pledge.group, pledge.convention, Quarter(2026, 3)
    referent = GroupReferent(group=group, name="Paul Aubertin", email="paul.aubertin@exemple.fr")
    db.session.add(referent)
    document = draw_up_group_quarter(convention, group, quarter, now=now)
    subject = subject_of_group(group, quarter, document, with_names=False)
    files = ReportFiles(b"%PDF", b"PK", "0" * 64)
    report = publish_report(convention, document, files, subject=subject, by=JOB, now=now)
    send_report(report, group, quarter, by=JOB, now=now)


def write_to_the_group(step):
    def call(people, now):
        pledge = db.session.scalars(select(Pledge)).one()
        db.session.add(GroupReferent(group=pledge.group, name="Paul Aubertin", email="paul.aubertin@exemple.fr"))
        db.session.flush()
        standing = find_standing(frozenset({people.need.territory_id}), pledge.id, now)
        write_to_group(standing, step, by=DESK, now=now)

    return call


def write_when_nothing_is_free(people, now):
    write_to_the_group(SPENT)(people, now)
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "group_nearly_spent")).one()
    mail.parameters = mail.parameters | {"given": mail.parameters["pledged"], "free": 0}


def count_jobs(people, now):
    promise = open_promise(aid_of_mission(people.introduced(now)), by=JOB, now=now)
    ask_firm(promise.surveys[0], by=JOB, now=now + timedelta(days=183))


def open_account(_people, now):
    _to_account("account_opened", now)


def forget_password(_people, now):
    _to_account("account_reset", now)


def change_password(_people, now):
    _to_account("account_changed", now)


def set_factor(_people, now):
    note_factor(_account().id, now=now)


def lose_factor(_people, now):
    drop_factor(_account(), by=JOB, now=now)


def leave_unused(_people, now):
    warn_account(_account(seen_at=now - timedelta(days=720)).id, now=now)


def order_export(_people, now):
    account = _account()
    order = export_orders.order_export(account, "needs", "csv", None, total_rows=9_000, language="fr", now=now)
    export_orders.finish_order(order, b"", now=now)


def lose_export(reason):
    def happen(_people, now):
        order = export_orders.order_export(_account(), "needs", "csv", None, total_rows=9_000, language="fr", now=now)
        export_orders.fail_order(order, reason, now=now)

    return happen


def _to_account(template, now):
    note_mail(_account().id, template, now=now)


def _account(**values):
    account = AccountFactory.build(email="helene.marchal@exemple.fr", **values)
    db.session.add(account)
    db.session.flush()
    return account


#: by the name of the snapshot: the template, what happened, the days of the group
STORIES = {
    "need_to_resume": about_need(messages.need_to_resume, Purpose.RESUME_NEED, "draft"),
    "address_to_confirm": about_need(messages.address_to_confirm, Purpose.CONFIRM_ADDRESS, "received"),
    "link_to_track": about_need(messages.link_to_track, Purpose.TRACK_NEED),
    "need_opened": about_need(messages.need_opened, Purpose.TRACK_NEED),
    "need_closed": about_need(messages.need_closed, Purpose.TRACK_NEED, "closed_no_help", "no_help"),
    "need_closed.helped": about_need(messages.need_closed, Purpose.TRACK_NEED, "closed_helped", "helped"),
    "need_closed.unreachable": about_need(messages.need_closed, Purpose.TRACK_NEED, "closed_unreachable"),
    "need_closed.duplicate": about_need(messages.need_closed, Purpose.TRACK_NEED, "set_aside", "duplicate"),
    "need_closed.other": about_need(messages.need_closed, Purpose.TRACK_NEED, "set_aside", "other"),
    "proposal_sent": nothing_more,
    "proposal_reminder": remind,
    "link_again": ask_for_link,
    "yes_received": say_yes,
    "yes_received.on_behalf": say_yes_on_the_phone,
    "yes_held": say_yes,
    "no_received": say_no,
    "place_free": free_the_place,
    "place_taken": take_the_place,
    "request_withdrawn": withdraw,
    "introduction_to_expert": say_yes,
    "introduction_to_firm": say_yes,
    "have_you_met": ask_after_days,
    "visit_to_declare": ask_after_visit,
    "visit_link_again": lose_the_link,
    "visit_to_confirm": declare,
    "visit_disputed": dispute,
    "visit_disputed.not_met": dispute_all,
    "will_not_meet": give_up,
    "expert_space_link": ask_for_space,
    "expert_has_left": leave_for_good,
    "not_meant_for_me": disown,
    "address_refused": bounce,
    "account_opened": open_account,
    "account_reset": forget_password,
    "account_changed": change_password,
    "factor_changed": set_factor,
    "factor_changed.off": lose_factor,
    "export_ready": order_export,
    "export_failed": lose_export(export_orders.TROUBLE),
    "export_failed.out_of_scope": lose_export(export_orders.OUT_OF_SCOPE),
    "account_idle": leave_unused,
    "jobs_to_count": count_jobs,
    "group_report": report_quarter,
    "group_behind": write_to_the_group(BEHIND),
    "group_nearly_spent": write_to_the_group(SPENT),
    "group_nearly_spent.all": write_when_nothing_is_free,
    "opinion_wanted": ask_firm_what_it_was_worth,
    "opinion_wanted.expert": ask_expert_what_it_was_worth,
    "offers_to_confirm": take_census,
    "offers_to_confirm.group": take_census_of_group,
    "alert_digest": tell_alerts,
    **COMMITTEE_STORIES,
    **MONEY_STORIES,
}


def tell_letter(name, now) -> OutgoingMail:
    """The mail of that name, as the services wrote it."""
    people = meet(now, pledged_minutes=60 if name == "yes_held" else 8400)
    with transaction():
        STORIES[name](people, now)
    template = name.partition(".")[0]
    mail = select(OutgoingMail).where(OutgoingMail.template == template).order_by(OutgoingMail.id).limit(1)
    return db.session.scalars(mail).one()
