"""Two territories that share nothing, each with a thing in every state that a page can show; and addresses of theirs."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from urllib.parse import quote

from factories.accounts import AccountFactory
from factories.committees import RecusalFactory, published_minutes, tell_committee
from factories.money import tell_money
from factories.needs import NeedFactory, RoleFactory
from factories.people import AbsenceFactory, ContactFactory, GroupReferentFactory
from factories.requests import ASKED, FIRM, PERSON, contact_of
from factories.shortfalls import answer, promised
from factories.stories import EXPERT, Story, tell_story
from factories.stories import FIRM as MANAGER
from factories.territories import CommuneFactory, LocalRuleFactory, ReferenceRateFactory
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.domain.states import JOB, Actor, ActorKind
from webapp.domain.uploads import Upload
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.models.funds import Contribution
from webapp.models.links import ActionLink
from webapp.reports.files import ReportFiles
from webapp.services.advance_links import mail_advance_page
from webapp.services.advances import lift_condition
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.attachments import attach_file, store_file
from webapp.services.bilans import draw_up_bilan
from webapp.services.companies import Firm, Person
from webapp.services.debits import make_debits
from webapp.services.dossiers import dossier_link
from webapp.services.doubts import Doubt
from webapp.services.drafts import begin_draft, keep_firm
from webapp.services.expert_links import send_space_link
from webapp.services.export_orders import finish_order, order_export
from webapp.services.inbox import list_baskets
from webapp.services.job_shortfalls import RULE, open_case
from webapp.services.links import issue_link, mint_secret
from webapp.services.mandates import BankAccount, note_mandate, set_creditor
from webapp.services.missions import confirm_visit, declare_visit, dispute_visit, end_mission, plan_visit
from webapp.services.needs import confirm_address, submit_need, track_link
from webapp.services.opinions import ask_for_opinions
from webapp.services.outcomes import aid_of_mission, open_promise
from webapp.services.published_reports import publish_report
from webapp.transaction import transaction

#: which links of mails open the pages under an address
OPENED_BY = {
    "/besoin/": (Purpose.RESUME_NEED,),
    "/adresse/": (Purpose.CONFIRM_ADDRESS,),
    "/suivi/": (Purpose.TRACK_NEED,),
    "/reponse/": (Purpose.ANSWER,),
    "/visite/": (Purpose.DECLARE_VISIT, Purpose.CONFIRM_VISIT),
    "/espace/": (Purpose.EXPERT_SPACE,),
    "/emplois/": (Purpose.COUNT_JOBS,),
    "/offres/": (Purpose.CONFIRM_OFFERS,),
    "/avis/depuis/": (Purpose.DECLARE_VISIT, Purpose.CONFIRM_VISIT, Purpose.TRACK_NEED),
    "/avis/": (Purpose.GIVE_OPINION,),
    "/rapport/": (Purpose.READ_REPORT,),
    "/dossier/": (Purpose.COMPLETE_DOSSIER,),
    "/avance/": (Purpose.FOLLOW_ADVANCE,),
    "/lien/": tuple(Purpose),
}

#: what stands in a slot of which the territory has nothing
NOTHING = {"id": "999999", "int": "2026"}

SLOT = re.compile(r"<(?:([\w(), ]+):)?(\w+)>")


@dataclass
class Place:
    """One territory: who coordinates it, the ids of its things by the name they bear in addresses, its mailed links."""

    account_id: int
    ids: dict[str, list[object]] = field(default_factory=dict)
    #: purpose -> public id of the link and the token of a mail
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def values_for(self, rule, name):
        """What may stand in one slot of an address: ids of this territory."""
        if name == "public_id":
            purposes = next(
                (found for start, found in OPENED_BY.items() if rule.rule.startswith(start)), tuple(Purpose)
            )
            return [public_id for purpose in purposes for public_id, _ in self.links.get(purpose, ())]
        if name == "token":
            return [token for opened in self.links.values() for _, token in opened]
        kind = next((kind for kind, slot in SLOT.findall(rule.rule) if slot == name), "")
        if kind.startswith("any("):
            return [choice.strip() for choice in kind[4:-1].split(",")]
        return self.ids.get(f"public {name}" if kind == "public_id" else name, [])

    def addresses_of(self, rule):
        """Some true addresses of a route, in which each id appears at least once."""
        choices = {
            name: self.values_for(rule, name) or [NOTHING.get(kind, "rien")] for kind, name in SLOT.findall(rule.rule)
        }
        longest = max((len(found) for found in choices.values()), default=1)
        return [
            fill(rule, {name: found[turn % len(found)] for name, found in choices.items()}) for turn in range(longest)
        ]

    def every_address_of(self, rule):
        """All true addresses of a route: each id with each other."""
        names = [name for _, name in SLOT.findall(rule.rule)]
        choices = [self.values_for(rule, name) or ["rien"] for name in names]
        return [fill(rule, dict(zip(names, chosen, strict=True))) for chosen in product(*choices)]

    @property
    def tokens(self):
        return [token for opened in self.links.values() for _, token in opened]


def fill(rule, values):
    """An address with these values in its slots, whatever they are: a converter would refuse to build some."""
    return SLOT.sub(lambda slot: quote(str(values[slot[2]]).encode(errors="surrogatepass"), safe=""), rule.rule)


def build_place(now, *, insee, town, mail):
    """A territory with needs, requests, missions and visits in many states, told through the services."""
    story = tell_story(offers=3)
    territory = story.role.need.territory
    with transaction():
        territory.communes = [CommuneFactory(insee=insee, name=town, search_name=town.lower(), postcodes="54200")]
    account = AccountFactory(coordinates=territory)
    place = Place(account.id)
    sent, held = _asked(story, now)
    running, agreed, ended = _met(story, now)
    needs = [story.role.need, *_forms(territory, insee, mail, now), *(m.role.need for m in (running, agreed, ended))]
    with transaction():
        for mission in (running, agreed):
            track_link(mission.role.need, now)
        survey = _questions(running, ended, now)
        absence = AbsenceFactory(
            expert=running.proposal.expert, starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 31)
        )
    visits = [*running.visits, *agreed.visits]
    experts = [offer.expert for offer in story.offers]
    place.ids = {
        "need_id": [need.id for need in needs],
        "proposal_id": [row.id for row in (sent, held, running.proposal, agreed.proposal)],
        "mission_id": [running.id, agreed.id],
        "visit_id": [visit.id for visit in visits],
        "expert_id": [running.proposal.expert.id, *(expert.id for expert in experts)],
        "company_id": [need.company.id for need in needs if need.company],
        "convention_id": [story.pledge.convention.id],
        "absence_id": [absence.id],
        "role_id": [role.id for role in (story.role, running.role)],
        "figure": ["confirmed", "reserved", "left", "pledged"],
        "public mission_id": [running.public_id, agreed.public_id],
        "public visit_id": [visit.public_id for visit in visits],
        "public proposal_id": [row.public_id for row in (sent, held, running.proposal, agreed.proposal)],
    }
    place.ids |= {"survey_id": [survey.id], "pledge_id": [story.pledge.id], "territory_id": [territory.id]}
    place.ids |= _papers(account, story.pledge, now) | _money(territory, now) | _missing_jobs(territory, story, now)
    place.ids |= _first_card(territory.id, now) | _rules(territory)
    people = {*(need.contact_id for need in needs), *place.ids["contact of dossier"], *place.ids["contact of advance"]}
    place.links = _mint(people, {offer.expert_id for offer in story.offers}, set(place.ids["referents"]))
    return place


def _papers(account, pledge, now):
    """A report that was published and sent to who answers for a group, a file that was asked for."""
    report_id, referent = _published(pledge.convention, now), GroupReferentFactory(group=pledge.group)
    other = GroupReferentFactory(group=pledge.group)
    with transaction():
        issue_link(Purpose.READ_REPORT, report_id, referent, expires_at=now + timedelta(days=365))
    return {
        "partner_id": [pledge.group_id],
        "referents": [referent.id],
        "referent_id": [other.id],
        "report_id": [report_id],
        "order_id": [_exported(account, now)],
    }


def _missing_jobs(territory, story, now):
    """A firm that counted fewer jobs than it had promised with its advance."""
    money = tell_money(now, territory=territory)
    LocalRuleFactory(territory=territory, code=RULE, value=3)
    survey = promised(money, contact=story.role.need.contact)
    answer(money.later(days=365), survey, 0, 0)
    with transaction():
        return {"case_id": [open_case(survey, by=JOB, now=money.now).id]}


def _money(territory, now):
    """A fund that lends: an advance being repaid, one with a condition to lift, one that waits for its payment."""
    money = tell_money(now, territory=territory)
    running, waiting = money.running(100_000), money.approved(100_000, conditions=("Un acte signé.", "Un bail."))
    ordered = money.ordered(100_000)
    contact = ContactFactory(company=running.decision.dossier.company)
    with transaction():
        mail_advance_page(running, by=money.by, now=now)
        seen = store_file(Upload("application/pdf", "bail.pdf"), b"%PDF-1.4 bail", now=now)
        lift_condition(waiting.conditions[1], evidence=seen, by=money.by, now=now)
    money.repay(running, 1_000)
    file = _collected(money, running, now)
    fund_id = money.fund.id
    contributions = list(db.session.scalars(select(Contribution).where(Contribution.fund_id == fund_id)))
    entries = select(CashEntry.id).where(CashEntry.fund_id == fund_id).order_by(CashEntry.id.desc())
    return _committee(money, now) | {
        "fund_id": [fund_id],
        "file_id": [file.id],
        "debit_id": [debit.id for debit in file.debits],
        "contact of advance": [contact.id],
        "year": [now.year],
        "advance_id": [running.id, waiting.id, ordered.id],
        "condition_id": [condition.id for condition in waiting.conditions],
        "contribution_id": [contribution.id for contribution in contributions],
        "group_id": [contribution.group_id for contribution in contributions],
        "entry_id": list(db.session.scalars(entries)),
    }


def _collected(money, advance, now):
    """A file of direct debits, of an advance whose firm has signed a mandate."""
    account = BankAccount("Menuiserie Aubry", "FR7630006000011234567890189")
    with transaction():
        set_creditor(money.fund, account, "AGRIFRPP", "FR72ZZZ123456", by=money.by, now=now)
        note_mandate(advance, account, signed_on=money.today, by=money.by, now=now)
        return make_debits(money.fund, date(2026, 12, 24), by=money.by, now=now)


def _committee(money, now):
    """A sitting with a dossier before it, a member who stands aside, and the link of the firm."""
    committee = tell_committee(now, members=2, money=money)
    dossier = committee.dossier()
    item = committee.laid(dossier)
    recusal = RecusalFactory(item=item, member=committee.members[1])
    with transaction():
        dossier_link(dossier, now)
    return {
        "dossier_id": [dossier.id],
        "document_id": [document.id for document in dossier.documents],
        "sitting_id": [committee.sitting.id],
        "member_id": [member.id for member in committee.members],
        "recusal_id": [recusal.id],
        "item_id": [item.id],
        "public item_id": [item.public_id],
        "public sitting_id": [committee.sitting.public_id],
        "decision_id": [_decided(money, now)],
        "minutes_id": [published_minutes(committee, now).id],
        "contact of dossier": [dossier.contact_id],
    }


def _decided(money, now):
    """A decision whose letter can be written."""
    ReferenceRateFactory(territory_id=money.fund.territory.id)
    return money.approved(100_000).decision_id


def _exported(account, now):
    """A file that a coordinator has asked for, ready to be taken."""
    with transaction():
        order = order_export(account, "experts", "csv", None, total_rows=3, language="fr", now=now)
        finish_order(order, b"nom;groupe", now=now)
    return order.id


def _published(convention, now):
    """A report as it was published."""
    document, files = draw_up_bilan(convention, now=now), ReportFiles(b"%PDF-1.7 bilan", b"PK bilan", "0" * 64)
    with transaction():
        by = Actor(ActorKind.ACCOUNT, AccountFactory().id)
        return publish_report(convention, document, files, subject="bilan:fr:no_names", by=by, now=now).id


def _questions(mission, ended, now):
    """Links that ask: an expert for their space and offers, a firm for its jobs, both what a mission was worth."""
    expert = mission.proposal.expert
    send_space_link(expert, now=now)
    issue_link(Purpose.CONFIRM_OFFERS, expert.id, expert, expires_at=now + timedelta(days=30))
    survey = open_promise(aid_of_mission(mission), by=JOB, now=now).surveys[0]
    issue_link(Purpose.COUNT_JOBS, survey.id, survey.promise.contact, expires_at=now + timedelta(days=700))
    end_mission(ended, "finish", by=EXPERT, now=now - timedelta(days=3))
    ask_for_opinions(ended, by=JOB, now=now)
    return survey


def _rules(territory):
    """It asks each firm that it helps for jobs."""
    return {"rule_id": [LocalRuleFactory(territory=territory, code="jobs_asked", value=None).id]}


def _first_card(territory_id, now):
    """Something that waits for a coordinator."""
    baskets = list_baskets(frozenset({territory_id}), now)
    basket, entry = next((basket, basket.everything[0]) for basket in baskets if basket.everything)
    return {"basket": [basket.code], "kind": [entry.kind], "object_id": [entry.about.id]}


def _asked(story, now):
    """A request without an answer, and one whose yes finds no days."""
    first, *_ = story.send(now)
    other = Story(RoleFactory(need=_need_like(story), minutes=42_000), story.pledge, story.offers[1:2])
    (held,) = other.send(now)
    with transaction():
        accept_proposal(held, by=EXPERT, now=now)
    return first, held


def _met(story, now):
    """A mission with a visit in each state, one that has just been agreed, and one to be ended."""
    running = Story(RoleFactory(need=_need_like(story)), story.pledge, story.offers[2:]).accepted(
        now - timedelta(days=9)
    )
    with transaction():
        settle_answer(running.proposal, by=JOB, now=now - timedelta(days=8))
    days = [date(2026, 11, day) for day in (17, 18, 19)]
    visits = []
    for day in days:
        with transaction():
            visits.append(declare_visit(running, day, 120, by=EXPERT, now=now))
    with transaction():
        confirm_visit(visits[0], by=MANAGER, now=now)
        dispute_visit(visits[1], by=MANAGER, now=now, minutes=60, words="Nous avons compté une heure.")
        plan_visit(running, date(2026, 11, 27), by=EXPERT, now=now)
    agreed = Story(RoleFactory(need=_need_like(story)), story.pledge, story.offers[:1]).accepted(now)
    ended = Story(RoleFactory(need=_need_like(story)), story.pledge, story.offers[2:]).accepted(now - timedelta(days=5))
    return running, agreed, ended


def _need_like(story):
    return NeedFactory(territory=story.role.need.territory, contact=ContactFactory())


def _forms(territory, insee, mail, now):
    """Requests of the public form: begun, sent, held back, and confirmed with a document."""
    needs = []
    for turn, name in enumerate(("begun", "sent", "held", "open")):
        person = Person(PERSON.name, mail.format(turn), PERSON.phone, PERSON.role)
        firm = Firm(f"{FIRM.name} {insee} {turn}", insee, trade=FIRM.trade, staff=8)
        with transaction():
            need = begin_draft(person, {"name": person.name}, now=now).need
            keep_firm(need, firm)
        if name != "begun":
            with transaction():
                submit_need(
                    need, firm, ASKED, doubts=(Doubt.NETWORK,) if name == "held" else (), by=contact_of(need), now=now
                )
        needs.append(need)
    with transaction():
        attach_file(needs[-1], Upload("application/pdf", "plan.pdf"), b"%PDF-1.4 plan", now=now)
        confirm_address(needs[-1], by=contact_of(needs[-1]), now=now)
    return needs


def _mint(contact_ids, expert_ids, referent_ids):
    """The mailed links of these people, each with a secret."""
    mine = {"contact": contact_ids, "expert": expert_ids, "referent": referent_ids}
    opened = {}
    with transaction():
        for link in db.session.scalars(select(ActionLink)):
            if link.person_id in mine[link.person_kind]:
                opened.setdefault(link.purpose, []).append((link.public_id, str(mint_secret(link))))
    return opened
