import re
from datetime import date, timedelta

import pytest
from factories.documents import table_of
from factories.due import at_ten
from factories.people import GroupFactory, GroupReferentFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.ledger import EMPTY_BALANCE
from webapp.domain.links import Purpose
from webapp.domain.quarters import Quarter
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.models.mails import OutgoingMail
from webapp.reports.document import differences
from webapp.reports.files import ReportFiles
from webapp.reports.sentences import say_date
from webapp.services.amendments import Signed
from webapp.services.contract_parts import join_convention
from webapp.services.contracts import Reason
from webapp.services.group_figures import read_group_figures
from webapp.services.group_reports import (
    draw_up_group_quarter,
    find_linked_report,
    find_pledging_group,
    list_due_reports,
    list_groups,
    list_quarters,
    send_report,
    send_report_link,
    subject_of_group,
)
from webapp.services.links import find_link
from webapp.services.missions import confirm_visit, correct_visit, declare_visit
from webapp.services.published_reports import compare_with_today, publish_report
from webapp.transaction import transaction

AUTUMN, WINTER = Quarter(2026, 4), Quarter(2027, 1)
FILES = ReportFiles(b"%PDF", b"PK", "0" * 64)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(pledged_minutes=4200)


@pytest.fixture
def visit(story, now):
    mission = story.accepted(now)
    with transaction():
        story.role.need.company.name = "Menuiserie Colin"
        visit = declare_visit(mission, date(2026, 11, 24), 315, by=EXPERT, now=now)
        confirm_visit(visit, by=FIRM, now=now)
    return visit


def draw_up(story, now, quarter=AUTUMN, **options):
    return draw_up_group_quarter(story.pledge.convention, story.pledge.group, quarter, now=now, **options)


def row_of(document, code, name):
    return next(row for row in table_of(document, code).rows if row[0] == name)


def publish(story, now, quarter=AUTUMN):
    document = draw_up(story, now, quarter)
    subject = subject_of_group(story.pledge.group, quarter, document, with_names=False)
    with transaction():
        return publish_report(story.pledge.convention, document, FILES, subject=subject, by=JOB, now=now)


def test_a_quarter_and_the_whole_stand_side_by_side(story, visit, now):
    assert row_of(draw_up(story, now), "days", "Donnés")[1:] == (315, 315)

    later = draw_up(story, now + timedelta(days=60), WINTER)
    assert row_of(later, "days", "Donnés")[1:] == (0, 315)
    assert row_of(later, "days", "Promis")[1:] == (None, 4200)


def test_each_year_stands_for_itself_and_beside_what_was_promised_for_it(story, visit, now):
    january = now + timedelta(days=60)
    years = table_of(draw_up(story, january, WINTER), "years")
    assert [*years.rows, years.total] == [("2025", 0), ("2026", 315), ("2027", 0), ("Total", 315)]

    story.pledge.year = 2026
    db.session.commit()
    years = table_of(draw_up(story, january, WINTER), "years")
    assert [*years.rows, years.total] == [
        ("2025", None, 0),
        ("2026", 4200, 315),
        ("2027", None, 0),
        ("Total", 4200, 315),
    ]


def test_the_missions_add_up_to_the_ledger(story, visit, now):
    given = db.session.scalar(select(func.sum(DayEntry.confirmed_delta)))

    assert table_of(draw_up(story, now), "missions").total[-1] == given == 315


def test_another_group_has_none_of_it(story, visit, now):
    other = tell_story(pledged_minutes=840)

    assert row_of(draw_up(other, now), "days", "Donnés")[1:] == (0, 0)
    assert [table.code for table in draw_up(other, now).tables()] == ["days", "years", "requests"]


def test_firms_are_named_only_where_that_is_asked_and_experts_never(story, visit, now):
    named, unnamed = (str(draw_up(story, now, with_names=names)) for names in (True, False))

    assert "Menuiserie Colin" in named
    assert "Menuiserie Colin" not in unnamed
    assert visit.mission.proposal.expert.name not in named + unnamed


def test_who_was_asked_who_answered_and_who_is_waited_for(story, now):
    story.accepted(now)
    document = draw_up(story, now)

    counts = {row[0]: row[1] for row in table_of(document, "requests").rows}
    assert counts["Experts du groupe"] == 2
    assert counts["Sollicitations envoyées"] == counts["Experts sollicités ce trimestre"] == 2
    assert (counts["Réponses reçues"], counts["Oui"]) == (1, 1)
    (asked,) = [section for section in document.sections if section.code == "requests"]
    assert asked.sentences == (f"Au {say_date(local_date(now))}, 1 sollicitation attend une réponse.",)


def test_the_even_pace_is_an_estimate_to_half_a_day(story, visit, now):
    story.pledge.pledged_minutes = 4_130
    db.session.commit()
    (days,) = [section for section in draw_up(story, now).sections if section.code == "days"]

    assert re.search(r"il y en aurait \d+(,5)? à la fin du trimestre", days.sentences[0]), days.sentences


def test_what_comes_is_what_is_reserved(story, now):
    mission = story.accepted(now)

    assert table_of(draw_up(story, now), "coming").total[-1] == mission.agreed_minutes


def test_only_a_correction_of_the_quarter_is_a_difference(story, visit, now):
    report, later = publish(story, now), now + timedelta(days=50)
    assert not differences(*vars(compare_with_today(report, now=later)).values())

    with transaction():
        correct_visit(visit, reason="wrong_length", by=DESK, now=later)
    apart = differences(*vars(compare_with_today(report, now=later)).values())
    assert ("Ce trimestre", 315, 0) in {(each.column.title, each.before, each.now) for each in apart}


def test_a_report_goes_to_each_referent_once_a_quarter(story, visit, now):
    group = story.pledge.group
    referents = [GroupReferentFactory(group=group) for _ in range(2)]
    report = publish(story, now)
    with transaction():
        assert send_report(report, group, AUTUMN, by=JOB, now=now) == 2
    with transaction():
        correct_visit(visit, reason="wrong_length", by=DESK, now=now)
    again = publish(story, now)
    with transaction():
        assert again.version == 2
        assert send_report(again, group, AUTUMN, by=JOB, now=now) == 0

    rows = select(OutgoingMail.person_id).where(OutgoingMail.template == "group_report")
    assert sorted(db.session.scalars(rows)) == [referent.id for referent in referents]


def test_a_lost_link_is_mailed_again(story, visit, now):
    referent = GroupReferentFactory(group=story.pledge.group)
    report = publish(story, now)
    with transaction():
        send_report(report, story.pledge.group, AUTUMN, by=JOB, now=now)
    link = find_link(Purpose.READ_REPORT, report.id, referent)
    with transaction():
        send_report_link(link, now + timedelta(days=3))

    assert find_linked_report(link) == report
    assert db.session.scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.template == "group_report")) == 2


def test_reports_are_due_ten_days_after_the_quarter(story, visit, now):
    GroupReferentFactory(group=story.pledge.group)
    mine = (story.pledge.convention_id, story.pledge.group_id)

    assert mine not in list_due_reports(date(2027, 1, 10))
    assert mine in list_due_reports(date(2027, 1, 11))


def test_nothing_is_reported_to_a_group_of_before_it_joined(story, now):
    convention, joined_on = story.pledge.convention, date(2027, 1, 5)
    group = GroupReferentFactory(group=GroupFactory()).group
    signed, why = Signed("Paul Referent", "rejoint"), Reason(DESK, at_ten(joined_on))
    with transaction():
        join_convention(convention, group, None, 840, signed=signed, why=why, effective_on=joined_on)

    assert (convention.id, group.id) not in list_due_reports(date(2027, 1, 11))
    assert (convention.id, group.id) in list_due_reports(date(2027, 4, 11))
    other = GroupReferentFactory(group=GroupFactory()).group
    with transaction():
        join_convention(convention, other, None, 840, signed=signed, why=why, effective_on=date(2027, 7, 1))
    assert (convention.id, other.id) not in list_due_reports(date(2027, 4, 11))
    figures = read_group_figures(convention, group, AUTUMN, now=at_ten(joined_on), as_of=date(2026, 12, 31))
    assert figures.balance == EMPTY_BALANCE


def test_a_group_without_a_referent_waits_for_nobody(story, now):
    assert list_due_reports(date(2027, 1, 11)) == []


def test_what_was_sent_by_hand_is_not_due(story, visit, now):
    GroupReferentFactory(group=story.pledge.group)
    report = publish(story, at_ten(date(2027, 1, 5)))
    with transaction():
        send_report(report, story.pledge.group, AUTUMN, by=JOB, now=now)

    assert list_due_reports(date(2027, 1, 11)) == []


def test_the_groups_and_quarters_of_a_convention(story, now):
    convention = story.pledge.convention
    stranger = GroupFactory()

    assert list_groups(convention) == [story.pledge.group]
    assert find_pledging_group(convention, stranger.id) is None
    assert list_quarters(convention, date(2026, 11, 24))[0] == AUTUMN
