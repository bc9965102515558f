from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import NeedFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.reports.exports import KINDS
from webapp.services import exports
from webapp.services.exports import read_export
from webapp.services.missions import confirm_visit, correct_visit, declare_visit
from webapp.services.moves import move_mission
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    story = tell_story()
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 210, by=EXPERT, now=now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    story.visit = visit
    return story


def scope_of(story):
    return frozenset({story.role.need.territory_id})


def exported(story, kind):
    export = read_export(kind, scope_of(story), story.pledge.convention)
    heads = [column.title for column in export.table.columns]
    return [dict(zip(heads, row, strict=True)) for row in export.rows()]


@pytest.mark.parametrize("kind", KINDS)
def test_each_export_has_the_rows_it_counts(story, kind):
    export = read_export(kind, scope_of(story), story.pledge.convention)

    rows = list(export.rows())
    assert len(rows) == export.count > 0
    assert all(len(row) == len(export.table.columns) for row in rows)


def test_the_ledger_adds_up_to_the_tally(story, now):
    with transaction():
        correct_visit(story.visit, reason="wrong_length", by=DESK, now=now)

    rows = exported(story, "ledger")

    for head, column in (("Confirmés", DayEntry.confirmed_delta), ("Réservés", DayEntry.reserved_delta)):
        assert sum(row[head] for row in rows) == db.session.scalar(select(func.sum(column)))
    reversals = [row for row in rows if row["Annule la ligne"]]
    assert {(row["Mouvement"], row["Raison"]) for row in reversals} == {
        ("Annulation d’une ligne", "La durée est fausse")
    }


def test_a_mission_says_what_became_of_its_days(story):
    (row,) = exported(story, "missions")

    assert (row["Jours convenus"], row["Confirmés"], row["Réservés"]) == (420, 210, 210)
    assert row["Convenue le"] == "2026-11-24"


def test_a_mission_that_was_moved_tells_each_convention_of_its_own_days(story, now):
    old, group = story.pledge.convention, story.pledge.group
    later = ConventionFactory(territory=old.territory, starts_on=date(2030, 1, 1), ends_on=date(2032, 12, 31))
    pledge = PledgeFactory(convention=later, group=group, pledged_minutes=4200)
    with transaction():
        move_mission(story.visit.mission, pledge, reason="next", by=DESK, now=now)

    (before,) = exported(story, "missions")
    story.pledge = pledge
    (after,) = exported(story, "missions")

    assert [(row["Confirmés"], row["Réservés"], row["Groupe"]) for row in (before, after)] == [
        (210, 0, group.name), (0, 210, group.name),
    ]  # fmt: skip


def test_a_yes_that_was_taken_back_is_no_mission_of_a_need(story):
    assert exported(story, "needs")[0]["Missions"] == 1
    story.visit.mission.state = "cancelled"
    db.session.commit()

    assert exported(story, "needs")[0]["Missions"] == 0


def test_numbers_are_written_as_people_write_them(story):
    story.role.need.company.siret = "73282932000074"
    story.offers[0].expert.phone = "+33639981407"
    db.session.commit()

    (need,) = exported(story, "needs")
    assert need["SIRET"] == "732 829 320 00074".replace(" ", "\u00a0")
    assert "06 39 98 14 07".replace(" ", "\u00a0") in {row["Téléphone"] for row in exported(story, "experts")}


def test_a_need_counts_who_was_asked_and_who_came(story):
    NeedFactory(territory=story.role.need.territory, state="draft")

    (row,) = exported(story, "needs")

    assert (row["Experts sollicités"], row["Missions"]) == (2, 1)
    assert row["État"] == "Ouvert"


def test_another_territory_is_never_in_it(story):
    other = frozenset({10**6})

    assert read_export("needs", other, None).count == 0
    assert read_export("experts", other, None).count == 0
    for kind in ("missions", "ledger"):
        with pytest.raises(LookupError):
            read_export(kind, other, story.pledge.convention)
        with pytest.raises(LookupError):
            read_export(kind, scope_of(story), None)


def test_a_draft_takes_no_experts_away(story):
    draft = PledgeFactory(convention=ConventionFactory(state="draft"), group=story.pledge.group).convention
    here = frozenset({draft.territory_id})
    assert read_export("experts", here, None).count == 0

    draft.state = "signed"
    assert read_export("experts", here, None).count == len(story.offers)


def test_rows_are_read_batch_by_batch(story, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 2)
    export = read_export("ledger", scope_of(story), story.pledge.convention)
    told = []

    rows = list(export.rows(after_batch=told.append))

    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert told == [*range(2, export.count, 2), export.count]


def test_rows_whose_ids_are_in_no_order_are_read_in_the_order_of_the_export(story, now, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 1)
    first, second = (offer.expert for offer in story.offers)
    first.name, second.name = "Zoé Zola", "Anne Aron"
    db.session.commit()

    export = read_export("experts", frozenset({story.role.need.territory_id}), None)

    assert [row[2] for row in export.rows()] == ["Anne Aron", "Zoé Zola"]
    assert export.ids == [second_offer.id for second_offer in reversed(story.offers)]
