from datetime import date

import pytest
from factories.accounts import AccountFactory
from factories.committees import RecusalFactory, published_minutes, tell_committee
from factories.money import DecisionFactory, tell_money
from factories.people import AbsenceFactory, GroupReferentFactory
from factories.shortfalls import short
from factories.stories import EXPERT, tell_story
from factories.world import SLOT
from pages import PageClient
from sqlalchemy import select

from webapp.domain.uploads import Upload
from webapp.extensions import db
from webapp.models.advances import AdvanceCondition
from webapp.models.bank import BankFile, BankLine
from webapp.models.cash import CashEntry
from webapp.models.debits import Creditor, Debit, DebitFile, Mandate, MandateAccount
from webapp.models.funds import FundAccount
from webapp.models.reports import PublishedReport
from webapp.reports.document import to_json
from webapp.services.attachments import store_file
from webapp.services.bilans import draw_up_bilan
from webapp.services.directory_imports import keep_sheet
from webapp.services.export_orders import order_export
from webapp.services.missions import declare_visit
from webapp.services.outcomes import aid_of_mission, open_promise
from webapp.transaction import transaction

DESK = "desk."

#: what only who asked for it may open
OWN = {"desk.exports_show", "desk.exports_file", "desk.imports_show"}


def rules_of(app, blueprint):
    """Each address of the desk with a method, and what stands in it."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(blueprint):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, rule


def published(convention, now):
    document = draw_up_bilan(convention, now=now)
    report = PublishedReport(
        convention_id=convention.id,
        kind=document.kind,
        subject="bilan",
        version=1,
        as_of=date(2026, 11, 24),
        title=document.title,
        content=to_json(document),
        sha256="0" * 64,
        pdf=b"%PDF",
        workbook=b"PK",
        published_at=now,
    )
    db.session.add(report)
    db.session.commit()
    return report


@pytest.fixture
def foreign(session, now):
    """The ids of one of everything, in a territory of somebody else."""
    story = tell_story(name="Longwy")
    for offer in story.offers:
        offer.title = "Relecture de contrats de travail"
    db.session.commit()
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 210, by=EXPERT, now=now)
    with transaction():
        (survey, *_later) = open_promise(aid_of_mission(mission), by=EXPERT, now=now).surveys
    expert = mission.proposal.expert
    return {
        "report_id": published(story.pledge.convention, now).id,
        "need_id": story.role.need_id,
        "role_id": story.role.id,
        "basket": "to_qualify",
        "kind": "need_role",
        "object_id": story.role.id,
        "proposal_id": mission.proposal_id,
        "mission_id": mission.id,
        "visit_id": visit.id,
        "expert_id": expert.id,
        "absence_id": AbsenceFactory(expert=expert, starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 2)).id,
        "company_id": story.role.need.company_id,
        "convention_id": story.pledge.convention_id,
        "partner_id": story.pledge.group_id,
        "referent_id": GroupReferentFactory(group=story.pledge.group).id,
        "survey_id": survey.id,
        "pledge_id": story.pledge.id,
        "signatory_id": 1,
        "territory_id": story.pledge.convention.territory_id,
        "rule_id": 1,
        "figure": "confirmed",
        "year": 2026,
        **ids_of_files(story.pledge.convention, now),
        **ids_of_money(story.role.need.territory, now),
        **ids_of_committee(now),
    }


def ids_of_files(convention, now):
    account = AccountFactory(coordinates=convention.territory)
    with transaction():
        order = order_export(account, "ledger", "csv", convention, total_rows=1, language="fr", now=now)
        sheet = keep_sheet(account, "experts.csv", b"nom;groupe", now=now)
    return {"order_id": order.id, "sheet_id": sheet.id}


def ids_of_committee(now):
    committee = tell_committee(now, members=1)
    dossier = committee.dossier()
    item = committee.laid(dossier)
    return {
        "dossier_id": dossier.id,
        "document_id": dossier.documents[0].id,
        "sitting_id": committee.sitting.id,
        "member_id": committee.members[0].id,
        "recusal_id": RecusalFactory(item=item, member=committee.members[0]).id,
        "item_id": item.id,
        "minutes_id": published_minutes(committee, now).id,
        "decision_id": DecisionFactory(dossier=dossier).id,
    }


def ids_of_money(territory, now):
    money = tell_money(now, territory=territory)
    advance = money.ordered()
    file = BankFile(
        fund_id=money.fund.id, name="a.csv", format="csv", sha256="0", lines=1, new_lines=1, read_by=money.first.id
    )
    db.session.add(file)
    db.session.flush()
    line = BankLine(bank_file_id=file.id, fund_id=money.fund.id, key="k", booked_on=money.today, amount_cents=100)
    db.session.add(line)
    evidence = store_file(Upload("application/pdf", "bail.pdf"), b"%PDF-1.4 bail", now=now)
    db.session.add(AdvanceCondition(advance_id=advance.id, number=1, words="Bail signé", evidence=evidence))
    db.session.commit()
    debit = collected(money, advance)
    contribution = money.fund.contributions[0]
    return {
        "file_id": debit.debit_file_id,
        "debit_id": debit.id,
        "fund_id": money.fund.id,
        "advance_id": advance.id,
        "condition_id": advance.conditions[0].id,
        "contribution_id": contribution.id,
        "group_id": contribution.group_id,
        "line_id": line.id,
        "case_id": short(now)[1].id,
        "entry_id": db.session.scalar(select(CashEntry.id).where(CashEntry.fund_id == money.fund.id)),
    }


def collected(money, advance):
    """What a file of direct debits collects."""
    file = DebitFile(fund_id=money.fund.id, collect_on=date(2026, 12, 24), made_by=money.first.id)
    mandate = Mandate(advance=advance, reference="RF-1", signed_on=money.today, noted_by=money.first.id)
    mandate.account = MandateAccount(holder="Aubry", iban="FR7630006000011234567890189")
    account = FundAccount(fund_id=money.fund.id, holder="M", iban=mandate.account.iban, bic="AGRIFRPP")
    creditor = Creditor(fund_id=money.fund.id, identifier="FR72ZZZ123456")
    db.session.add_all([file, mandate, account, creditor])
    db.session.flush()
    instalment = advance.schedules[0].instalments[0]
    debit = Debit(file=file, mandate=mandate, instalment=instalment, amount_cents=1, sequence="FRST")
    db.session.add(debit)
    db.session.commit()
    return debit


def filled(app, rule, values):
    choices = {
        name: kind[4:-1].split(",")[0].strip() for kind, name in SLOT.findall(rule.rule) if kind.startswith("any(")
    }
    with app.test_request_context():
        return rule.build({name: (values | choices)[name] for name in rule.arguments})[1]


def test_what_belongs_to_another_territory_does_not_exist(app, desk, foreign):
    opened = []
    for method, rule in rules_of(app, DESK):
        if rule.arguments:
            address = filled(app, rule, foreign)
            assert desk.send(method, address).status == 404, f"{method} {address}"
            opened.append(rule.endpoint)

    assert len(set(opened)) > 20


def test_the_network_opens_what_a_coordinator_may_not(app, desk, foreign):
    network = PageClient.of(app, AccountFactory(network=True))
    for method, rule in rules_of(app, DESK):
        if rule.arguments and method == "GET" and rule.endpoint not in OWN:
            address = filled(app, rule, foreign)
            assert network.send(method, address).status != 404 or "document" in address, address


def test_nobody_opens_the_desk_without_signing_in(app, story, foreign):
    visitor = PageClient(app)
    for method, rule in rules_of(app, DESK):
        page = visitor.send(method, filled(app, rule, foreign))
        assert page.status == 303, rule.rule
        assert page.location.startswith("/connexion"), rule.rule


def test_an_account_without_a_territory_has_no_desk(app, story, foreign):
    client = PageClient.of(app, AccountFactory())
    for method, rule in rules_of(app, DESK):
        assert client.send(method, filled(app, rule, foreign)).status == 403, rule.rule


def test_lists_show_only_what_is_in_the_scope(desk, foreign):
    for endpoint in ("needs_index", "missions_index", "experts_index", "firms_index", "conventions_index"):
        kept = {"etat": "all"} if endpoint in ("needs_index", "missions_index") else {}
        assert desk.get(f"desk.{endpoint}", **kept).text.count("Longwy") == 0
        assert f'/{foreign["need_id"]}"' not in desk.get(f"desk.{endpoint}", **kept).html or endpoint != "needs_index"


@pytest.mark.parametrize(
    "address", ["/desk/besoins/9223372036854775808", "/desk/besoins/0", "/desk/besoins/-1", "/desk/besoins/1e9"]
)
def test_what_cannot_be_an_id_is_a_page_that_does_not_exist(desk, address):
    assert desk.send("GET", address).status == 404


@pytest.mark.parametrize("page", ["1" + "0" * 30, "-1", "zwei", "٣", ""])
def test_a_page_number_out_of_bounds_shows_the_nearest_page(desk, page):
    assert "Relire un contrat de travail" in desk.get("desk.needs_index", page=page).text


@pytest.mark.parametrize("words", ["\x00", "%", "_", "'; drop table need;--", "\u202e", "x" * 5000])
def test_a_search_takes_any_words(desk, words):
    for endpoint in ("needs_index", "missions_index", "experts_index", "firms_index"):
        desk.get(f"desk.{endpoint}", q=words)
