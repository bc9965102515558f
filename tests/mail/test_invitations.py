import pytest
from factories.committees import tell_committee
from icalendar import Calendar

from webapp.mail.invitations import invitation_to
from webapp.services import sittings

pytestmark = pytest.mark.usefixtures("session")


def test_the_date_in_a_calendar_is_that_of_the_sitting(now):
    committee = tell_committee(now, members=0)
    written = invitation_to(committee.sitting, "fr")
    (event,) = Calendar.from_ical(written).walk("VEVENT")

    assert event.decoded("dtstart") == committee.sitting.starts_at
    assert (str(event["location"]), str(event["summary"])) == ("Toul, mairie", "Séance du comité")
    assert invitation_to(committee.sitting, "fr") == written


def test_a_calendar_takes_the_date_that_was_changed_last(now):
    committee = tell_committee(now, members=0)
    first, moved = (Calendar.from_ical(invitation_to(committee.sitting, "en", moves=count)) for count in (0, 2))

    assert [int(calendar.walk("VEVENT")[0]["sequence"]) for calendar in (first, moved)] == [0, 2]
    committee.act(sittings.cancel_sitting, committee.sitting)
    (off,) = Calendar.from_ical(invitation_to(committee.sitting, "en", moves=2)).walk("VEVENT")
    assert (int(off["sequence"]), str(off["status"]), str(off["summary"])) == (
        3,
        "CANCELLED",
        "Sitting of the committee",
    )
