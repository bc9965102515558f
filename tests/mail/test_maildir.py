import mailbox
import os
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from webapp.mail.maildir import count_kept, find_kept, list_kept


@pytest.fixture
def keep(tmp_path):
    box = mailbox.Maildir(tmp_path / "box", create=True)

    def put(subject, to="claire@exemple.fr", html=None):
        message = EmailMessage()
        message["Delivered-To"] = to
        message["From"] = "Alizé <alize@exemple.fr>"
        message["To"] = f"Claire Humbert <{to}>"
        message["Subject"] = subject
        message["Date"] = datetime(2026, 11, 24, 9, tzinfo=UTC)
        message.set_content("Bonjour\n")
        if html:
            message.add_alternative(html, subtype="html")
            message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="rendez-vous.ics")
        key = box.add(message)
        rank = len(box)
        os.utime(tmp_path / "box/new" / key, (rank, rank))
        return key

    put.folder = tmp_path / "box"
    return put


def subjects(mails):
    return [mail.subject for mail in mails]


def test_the_newest_mail_is_shown_first_and_no_more_than_asked_for(keep):
    for subject in ("un", "deux", "trois"):
        keep(subject)

    assert subjects(list_kept(keep.folder, limit=2)) == ["trois", "deux"]
    assert count_kept(keep.folder) == 3


def test_the_mails_of_one_address_are_only_its_own(keep):
    keep("à Claire")
    keep("à Thomas", to="thomas@exemple.fr")

    assert subjects(list_kept(keep.folder, limit=9, address="thomas@exemple.fr")) == ["à Thomas"]


def test_a_mail_opens_with_its_parts_and_what_it_says_of_itself(keep):
    mail = find_kept(keep.folder, keep("Une visite", html="<p>Bonjour</p>"))

    assert (mail.to, mail.name, mail.text.strip(), mail.html.strip()) == (
        "claire@exemple.fr",
        "Claire Humbert",
        "Bonjour",
        "<p>Bonjour</p>",
    )
    assert mail.sent_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert [name for name, _ in mail.headers] == ["From", "To", "Subject", "Date"]
    assert mail.attachments == ["rendez-vous.ics"]


def test_a_mail_without_html_shows_nothing_there(keep):
    mail = find_kept(keep.folder, keep("Simple"))

    assert (mail.html, mail.attachments) == ("", [])


@pytest.mark.parametrize("key", ["", "..", "../new", "nothing"])
def test_a_key_names_a_file_of_the_box_and_nothing_else(keep, key):
    keep("Bonjour")

    assert find_kept(keep.folder, key) is None


def test_a_box_that_is_not_there_yet_is_empty(tmp_path):
    assert list_kept(tmp_path / "none", limit=5) == []
    assert count_kept(tmp_path / "none") == 0
