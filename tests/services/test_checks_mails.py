import pytest
from factories.stories import tell_story
from sqlalchemy import select, update

from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission
from webapp.services import checks_mails
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def mission(now):
    return tell_story(offers=1).accepted(now)


def write(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


def breaches(name):
    return list(getattr(checks_mails, name)())


def test_a_true_outbox_has_no_breach(mission):
    assert [line for check in checks_mails.CHECKS for line in check()] == []


@pytest.mark.parametrize("values", [{"state": "claimed"}, {"state": "data_started"}, {"claim_token": "a"}])
def test_a_claim_that_does_not_fit_is_seen(mission, values):
    write(update(OutgoingMail).where(OutgoingMail.template == "proposal_sent").values(**values))

    (line,) = breaches("compare_claims")

    assert line.endswith("its claim does not fit its state")


def test_a_claimed_mail_with_its_lease_passes(mission, now):
    write(update(OutgoingMail).values(state="claimed", claim_token="a", lease_until=now))

    assert breaches("compare_claims") == []


def test_a_sent_mail_without_a_moment_and_a_queued_one_with_it_are_seen(mission, now):
    write(update(OutgoingMail).where(OutgoingMail.template == "proposal_sent").values(state="sent"))
    write(update(OutgoingMail).where(OutgoingMail.template == "yes_received").values(sent_at=now))

    assert len(breaches("compare_sendings")) == 2


def test_an_introduction_held_back_for_ever_is_seen(mission, now):
    write(update(Mission).values(introduced_at=now))

    assert len(breaches("compare_held_back")) == 2


def test_another_mail_held_back_is_seen(mission):
    write(update(OutgoingMail).where(OutgoingMail.template == "proposal_sent").values(state="waiting"))

    (line,) = breaches("compare_held_back")

    assert "proposal_sent: held back" in line


def test_a_mail_of_an_unknown_kind_is_seen(mission):
    write(update(OutgoingMail).where(OutgoingMail.template == "proposal_sent").values(template="advertisement"))

    (line,) = breaches("compare_templates")

    assert line.endswith("no template advertisement")


def test_a_mail_with_somebody_elses_link_is_seen(mission):
    write(update(ActionLink).where(ActionLink.purpose == "answer").values(person_id=999_999))

    assert len(breaches("compare_links_of_mails")) == 2


def test_a_link_that_leads_nowhere_is_seen(mission):
    write(update(ActionLink).where(ActionLink.purpose == "declare_visit").values(object_id=999_999))

    (line,) = breaches("compare_links")

    assert line.endswith("declare_visit: leads to nothing")


def test_a_secret_kept_in_clear_is_seen(mission):
    link = db.session.scalars(select(ActionLink)).first()
    with transaction():
        db.session.add(LinkSecret(link_id=link.id, selector="a" * 16, digest="b" * 32))

    assert len(breaches("compare_secrets")) == 1


def test_every_purpose_of_a_link_is_checked():
    assert set(checks_mails.OBJECTS) == set(Purpose)
