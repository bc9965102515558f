from datetime import timedelta

import pytest
from factories.stories import tell_story
from sqlalchemy import func, select, update

from webapp.domain.catalogue import LINK, MAIL
from webapp.extensions import db
from webapp.models.job_runs import Heartbeat, JobRun
from webapp.models.limits import FormKey, Hit
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.services.links import mint_secret
from webapp.services.traces import FORM_KEYS_KEPT, HEARTBEATS_KEPT, HITS_KEPT, RUNS_KEPT, erase_traces_older
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

SECOND = timedelta(seconds=1)


def erase(now, real_now=None):
    with transaction():
        return erase_traces_older(now=now, real_now=real_now or now)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (lambda at: Hit(limit_name="form", key="k", at=at), HITS_KEPT),
        (lambda at: FormKey(key="k", purpose="need", digest="d", location="/", created_at=at), FORM_KEYS_KEPT),
        (
            lambda at: JobRun(job="log_days", period="p", claim_token="t", lease_until=at, started_at=at),
            RUNS_KEPT,
        ),
        (lambda at: Heartbeat(process="jobs:here:1", seen_at=at), HEARTBEATS_KEPT),
    ],
    ids=["hit", "form_key", "job_run", "heartbeat"],
)
def test_a_trace_is_kept_for_its_time_and_not_longer(row, kept, now):
    trace = row(now)
    with transaction():
        db.session.add(trace)

    assert erase(now + kept) == 0
    assert erase(now + kept + SECOND) == 1
    assert count(type(trace)) == 0


def test_limits_and_heartbeats_go_by_real_time_and_not_by_the_demonstration_s(now):
    with transaction():
        db.session.add(Hit(limit_name="form", key="k", at=now))
        db.session.add(FormKey(key="k", purpose="need", digest="d", location="/", created_at=now))

    assert erase(now + timedelta(days=365), real_now=now) == 0


def test_the_secrets_of_an_old_link_go_and_what_it_was_for_stays(now):
    tell_story(offers=1).send(now)
    link = db.session.scalars(select(ActionLink)).one()
    with transaction():
        mint_secret(link)
        db.session.execute(update(OutgoingMail).values(state="cancelled"))

    erase(link.expires_at + LINK.delay + SECOND)

    assert (count(LinkSecret), count(ActionLink)) == (0, 1)


def test_an_old_mail_keeps_its_row_and_loses_its_address(now):
    tell_story(offers=1).send(now)
    mail = db.session.scalars(select(OutgoingMail)).one()
    with transaction():
        mail.state, mail.sent_at = "sent", now

    erase(now + MAIL.delay)
    assert db.session.get(OutgoingMail, mail.id, populate_existing=True).recipient
    erase(now + MAIL.delay + SECOND)

    kept = db.session.get(OutgoingMail, mail.id, populate_existing=True)
    assert (kept.recipient_name, kept.template) == ("", "proposal_sent")
    assert "@" not in kept.recipient
