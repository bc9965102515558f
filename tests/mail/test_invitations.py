import pytest
from factories.committees import tell_committee
from icalendar import Calendar

from webapp.mail.invitations import invitation_to

pytestmark = pytest.mark.usefixtures("session")


def test_the_date_in_a_calendar_is_that_of_the_sitting(now):
    committee = tell_committee(now, members=0)
    written = invitation_to(committee.sitting, title="Séance du comité")
    (event,) = Calendar.from_ical(written).walk("VEVENT")

    assert event.decoded("dtstart") == committee.sitting.starts_at
    assert (str(event["location"]), str(event["summary"])) == ("Toul, mairie", "Séance du comité")
    assert invitation_to(committee.sitting, title="Séance du comité") == written
