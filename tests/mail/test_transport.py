import socket
import time
from contextlib import contextmanager

import pytest

from webapp.domain.deliveries import DATA, END, MAIL, OPEN, RCPT, InDoubt, PauseDomain, Refused, TryLater
from webapp.mail.transport import Caps, Smtp

SENDER, RECIPIENT = "alize@exemple.fr", "claire@exemple.fr"
MESSAGE = b"Subject: bonjour\r\n\r\nBonjour\r\n.\r\n..fin\r\n"
#: what answers which verb of ours
VERBS = {"MAIL": MAIL, "RCPT": RCPT, "DATA": DATA, "END": END}


def send(door, recipient=RECIPIENT):
    door.open()
    door.envelope(SENDER, recipient)
    return door.data(MESSAGE)


def failure_of(door, kind=Exception):
    with pytest.raises(kind) as caught:
        send(door)
    return caught.value


@contextmanager
def in_good_time():
    # the caps of what will not come are of half a second; a relay that hangs does so for thirty
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 15


def test_a_mail_is_handed_over_byte_for_byte(smtp, relay):
    door = smtp(relay)

    words = send(door)
    door.close()

    assert words == "taken as 42"
    assert relay.taken == [(SENDER, RECIPIENT, MESSAGE)]
    assert relay.heard[-1].upper() == "QUIT"


def test_many_mails_share_a_connection(smtp, relay):
    relay.script["MAIL"] = b"250 " + b"x" * 300 + b"\r\n"
    door = smtp(relay)
    for _ in range(300):
        send(door)
    assert len(relay.taken) == 300
    assert relay.connections == 1
    assert "RSET" not in relay.heard


@pytest.mark.parametrize("code", [450, 451, 454])
@pytest.mark.parametrize("verb", VERBS)
def test_a_refusal_for_now_is_tried_later(smtp, relay, verb, code):
    relay.script[verb] = b"%d 4.2.0 greylisted\r\n" % code
    failure = failure_of(smtp(relay))
    assert type(failure) is TryLater
    assert (failure.verb, failure.code) == (VERBS[verb], code)


@pytest.mark.parametrize("said", [b"421 shutting down", b"452 too many recipients", b"450 4.7.0 Too many connections"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_relay_that_asks_for_peace_pauses_the_domain(smtp, relay, verb, said):
    relay.script[verb] = said + b"\r\n"
    failure = failure_of(smtp(relay))
    assert type(failure) is PauseDomain
    assert failure.verb == VERBS[verb]


@pytest.mark.parametrize("code", [501, 550, 551, 552, 553, 554])
@pytest.mark.parametrize("verb", ["RCPT", "DATA", "END"])
def test_a_refusal_for_good_is_final(smtp, relay, verb, code):
    relay.script[verb] = b"%d 5.1.1 no such user\r\n" % code
    failure = failure_of(smtp(relay))
    assert type(failure) is Refused
    assert (failure.verb, failure.code) == (VERBS[verb], code)
    assert failure.is_about_address is (verb == "RCPT")


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL"])
def test_a_relay_that_refuses_us_says_nothing_of_the_address(smtp, relay, verb):
    relay.script[verb] = b"554 5.7.1 not you\r\n"
    if verb == "EHLO":
        relay.script["HELO"] = b"554 not you\r\n"
    assert type(failure_of(smtp(relay))) is TryLater


@pytest.mark.parametrize("said", [b"503 MAIL first", b"530 5.7.0 authentication required", b"500 what?"])
@pytest.mark.parametrize("verb", ["RCPT", "DATA", "END"])
def test_a_dialogue_out_of_step_says_nothing_of_the_address(smtp, relay, verb, said):
    relay.script[verb] = said + b"\r\n"
    assert type(failure_of(smtp(relay))) is TryLater


@pytest.mark.parametrize("weather", ["cut", "hang", "drip", "garbled"])
@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
def test_whatever_fails_before_the_text_is_tried_later(smtp, relay, verb, weather):
    relay.script[verb] = relay.script["HELO"] = weather
    with in_good_time():
        failure = failure_of(smtp(relay))
    assert type(failure) is TryLater
    assert failure.verb == VERBS.get(verb, OPEN)
    assert relay.taken == []


@pytest.mark.parametrize("weather", ["cut", "hang", "drip", "garbled", b"354 more\r\n", b"199 hm\r\n"])
def test_silence_after_the_text_leaves_a_doubt(smtp, relay, weather):
    relay.script["END"] = weather
    with in_good_time():
        failure = failure_of(smtp(relay))
    assert type(failure) is InDoubt
    assert failure.verb == END


@pytest.mark.parametrize("weather", ["cut", "hang"])
def test_a_text_that_did_not_end_leaves_no_doubt(smtp, relay, weather):
    relay.script["TEXT"] = weather
    door = smtp(relay)
    door.open()
    door.envelope(SENDER, RECIPIENT)
    with in_good_time(), pytest.raises(TryLater) as caught:
        door.data(b"x" * 76 + (b"\r\n" + b"x" * 76) * 200_000)
    assert caught.value.verb == DATA
    assert relay.taken == []


def test_a_whole_mail_has_a_cap_of_its_own(smtp, relay):
    door = smtp(relay, caps=Caps(verb=30, mail=1.5))
    door.open()
    door.envelope(SENDER, RECIPIENT)
    relay.script["END"] = "drip"
    with in_good_time(), pytest.raises(InDoubt):
        door.data(MESSAGE)


def test_the_time_between_two_mails_counts_for_neither(smtp, relay):
    door = smtp(relay, caps=Caps(verb=30, mail=1.5))
    send(door)
    time.sleep(1.6)
    send(door)
    assert len(relay.taken) == 2


def test_a_relay_that_talks_without_end_is_left(smtp, relay):
    relay.script["MAIL"] = b"250-and\r\n" * 20_000
    with in_good_time():
        assert "talks without end" in failure_of(smtp(relay), TryLater).words


def test_nobody_listening_is_tried_later():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    failure = failure_of(Smtp(f"smtp://127.0.0.1:{port}"))
    assert (type(failure), failure.verb) == (TryLater, OPEN)


def test_a_refused_address_does_not_disturb_the_next_mail(smtp, relay):
    relay.script["RCPT"] = [b"550 no such user\r\n"]
    door = smtp(relay)
    with pytest.raises(Refused):
        send(door, "personne@exemple.fr")

    send(door)

    assert [taken[1] for taken in relay.taken] == [RECIPIENT]
    assert relay.heard.count("RSET") == 1
    assert relay.connections == 1


@pytest.mark.parametrize("said", [b"421 bye\r\n", "cut", "garbled"])
def test_a_lost_connection_is_made_again(smtp, relay, said):
    relay.script["RCPT"] = [said]
    door = smtp(relay)
    failure_of(door, TryLater)

    send(door)

    assert len(relay.taken) == 1
    assert relay.connections == 2


def test_words_of_a_refusal_hold_no_address_and_no_line_end(smtp, relay):
    relay.script["RCPT"] = (
        b"550-5.1.1 <claire@exemple.fr>: unknown\r\n550 \x1b[31mask postmaster@exemple.fr" + b"x" * 400 + b"\r\n"
    )
    words = failure_of(smtp(relay)).words
    assert "@" not in words
    assert words.isprintable()
    assert len(words) <= 200


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "claire",
        "a@exemple.fr, b@exemple.fr",
        "a@exemple.fr> RCPT TO:<b@exemple.fr",
        "a@exemple.fr\r\nDATA",
        "é@exemple.fr",
        '"a b"@exemple.fr',
        "a@exemple.fr\n",
    ],
)
def test_only_one_plain_address_goes_into_an_envelope(smtp, relay, recipient):
    door = smtp(relay)
    door.open()
    with pytest.raises(Refused):
        door.envelope(SENDER, recipient)
    with pytest.raises(Refused) as caught:
        door.envelope(recipient, RECIPIENT)
    assert not caught.value.is_about_address
    assert not any(line.startswith(("MAIL", "RCPT")) for line in relay.heard)


@pytest.mark.parametrize("smuggled", [b"a\n.\nMAIL FROM:<x@y.fr>\r\n", b"a\r.\r", b"a\r\n.\rb\r\n", b"a\n"])
def test_a_text_with_bare_line_ends_does_not_leave(smtp, relay, smuggled):
    door = smtp(relay)
    door.open()
    door.envelope(SENDER, RECIPIENT)
    with pytest.raises(ValueError, match="CR LF"):
        door.data(smuggled)
    assert "DATA" not in relay.heard


def test_starttls_comes_before_anything_else(smtp, relays, server_tls, client_tls):
    relay = relays(server_tls, extensions=[b"STARTTLS"])
    send(smtp(relay, "smtp+starttls", tls=client_tls))
    assert [line.split()[0].upper() for line in relay.heard[:3]] == ["EHLO", "STARTTLS", "EHLO"]
    assert len(relay.taken) == 1


def test_a_hidden_starttls_is_never_replaced_by_clear_text(smtp, relay, client_tls):
    failure = failure_of(smtp(relay, "smtp+starttls", tls=client_tls))
    assert (type(failure), failure.verb) == (TryLater, OPEN)
    assert [line.split()[0].upper() for line in relay.heard] == ["EHLO"]


def test_a_refused_starttls_is_never_replaced_by_clear_text(smtp, relays, server_tls, client_tls):
    relay = relays(server_tls, extensions=[b"STARTTLS"])
    relay.script["STARTTLS"] = b"454 not now\r\n"
    assert type(failure_of(smtp(relay, "smtp+starttls", tls=client_tls))) is TryLater
    assert not any(line.startswith("MAIL") for line in relay.heard)


@pytest.mark.parametrize(("scheme", "implicit"), [("smtps", True), ("smtp+starttls", False)])
def test_a_certificate_nobody_knows_is_refused(smtp, relays, server_tls, scheme, implicit):
    relay = relays(server_tls, implicit=implicit, extensions=[b"STARTTLS"])
    failure = failure_of(smtp(relay, scheme))
    assert type(failure) is TryLater
    assert "CERTIFICATE_VERIFY_FAILED" in failure.words
    assert relay.taken == []


def test_smtps_encrypts_from_the_first_byte(smtp, relays, server_tls, client_tls):
    relay = relays(server_tls, implicit=True)
    send(smtp(relay, "smtps", tls=client_tls))
    assert len(relay.taken) == 1


@pytest.mark.parametrize("weather", ["hang", "drip"])
def test_time_caps_hold_inside_tls(smtp, relays, server_tls, client_tls, weather):
    relay = relays(server_tls, implicit=True)
    relay.script["RCPT"] = weather
    with in_good_time():
        assert type(failure_of(smtp(relay, "smtps", tls=client_tls))) is TryLater


def test_a_relay_that_never_encrypts_is_left(smtp, relay, client_tls):
    relay.script["CONNECT"] = "hang"
    with in_good_time():
        assert type(failure_of(smtp(relay, "smtps", tls=client_tls))) is TryLater


def test_a_password_from_the_address_signs_in(smtp, relays, server_tls, client_tls):
    relay = relays(server_tls, implicit=True, extensions=[b"AUTH PLAIN"])
    relay.script["AUTH"] = b"235 welcome\r\n"
    send(smtp(relay, "smtps", "al%40ize:p%3Ass@", tls=client_tls))
    assert "AUTH PLAIN AGFsQGl6ZQBwOnNz" in relay.heard


def test_a_wrong_password_is_tried_later(smtp, relays, server_tls, client_tls):
    relay = relays(server_tls, implicit=True, extensions=[b"AUTH PLAIN"])
    relay.script["AUTH"] = b"535 5.7.8 wrong\r\n"
    failure = failure_of(smtp(relay, "smtps", "alize:wrong@", tls=client_tls))
    assert (type(failure), failure.verb, failure.code) == (TryLater, OPEN, 535)


@pytest.mark.parametrize("weather", ["cut", "hang", "drip", b"500 no\r\n"])
def test_closing_never_fails(smtp, relay, weather):
    relay.script["QUIT"] = weather
    door = smtp(relay)
    door.close()
    door.open()
    with in_good_time():
        door.close()
    door.close()


@pytest.mark.parametrize("url", ["", "http://localhost", "smtp://", "localhost:25"])
def test_other_addresses_are_no_relay(url):
    with pytest.raises(ValueError, match="relay"):
        Smtp(url)


def test_a_lease_can_be_longer_than_a_mail():
    assert Caps(connect=1, open=2, verb=3, mail=4).longest == 9
