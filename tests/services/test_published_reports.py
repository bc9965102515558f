from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import DESK, tell_story
from factories.visits import confirm_at_colin
from flask_babel import force_locale
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from webapp.extensions import db
from webapp.models.reports import PublishedReport
from webapp.reports.document import differences, from_json
from webapp.reports.files import make_files
from webapp.services.accounts import actor_of
from webapp.services.bilans import draw_up_bilan, subject_of
from webapp.services.missions import correct_visit
from webapp.services.published_reports import (
    compare_with_today,
    find_latest,
    find_scoped_report,
    list_published,
    publish_report,
)
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(pledged_minutes=4200)


@pytest.fixture
def visit(story, now):
    return confirm_at_colin(story, now)


def published(story, now, **options):
    document = draw_up_bilan(story.pledge.convention, now=now, **options)
    files, subject = make_files(document), subject_of(document, with_names=options.get("with_names", False))
    by = actor_of(AccountFactory())
    with transaction():
        return publish_report(story.pledge.convention, document, files, subject=subject, by=by, now=now)


def test_a_published_bilan_stays_and_a_correction_is_a_difference(story, visit, now):
    report = published(story, now)
    later = now + timedelta(days=1)
    assert not differences(*vars(compare_with_today(report, now=later)).values())

    with transaction():
        correct_visit(visit, reason="wrong_length", by=DESK, now=later)
    compared = compare_with_today(report, now=later)

    apart = differences(compared.document, compared.today)
    assert ("Donnés", 315, 0) in {(each.column.title, each.before, each.now) for each in apart}
    assert compared.document == from_json(report.content)


def test_a_reader_of_another_language_sees_no_difference_that_is_none(story, visit, now):
    report = published(story, now)
    with force_locale("en"):
        assert draw_up_bilan(story.pledge.convention, now=now).title != report.title
        compared = compare_with_today(report, now=now)

    assert not differences(compared.document, compared.today)
    assert compared.today.language == report.language == "fr"


def test_the_same_figures_are_published_once(story, visit, now):
    first = published(story, now)

    assert published(story, now).id == first.id
    assert published(story, now, with_names=True).version == 1
    assert len(list_published(story.pledge.convention, "bilan:")) == 2


def test_versions_count_up(story, visit, now):
    first = published(story, now)
    with transaction():
        correct_visit(visit, reason="wrong_length", by=DESK, now=now)
    second = published(story, now)

    assert (first.version, second.version) == (1, 2)
    assert find_latest(story.pledge.convention, first.subject) == second


def test_a_published_report_cannot_be_changed_or_erased(story, visit, now):
    published(story, now)

    for statement in ("UPDATE published_report SET content = ''", "DELETE FROM published_report"):
        with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_a_version_is_published_once_by_the_database(story, visit, now):
    report = published(story, now)
    names = [column.name for column in PublishedReport.__table__.columns if column.name != "id"]
    copy = PublishedReport(**{name: getattr(report, name) for name in names})

    with pytest.raises(DatabaseError), transaction():
        db.session.add(copy)


def test_reports_are_found_within_the_scope_only(story, visit, now):
    report = published(story, now)

    assert find_scoped_report({story.role.need.territory_id}, report.id) == report
    assert find_scoped_report({10**6}, report.id) is None
