"""The number of a row that is gone still stands in the history, in a mail, on a page that somebody left open: no other row
may ever bear it."""

from datetime import date

import pytest
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.conventions import ConventionFactory
from factories.people import ExpertFactory, GroupFactory, GroupReferentFactory
from factories.requests import PERSON
from factories.stories import DESK
from factories.territories import TerritoryFactory

from webapp.domain.uploads import PDF, Upload
from webapp.extensions import db
from webapp.services import contract_parts, contracts, directory, directory_imports, dossiers, sittings, territory_rules
from webapp.services.contracts import Reason, Terms
from webapp.services.drafts import begin_draft
from webapp.services.erasure import erase_draft, erase_referent
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TERMS = Terms("Convention 2028-2031", date(2028, 4, 1), date(2031, 3, 31), 420, 52_000)


def forms(now):
    """A form that was begun, its person and both thrown away."""

    def begin():
        need = begin_draft(PERSON, {}, now=now).need
        return need, need.contact

    return begin, lambda need, _contact: erase_draft(need, by=DESK, now=now)


def referents(now):
    group = GroupFactory()
    return lambda: (GroupReferentFactory(group=group),), lambda referent: erase_referent(referent, by=DESK, now=now)


def conventions(now):
    territory, group = TerritoryFactory(), GroupFactory()

    def open_one():
        draft = contracts.open_convention(territory, TERMS, by=DESK, now=now)
        signatory = contract_parts.add_signatory(draft, "CIC Est", "bank", Reason(DESK, now))
        return draft, contract_parts.promise_days(draft, group, None, 420), signatory

    return open_one, lambda draft, _pledge, _signatory: contracts.discard_draft(draft)


def pledges(_now):
    draft, group = ConventionFactory(state="draft"), GroupFactory()

    return lambda: (contract_parts.promise_days(draft, group, None, 420),), contract_parts.drop_pledge


def rules(now):
    territory, why = TerritoryFactory(), Reason(DESK, now)

    return (
        lambda: (territory_rules.set_rule(territory, "money_needs_mission", None, "", why),),
        lambda rule: territory_rules.remove_rule(territory, rule, why),
    )


def absences(now):
    expert = ExpertFactory()
    away = date(2026, 12, 1), date(2026, 12, 5)

    return (
        lambda: (directory.add_absence(expert, *away, by=DESK, now=now),),
        lambda absence: directory.remove_absence(absence, by=DESK, now=now),
    )


def agendas(now):
    committee = tell_committee(now)
    dossier, member = committee.dossier(), committee.members[0]
    committee.act(dossiers.set_funding, dossier, {"bank": 1_000_000}, bank=member.group)

    def lay():
        item = sittings.lay_dossier(committee.sitting, dossier, by=DESK, now=now)
        return item, item.recusals[0]

    return lay, lambda item, _recusal: sittings.take_off(item, by=DESK, now=now)


def documents(now):
    dossier = tell_committee(now).dossier(complete=False)

    def add():
        return (dossiers.add_document(dossier, "quote", Upload(PDF, "devis.pdf"), b"%PDF-1.7", by=DESK, now=now),)

    return add, lambda document: dossiers.drop_document(dossier, document.id, by=DESK, now=now)


def sheets(now):
    account = AccountFactory()

    return (lambda: (directory_imports.keep_sheet(account, "experts.csv", b"a;b", now=now),)), db.session.delete


@pytest.mark.parametrize(
    "story",
    [forms, referents, conventions, pledges, rules, absences, agendas, documents, sheets],
    ids=lambda s: s.__name__,
)
def test_the_number_of_what_is_gone_is_never_given_again(story, now):
    make, remove = story(now)
    with transaction():
        before = make()
        db.session.flush()
        numbers = [row.id for row in before]
        remove(*before)
    with transaction():
        after = make()
        db.session.flush()

    assert all(row.id > number for row, number in zip(after, numbers, strict=True))
