from datetime import timedelta

import pytest
from factories.shortfalls import short
from factories.stories import tell_story

from webapp.domain.links import Purpose
from webapp.domain.states import JOB
from webapp.mail.envelopes import ANSWER, REMINDER
from webapp.mail.outcome_messages import jobs_missing, jobs_to_count
from webapp.services.advance_links import advance_link
from webapp.services.links import issue_link
from webapp.services.outcomes import aid_of_mission, open_promise
from webapp.services.steps import record

pytestmark = pytest.mark.usefixtures("session")


def test_the_one_who_asked_for_help_is_asked_for_the_jobs(now):
    mission = tell_story(offers=1).accepted(now)
    promise = open_promise(aid_of_mission(mission), by=JOB, now=now)
    survey, contact = promise.surveys[0], mission.role.need.contact
    link = issue_link(Purpose.COUNT_JOBS, survey.id, contact, expires_at=now + timedelta(days=60))

    mail = jobs_to_count(survey, link, event=record(survey, "ask", by=JOB, now=now), now=now)

    assert (mail.recipient, mail.person_kind) == (contact.email, "contact")
    assert (mail.object_kind, mail.object_id, mail.link_id) == ("job_survey", survey.id, link.id)
    assert mail.reply_to == promise.territory.contact_email
    assert mail.priority == REMINDER


def test_a_firm_whose_plan_changes_reads_it_on_its_page(now):
    _money, case = short(now)
    advance = case.advance
    contact = advance.decision.dossier.contact
    event, link = record(case, "call", by=JOB, now=now), advance_link(advance, contact, now)

    mail = jobs_missing(advance, contact, {"months": 12}, link, event=event, now=now)

    assert (mail.recipient, mail.object_kind, mail.object_id) == (contact.email, "advance", advance.id)
    assert (mail.parameters, mail.link_id, mail.priority) == ({"months": 12}, link.id, ANSWER)
