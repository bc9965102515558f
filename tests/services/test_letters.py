from email import message_from_bytes, policy

import pytest
from factories.letters import tell_letter

from webapp.domain.links import digest
from webapp.services.letters import PAUSED_BY_ONE_CLICK, write_letter

pytestmark = pytest.mark.usefixtures("session")

BASE = "https://alize.exemple.fr"


def write(mail, now):
    return write_letter(mail.id, sender="alize@exemple.fr", base_url=BASE, now=now)


def parsed(letter):
    return message_from_bytes(letter.wire, policy=policy.default)


def test_a_letter_goes_to_the_address_of_its_row_under_the_name_fixed_there(now):
    mail = tell_letter("proposal_sent", now)

    letter = write(mail, now)

    assert (letter.sender, letter.recipient) == ("alize@exemple.fr", mail.recipient)
    assert parsed(letter)["Message-ID"] == f"<{mail.message_id}@exemple.fr>"
    assert parsed(letter)["Reply-To"] == mail.reply_to


def test_each_writing_has_a_secret_of_its_own_and_keeps_nothing(now):
    mail = tell_letter("proposal_sent", now)

    first, second = write(mail, now), write(mail, now)

    (token,) = first.minted
    assert str(token) in parsed(first).get_body(("plain",)).get_content()
    assert digest(token.secret) != digest(second.minted[0].secret)


def test_a_mail_without_a_link_has_no_secret(now):
    assert write(tell_letter("place_taken", now), now).minted == ()


@pytest.mark.parametrize("name", ["proposal_reminder", "proposal_sent"])
def test_only_a_reminder_has_the_button_that_pauses(name, now):
    header = parsed(write(tell_letter(name, now), now))["List-Unsubscribe"]

    assert (header is not None) == (name in PAUSED_BY_ONE_CLICK)
    assert header is None or header.startswith(f"<{BASE}/r/")
    assert header is None or header.endswith("/pause>")


def test_a_sitting_comes_with_its_date(now):
    kinds = [part.get_content_type() for part in parsed(write(tell_letter("sitting_convened", now), now)).walk()]

    assert "text/calendar" in kinds
