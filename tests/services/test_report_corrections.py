from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import DESK, tell_story
from factories.visits import confirm_at_colin, declare

from webapp.domain.quarters import read_quarter
from webapp.models.reports import PublishedReport
from webapp.reports.document import from_json
from webapp.reports.files import make_files
from webapp.services.accounts import actor_of
from webapp.services.bilans import draw_up_bilan, subject_of
from webapp.services.group_reports import draw_up_group_quarter, subject_of_group
from webapp.services.missions import correct_visit
from webapp.services.published_reports import publish_report
from webapp.services.report_corrections import Since, what_changed
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(pledged_minutes=4200)


@pytest.fixture
def visit(story, now):
    return confirm_at_colin(story, now)


def publish(story, document, subject, now):
    by = actor_of(AccountFactory())
    with transaction():
        return publish_report(story.pledge.convention, document, make_files(document), subject=subject, by=by, now=now)


def publish_bilan(story, now, **options):
    document = draw_up_bilan(story.pledge.convention, now=now, **options)
    return publish(story, document, subject_of(document, with_names=False), now)


def publish_quarter(story, now, code):
    group, quarter = story.pledge.group, read_quarter(code)
    document = draw_up_group_quarter(story.pledge.convention, group, quarter, now=now)
    return publish(story, document, subject_of_group(group, quarter, document, with_names=False), now)


def given_in(report: PublishedReport) -> int:
    table = next(from_json(report.content).tables())
    return table.total[[column.title for column in table.columns].index("Donnés")]


def correct(visit, now, reason="wrong_length"):
    with transaction():
        correct_visit(visit, reason=reason, by=DESK, now=now)


def test_nothing_changes_where_nothing_is_written(story, visit, now):
    report = publish_bilan(story, now)

    assert what_changed(report) == Since(given_in(report), 0, 0, ())


def test_a_visit_corrected_later_is_told_with_its_reason_and_its_days(story, visit, now):
    report, later = publish_bilan(story, now), now + timedelta(days=1)
    correct(visit, later)
    declare(visit.mission, 120, later)

    since = what_changed(report)
    (correction,) = since.corrections
    assert (since.published, since.undone, since.written, since.today) == (given_in(report), -315, 120, 120)
    assert (correction.mission_id, correction.worked_on) == (visit.mission_id, visit.worked_on)
    assert (correction.reason, correction.minutes) == ("wrong_length", -315)
    assert (correction.written_at, correction.actor) == (later, (str(DESK.kind), DESK.id))


def test_what_is_corrected_before_the_report_or_never_counted_by_it_is_no_correction(story, visit, now):
    correct(visit, now)
    report, later = publish_bilan(story, now), now + timedelta(days=1)
    correct(declare(visit.mission, 120, later), later)

    since = what_changed(report)
    assert since.corrections == ()
    assert (since.published, since.undone, since.written) == (0, 0, 0)


def test_a_report_of_a_past_day_counts_what_was_written_by_its_end(story, visit, now):
    later = now + timedelta(days=3)
    report = publish_bilan(story, later, as_of=(now - timedelta(days=1)).date())

    assert what_changed(report) == Since(0, 0, 315, ())


@pytest.mark.parametrize(("code", "undone"), [("2026-T4", -315), ("2026-T3", 0)])
def test_a_group_reads_of_the_corrections_of_its_quarter(story, visit, now, code, undone):
    report = publish_quarter(story, now, code)
    correct(visit, now + timedelta(days=1))

    assert what_changed(report).undone == sum(each.minutes for each in what_changed(report).corrections) == undone
