import dataclasses
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from webapp.domain.deliveries import Unwritable
from webapp.mail.wire import Draft, check_wire, write_mail

DRAFT = Draft(
    message_id="alize.0123456789abcdef0123456789abcdef@alize.exemple.fr",
    date=datetime(2026, 11, 24, 9, 0, 5, tzinfo=UTC),
    sender="alize@exemple.fr",
    sender_name="Alizé Terres de Lorraine",
    recipient="claire.humbert@exemple.fr",
    subject="Une demande près de chez vous\u00a0: à vous de dire (MX-4821)",
    text="Bonjour Claire,\n\n.\n« relectur de contra »\n-- \nAlizé\n",
    html="<p>Bonjour Claire,</p>\n<p>« relectur de contra »</p>\n",
    reply_to="helene.marchal@exemple.fr",
)
NAMES = ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"]
MIME = ["MIME-Version", "Content-Type"]
LINKS = ["List-Unsubscribe", "List-Unsubscribe-Post"]

#: what has put a Bcc into mails elsewhere
PAYLOADS = [
    *("=?UTF-8?Q?=0A?=Bcc: evil@exemple.fr", "=?UTF-8?Q?a=0D=0ABcc:_evil@exemple.fr?=", "=?utf-8?b?CkJjYzogZQ==?= x"),
    *(
        "=?UTF-8?Q?=0D=0A=0D=0A<h1>?=",
        "a\r\nBcc: evil@exemple.fr",
        "a\nBcc: e@x.fr",
        "a\rBcc: e@x.fr",
        "a\x0bBcc: e@x.fr",
    ),
    *(
        "a\x0cb",
        "a\x85Bcc: e@x.fr",
        "a\u2028Bcc: e@x.fr",
        "a\u2029b",
        "a\x00b",
        "a, evil@exemple.fr",
        'a" <e@x.fr>, "b',
    ),
    *(
        "a@b, evil@x",
        "é" * 300,
        "x" * 3000,
        "x " * 600,
        "=?utf-8?q?a?=",
        "=?utf-8?q?a?= =?utf-8?q?b?=",
        "\ud800",
        "a;b:c<d>",
    ),
]
HOSTILE = st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=10), min_size=1, max_size=4).map("".join)


def with_(**changes):
    return dataclasses.replace(DRAFT, **changes)


def read(wire):
    return message_from_bytes(wire, policy=policy.SMTP)


def names_of(wire):
    head = wire.partition(b"\r\n\r\n")[0].decode()
    return [line.partition(":")[0] for line in head.split("\r\n") if line[0] not in " \t"]


def code_of(draft):
    with pytest.raises(Unwritable) as caught:
        write_mail(draft)
    return caught.value.code


def test_a_mail_holds_what_was_meant():
    wire = write_mail(DRAFT)
    message = read(wire)

    assert names_of(wire) == NAMES + MIME
    assert [address.addr_spec for address in message["to"].addresses] == [DRAFT.recipient]
    assert message["subject"] == DRAFT.subject
    assert message["message-id"] == f"<{DRAFT.message_id}>"
    assert message["date"].datetime == DRAFT.date
    assert message["auto-submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == DRAFT.text
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n") == DRAFT.html


def test_the_wire_is_ascii_in_short_lines_with_their_ends():
    wire = write_mail(with_(text="é" * 5000, html="<p>" + "x" * 5000 + "</p>"))
    assert wire.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", wire)
    assert max(map(len, wire.split(b"\r\n"))) <= 78


def test_the_same_draft_gives_the_same_bytes():
    assert write_mail(DRAFT) == write_mail(with_())
    assert write_mail(DRAFT) != write_mail(with_(message_id="alize.1@exemple.fr"))


def test_without_a_coordinator_there_is_no_reply_to():
    assert names_of(write_mail(with_(reply_to=""))) == [name for name in NAMES if name != "Reply-To"] + MIME


def test_a_link_to_unsubscribe_stays_in_one_piece():
    url = "https://alize.terres-de-lorraine.exemple.fr/r/" + "abcdefghijklmnopqrstuvwxyz234567" * 3
    wire = write_mail(with_(unsubscribe_url=url))
    assert names_of(wire) == NAMES + LINKS + MIME
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in wire
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in wire


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://exemple.fr/a b", "https://exemple.fr/>,<mailto:x", "https://é.fr/"]
)
def test_another_link_is_refused(url):
    assert code_of(with_(unsubscribe_url=url)) == "unsubscribe_url"


def test_an_invitation_comes_along():
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Rencontre à Toul\r\nEND:VCALENDAR\r\n"
    message = read(write_mail(with_(calendar=calendar, calendar_method="REQUEST")))
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"
    assert attached.get_filename() == "rendez-vous.ics"
    assert attached.get_content().encode() == calendar.encode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": "=?UTF-8?Q?=0A?=Bcc: evil@exemple.fr"}, "line_end"),
        ({"subject": "=?UTF-8?Q?a=0D=0ABcc:_evil@exemple.fr?="}, "headers"),
        ({"subject": "=?utf-8?q?devine?="}, "values"),
        ({"subject": "a\nBcc: evil@exemple.fr"}, "control_character"),
        ({"subject": "a\u2028b"}, "control_character"),
        ({"sender_name": "a\r\nBcc: evil@exemple.fr"}, "control_character"),
        ({"message_id": "a@exemple.fr>\r\nBcc: <evil@exemple.fr"}, "control_character"),
        ({"recipient": "a@exemple.fr, evil@exemple.fr"}, "not_composed"),
        ({"recipient": "a@exemple.fr\r\nBcc: evil@exemple.fr"}, "not_composed"),
        ({"recipient": ""}, "not_complete"),
        ({"sender": ""}, "not_complete"),
        ({"reply_to": "a@exemple.fr, evil@exemple.fr"}, "not_composed"),
        ({"text": "a\x00b"}, "control_character"),
        ({"html": "a\x1b[31mb"}, "control_character"),
        ({"text": "\ud800"}, "not_composed"),
        ({"date": DRAFT.date.replace(tzinfo=None)}, "not_complete"),
    ],
)
def test_what_would_be_another_mail_is_not_written(changes, code):
    assert code_of(with_(**changes)) == code


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(
        ["subject", "sender_name", "recipient", "reply_to", "message_id", "text", "html", "unsubscribe_url"]
    ),
    HOSTILE,
)
@example("subject", "=?UTF-8?Q?=0A?=Bcc: evil@exemple.fr")
@example("sender_name", "=?UTF-8?Q?=0A?=Bcc: evil@exemple.fr")
@example("sender_name", "\xa0=?UTF-8?Q?=0A?=Bcc: evil@exemple.fr=?UTF-8?Q?=0A?=Bcc: evil@exemple.fr")
@example("text", "--=_\r\nContent-Type: text/html\r\n\r\n<h1>")
def test_nothing_typed_changes_headers_or_readers(field, hostile):
    draft = with_(**{field: hostile})
    try:
        wire = write_mail(draft)
    except Unwritable:
        return
    message = read(wire)
    expected = [name for name in NAMES if draft.reply_to or name != "Reply-To"]
    assert names_of(wire) == expected + (LINKS if draft.unsubscribe_url else []) + MIME
    assert [address.addr_spec for address in message["to"].addresses] == [draft.recipient]
    assert not message["cc"]
    assert not message["bcc"]
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", wire)
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=400), st.integers(0, 30))
def test_any_words_arrive_as_they_were_written(words, newlines):
    text = words + "\n" * newlines + words + " \n-- \n.\n"
    message = read(write_mail(with_(text=text, html=f"<p>{text}</p>")))
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n").rstrip("\n") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda wire: wire.replace(b"To: ", b"Bcc: evil@exemple.fr\r\nTo: ", 1), "headers"),
        (lambda wire: wire.replace(b"\r\nDate", b"\r\n\r\nDate", 1), "headers"),
        (lambda wire: wire.replace(b"To: claire", b"To: evil@exemple.fr, claire", 1), "values"),
        (lambda wire: wire.replace(b"From: ", b"From: evil@exemple.fr, ", 1), "values"),
        (lambda wire: wire.replace(b"\r\n", b"\n", 1), "line_end"),
        (lambda wire: wire + b"\xc3\xa9\r\n", "line_end"),
        (lambda wire: wire + b"x" * 999 + b"\r\n", "line_too_long"),
        (lambda wire: wire.replace(b"relectur", b"lecture", 1), "texts"),
        (lambda wire: wire[:-60], "texts"),
        (lambda wire: wire[: wire.rindex(b"\r\n--=_") + 2], "texts"),
    ],
)
def test_bytes_that_are_another_mail_are_found(change, code):
    wire = write_mail(DRAFT)
    with pytest.raises(Unwritable) as caught:
        check_wire(change(wire), DRAFT)
    assert caught.value.code == code
    check_wire(wire, DRAFT)


def test_a_written_mail_goes_through_a_relay_unchanged(smtp, relay):
    draft = with_(text="Bonjour\n.\n..\n-- \n")
    door = smtp(relay)
    door.open()
    door.envelope(draft.sender, draft.recipient)
    door.data(write_mail(draft))
    ((sender, recipient, received),) = relay.taken
    assert (sender, recipient) == (draft.sender, draft.recipient)
    check_wire(received, draft)
