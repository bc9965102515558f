import pytest
from factories.committees import tell_committee
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services import sittings
from webapp.services.letters import write_letter

pytestmark = pytest.mark.usefixtures("session")


def test_each_member_is_called_with_the_date_for_their_calendar(now):
    committee = tell_committee(now, members=2)
    committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    first, second = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))

    assert {first.recipient, second.recipient} == {member.account.email for member in committee.members}
    letter = write_letter(first.id, sender="alize@exemple.fr", base_url="https://alize.exemple.fr", now=now)
    assert b"text/calendar" in letter.wire


def test_a_sitting_that_is_off_leaves_the_calendar(now):
    committee = tell_committee(now, members=1)
    committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.act(sittings.cancel_sitting, committee.sitting)
    called, off = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    letter = write_letter(off.id, sender="alize@exemple.fr", base_url="https://alize.exemple.fr", now=now)

    assert called.template == "sitting_convened"
    assert b'method="CANCEL"' in letter.wire
