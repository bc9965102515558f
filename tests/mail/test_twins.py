import pytest
from twins import Memory, Sent

from webapp.domain.deliveries import DATA, END, MAIL, OPEN, RCPT, InDoubt, NotDelivered, PauseDomain, Refused, TryLater
from webapp.mail.transport import Smtp, Transport

SENDER, RECIPIENT = "alize@exemple.fr", "claire@exemple.fr"
MESSAGE = b"Subject: bonjour\r\n\r\nBonjour\r\n"


def send(door):
    door.open()
    door.envelope(SENDER, RECIPIENT)
    return door.data(MESSAGE)


def failure_of(door):
    with pytest.raises(NotDelivered) as caught:
        send(door)
    return caught.value


def test_the_memory_keeps_what_is_sent():
    door = Memory()
    send(door)
    assert door.sent == [Sent(SENDER, RECIPIENT, MESSAGE)]


@pytest.mark.parametrize(
    "failure", [TryLater(OPEN), TryLater(MAIL, 450), Refused(RCPT, 550), PauseDomain(DATA, 421), InDoubt(END)]
)
def test_the_memory_fails_when_asked_to_and_then_works(failure):
    door = Memory()
    door.fail(failure)

    assert failure_of(door) is failure
    send(door)

    assert len(door.sent) == 1


def test_the_memory_has_the_manners_of_a_relay():
    door = Memory()
    with pytest.raises(TryLater):
        door.envelope(SENDER, RECIPIENT)
    door.open()
    with pytest.raises(TryLater):
        door.data(MESSAGE)


def test_each_door_has_the_same_verbs():
    verbs = {name for name in vars(Transport) if not name.startswith("_")}
    assert verbs == {"open", "envelope", "data", "close"}
    for door in (Smtp, Memory):
        assert all(callable(getattr(door, verb)) for verb in verbs)
