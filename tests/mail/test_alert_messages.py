import pytest
from factories.accounts import AccountFactory

from webapp.domain.states import JOB
from webapp.mail.alert_messages import alert_digest
from webapp.mail.envelopes import REPORT
from webapp.services.steps import record

pytestmark = pytest.mark.usefixtures("session")


def test_a_digest_leaves_after_everything_else_and_holds_what_it_tells(now):
    account, alerts = AccountFactory(language="en"), ({"code": "half_used"}, {"code": "behind"})

    mail = alert_digest(account, alerts, event=record(account, "alert", by=JOB, now=now), now=now)

    assert mail.priority == REPORT
    assert mail.parameters == {"alerts": [{"code": "half_used"}, {"code": "behind"}]}
    assert (mail.recipient, mail.language) == (account.email, "en")
