"""Every figure of the tally opens lines that add up to it, or says that it is made of others; on both engines."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from factories.accounts import AccountFactory
from factories.conventions import PledgeFactory
from factories.needs import NeedFactory, OfferFactory, RoleFactory
from factories.people import ExpertFactory, GroupFactory
from factories.stories import DESK, EXPERT, FIRM, Story, tell_story
from pages import XHTML, PageClient

from webapp import clock
from webapp.domain.states import JOB
from webapp.models.offers import Skill
from webapp.services.amendments import Change, Signed, write_amendment
from webapp.services.missions import confirm_visit, declare_visit, deem_visit, dispute_visit
from webapp.transaction import transaction

#: a twentieth of a day, which two decimals of a day say exactly
UNIT = 21
TABLES = {
    "groups": "Jours par groupe",
    "pace": "Jours cumulés",
    "forecast": "Prévision par groupe",
    "families": "Jours par famille",
    "years": "Jours par année",
}


def met(mission, minutes, step=None):
    """A visit of today, declared by the expert, and what became of it."""
    with transaction():
        visit = declare_visit(mission, clock.today(), minutes, by=EXPERT, now=clock.now())
        if step is not None:
            step(visit)


def confirmed(visit):
    confirm_visit(visit, by=FIRM, now=clock.now())


def deemed(visit):
    deem_visit(visit, by=JOB, now=clock.now())


def disputed(visit):
    dispute_visit(visit, by=FIRM, now=clock.now())


@pytest.fixture
def convention(engine_app, session, frozen):
    """Two groups, one of them promises by the year; days of two calendar years in every state, and an overrun."""
    first = tell_story(offers=1, minutes=60 * UNIT)
    convention, place = first.pledge.convention, first.role.need.territory
    first.offers[0].skills = [Skill(code="hr-contracts", family="hr", label="Contrats", label_en="Contracts")]
    group = GroupFactory()
    yearly = [
        PledgeFactory(convention=convention, group=group, year=year, pledged_minutes=40 * UNIT) for year in (2025, 2026)
    ]
    role = RoleFactory(need=NeedFactory(territory=place), minutes=20 * UNIT)
    second = Story(role, yearly[1], [OfferFactory(expert=ExpertFactory(group=group))])
    frozen.shift(timedelta(days=-349))
    mission = first.accepted(clock.now())
    met(mission, 5 * UNIT, confirmed)
    frozen.shift(timedelta(days=349))
    other = second.accepted(clock.now())
    for each, minutes, step in ((mission, 4, deemed), (mission, 3, disputed), (other, 2, None)):
        met(each, minutes * UNIT, step)
    frozen.shift(timedelta(days=1))
    with transaction():
        signed = Signed("Hélène Marchal", "essai")
        write_amendment(first.pledge, Change(days=20 * UNIT, overrun=7 * UNIT), signed, by=DESK, now=clock.now())
    met(mission, UNIT)
    return convention


@pytest.fixture
def desk(engine_app, convention):
    return PageClient.of(engine_app, AccountFactory(coordinates=convention.territory))


def cells_of(page):
    """Each figure of a tally: the caption of its table, its text, its class, where it leads."""
    for table in page.all("table"):
        caption = page.words_of(next(table.iter(f"{XHTML}caption")))
        for cell in table.iter(f"{XHTML}td"):
            yield caption, cell
    for cell in page.all("dd"):
        yield "glance", cell


def read(text):
    return Decimal(text.replace("\u202f", "").replace("\u00a0", "").replace(",", "."))


def sum_of_lines(desk, href, figure_name):
    """What the lines of a page add up to, read from the page."""
    page = desk.open("GET", href)
    column = -1
    if "/pledged?" in href + "?":
        column = 2 if "dépassement" in figure_name else 1
    (table,) = page.all("table")
    body = next(table.iter(f"{XHTML}tbody"))
    rows = [[page.words_of(cell) for cell in row.iter(f"{XHTML}td")] for row in body.iter(f"{XHTML}tr")]
    return sum(read(row[column]) for row in rows)


@pytest.mark.parametrize("day", ["", "2026-11-24"], ids=["today", "a past day"])
def test_each_figure_of_the_tally_opens_lines_that_add_up_to_it(desk, convention, day):
    page = desk.get("desk.conventions_show", convention_id=convention.id, au=day)
    links, seen = set(), set()

    for caption, cell in cells_of(page):
        text, kind = page.words_of(cell), cell.get("class")
        seen |= {name for name, start in TABLES.items() if caption.startswith(start)}
        found = list(cell.iter(f"{XHTML}a"))
        if not found:
            assert kind == "derived" or (kind, text) == ("none", "0"), f"{caption}: {text} opens nothing"
            continue
        (link,) = found
        assert kind is None
        assert parse_qs(urlsplit(link.get("href")).query).get("au", [""]) == [day]
        links.add((link.get("href"), link.get("aria-label"), read(text)))

    assert seen == set(TABLES)
    assert len({name for _href, name, _amount in links}) > 30
    for href, name, amount in links:
        assert sum_of_lines(desk, href, name) == amount, name


def test_each_column_of_the_tally_opens_what_it_counts(desk, convention):
    page = desk.get("desk.conventions_show", convention_id=convention.id)
    meanings = {each.get("id") for each in desk.get("public.pages_figures").all("div")}
    heads = [head for row in page.all("thead") for head in row.iter(f"{XHTML}th")]

    for head in heads:
        found = [link.get("href").rpartition("#")[2] for link in head.iter(f"{XHTML}a")]
        assert page.words_of(head) in ("Groupe", "Fin", "Famille", "Année") or set(found) <= meanings != found
