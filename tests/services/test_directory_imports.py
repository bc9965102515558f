from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import OfferFactory
from factories.people import ExpertFactory, GroupFactory
from factories.stories import DESK, tell_story
from sqlalchemy import func, select

from webapp.domain.errors import Refusal
from webapp.domain.imports import HEADS
from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.models.groups import Expert
from webapp.models.links import LinkSecret
from webapp.models.offers import CatalogueVersion, Offer
from webapp.reports.exports import experts_head
from webapp.services.directory_imports import (
    erase_old_sheets,
    find_own_sheet,
    import_sheet,
    keep_sheet,
    plan_import,
)
from webapp.services.exports import read_export
from webapp.services.links import issue_link, mint_secret
from webapp.transaction import transaction

FIELDS = list(HEADS)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def mine(story):
    return frozenset({story.role.need.territory_id})


def line(story, **changes):
    values = {"code": "durand", "group": story.pledge.group.name, "name": "Anne Durand", "job": "Juriste"}
    values |= {"email": "anne@exemple.fr", "phone": "", "commune": "", "offer_code": "durand-1", "title": "Relecture"}
    values |= {"text": "Clauses.", "place": "à distance", "radius_km": "", "minutes_per_year": "840"}
    return [(values | changes)[field] for field in FIELDS]


def written(cells, mine, now):
    with transaction():
        return import_sheet(cells, mine, by=DESK, now=now)


def test_new_lines_become_experts_and_offers_and_the_ranking_knows(story, mine, now):
    before = db.session.scalar(select(CatalogueVersion.number))

    written([FIELDS, line(story), line(story, offer_code="durand-2", title="Paie")], mine, now)

    expert = db.session.scalar(select(Expert).where(Expert.code == "durand"))
    assert expert.group == story.pledge.group
    assert db.session.scalar(select(func.count(Offer.id)).where(Offer.expert_id == expert.id)) == 2
    assert db.session.scalar(select(CatalogueVersion.number)) != before


def test_the_same_sheet_twice_changes_nothing(story, mine, now):
    cells = [FIELDS, line(story), line(story, offer_code="durand-2")]
    written(cells, mine, now)

    again = plan_import(cells, mine)

    assert {fate.code for fate in again.fates} == {"same"}


def test_what_changes_is_said_and_written(story, mine, now):
    written([FIELDS, line(story)], mine, now)
    other = [FIELDS, line(story, name="Anne Dupont", title="Paie")]

    (fate,) = plan_import(other, mine).fates
    written(other, mine, now)

    assert (fate.code, fate.changes) == ("changed", ("name", "title"))
    assert db.session.scalar(select(Expert.name).where(Expert.code == "durand")) == "Anne Dupont"


@pytest.fixture
def bounced(story, mine, now):
    """An expert of the sheet who has a link, and whose messages came back."""
    written([FIELDS, line(story)], mine, now)
    expert = db.session.scalar(select(Expert).where(Expert.code == "durand"))
    with transaction():
        mint_secret(issue_link(Purpose.EXPERT_SPACE, expert.id, expert, expires_at=now))
        expert.bounced_at = now
    return expert


def test_another_address_is_a_correction_and_what_went_to_the_first_opens_nothing(story, mine, now, bounced):
    written([FIELDS, line(story, email="anne.durand@exemple.fr")], mine, now)

    assert (bounced.email, bounced.bounced_at) == ("anne.durand@exemple.fr", None)
    assert db.session.scalar(select(LinkSecret.revoked_at)) == now


def test_an_address_that_stays_keeps_its_links_and_its_mark(story, mine, now, bounced):
    written([FIELDS, line(story, name="Anne Dupont")], mine, now)

    assert (bounced.bounced_at, db.session.scalar(select(LinkSecret.revoked_at))) == (now, None)


def test_one_refused_line_and_nothing_is_written(story, mine, now):
    cells = [FIELDS, line(story), line(story, code="x", offer_code="x-1", group="Nobody")]

    with pytest.raises(Refusal):
        written(cells, mine, now)

    assert db.session.scalar(select(func.count(Expert.id)).where(Expert.code.in_(("durand", "x")))) == 0
    (problem,) = plan_import(cells, mine).problems
    assert (problem.line, problem.field, problem.code, problem.value) == (3, "group", "unknown_group", "Nobody")


def test_ten_faulty_lines_out_of_two_hundred_are_all_named(story, mine, now):
    lines = [
        line(story, code=f"e{n}", offer_code=f"o{n}", email="faux" if n % 20 == 0 else "a@exemple.fr")
        for n in range(200)
    ]

    plan = plan_import([FIELDS, *lines], mine)

    assert [problem.line for problem in plan.problems] == [2 + 20 * n for n in range(10)]
    assert plan.count("new") == 190


@pytest.mark.parametrize("field", ["group", "code", "offer_code"])
def test_people_of_another_territory_are_out_of_reach(story, mine, now, field):
    away = GroupFactory(name="Ailleurs")
    draft = ConventionFactory(territory=story.pledge.convention.territory, state="draft")
    PledgeFactory(convention=draft, group=away)
    stranger = OfferFactory(expert=ExpertFactory(group=away))
    values = {"group": "Ailleurs", "code": stranger.expert.code, "offer_code": stranger.code}

    plan = plan_import([FIELDS, line(story, **{field: values[field]})], mine)

    assert plan.problems
    with pytest.raises(Refusal):
        written([FIELDS, line(story, **{field: values[field]})], mine, now)


def test_what_is_exported_is_imported_without_a_change(story, mine, now):
    export = read_export("experts", mine, None)
    cells = [[column.title for column in experts_head().columns], *map(list, export.rows())]

    plan = plan_import(cells, mine)

    assert not plan.problems
    assert {fate.code for fate in plan.fates} == {"same"}


def test_a_sheet_is_its_owners_and_for_a_day(story, now):
    account, other = AccountFactory(), AccountFactory()
    with transaction():
        kept = keep_sheet(account, "experts.csv", b"a;b", now=now)

    assert find_own_sheet(account, kept.id) == kept
    assert find_own_sheet(other, kept.id) is None
    with transaction():
        assert erase_old_sheets(now + timedelta(days=1)) == 0
        assert erase_old_sheets(now + timedelta(days=1, seconds=1)) == 1
