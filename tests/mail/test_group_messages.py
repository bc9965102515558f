from factories.people import GroupReferentFactory
from factories.stories import tell_story

from webapp.domain.links import Purpose
from webapp.domain.quarters import Quarter
from webapp.domain.states import JOB
from webapp.mail.group_messages import group_behind, group_nearly_spent, group_report
from webapp.reports.files import ReportFiles
from webapp.services.group_reports import draw_up_group_quarter
from webapp.services.links import issue_link
from webapp.services.published_reports import publish_report
from webapp.services.steps import record
from webapp.transaction import transaction


def test_a_report_goes_to_the_referent_and_their_answer_to_the_coordinator(session, now):
    pledge = tell_story().pledge
    referent = GroupReferentFactory(group=pledge.group)
    document = draw_up_group_quarter(pledge.convention, pledge.group, Quarter(2026, 3), now=now)
    with transaction():
        files = ReportFiles(b"%PDF", b"PK", "0" * 64)
        report = publish_report(pledge.convention, document, files, subject="group:1", by=JOB, now=now)
        link = issue_link(Purpose.READ_REPORT, report.id, referent, expires_at=now)
        mail = group_report(report, referent, link, event=record(report, "send", by=JOB, now=now), now=now)

    assert (mail.person_kind, mail.recipient) == ("referent", referent.email)
    assert mail.reply_to == pledge.convention.territory.contact_email


def test_a_letter_about_days_carries_its_figures_and_is_answered_to_the_coordinator(session, now):
    pledge = tell_story().pledge
    referent = GroupReferentFactory(group=pledge.group)
    event = record(pledge, "write_behind", by=JOB, now=now)

    for write in (group_behind, group_nearly_spent):
        mail = write(pledge.convention, referent, {"pledged": 4200}, event=event, now=now)
        assert (mail.recipient, mail.object_kind, mail.link_id) == (referent.email, "convention", None)
        assert (mail.parameters, mail.reply_to) == ({"pledged": 4200}, pledge.convention.territory.contact_email)
