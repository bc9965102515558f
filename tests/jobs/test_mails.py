from datetime import timedelta

import pytest
from factories.stories import tell_story
from sqlalchemy import select, update
from twins import Memory

from jobs.mails import DOMAIN_PAUSE, LEASE, MailWorker
from webapp import clock
from webapp.domain.deliveries import DATA, END, MAIL, OPEN, RCPT, InDoubt, PauseDomain, Refused, TryLater
from webapp.extensions import db
from webapp.mail.transport import Caps
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.mails import OutgoingMail
from webapp.services import outbox
from webapp.services.letters import Letter
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session", "frozen")


def write(mail_id, now):
    mail = db.session.get_one(OutgoingMail, mail_id)
    return Letter("alize@exemple.fr", mail.recipient, f"Message-ID: <{mail.message_id}>\r\n\r\nBonjour\r\n".encode())


@pytest.fixture
def relay():
    return Memory()


@pytest.fixture
def worker(relay):
    return MailWorker(relay, write)


@pytest.fixture
def mails(now):
    tell_story(offers=3).send(now)
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def states():
    return list(db.session.scalars(select(OutgoingMail.state).order_by(OutgoingMail.id)))


def test_what_is_due_is_sent_once(worker, relay, mails):
    assert worker.send_due() == 3
    assert worker.send_due() == 0

    assert [sent.recipient for sent in relay.sent] == [mail.recipient for mail in mails]
    assert states() == ["sent"] * 3
    assert list(list_breaches()) == []


def test_the_relay_is_left_alone_between_two_rounds(worker, relay, mails):
    worker.send_due()

    assert not relay.is_open


def test_a_worker_told_to_stop_takes_no_further_mail(worker, mails):
    answers = iter([False, True])

    assert worker.send_due(lambda: next(answers)) == 1


def test_no_transaction_is_open_while_the_relay_is_talked_to(mails):
    seen = []

    class Watching(Memory):
        def envelope(self, sender, recipient):
            seen.append(db.session.info.get("writing"))
            super().envelope(sender, recipient)

        def data(self, message):
            seen.append(db.session.info.get("writing"))
            mail = db.session.scalar(select(OutgoingMail.state).order_by(OutgoingMail.id).limit(1))
            seen.append(mail)
            db.session.rollback()
            return super().data(message)

    MailWorker(Watching(), write).send_due(lambda: bool(seen))

    assert seen == [None, None, "data_started"]


@pytest.mark.parametrize("verb", [MAIL, RCPT, DATA, END])
def test_a_refusal_for_now_is_tried_again_a_minute_later(worker, relay, mails, frozen, verb):
    relay.fail(TryLater(verb, 451, "greylisted"))

    assert worker.send_due() == 2
    assert states() == ["queued", "sent", "sent"]
    frozen.shift(timedelta(seconds=80))
    assert worker.send_due() == 1


def test_a_refused_address_is_marked_and_the_coordinator_told(worker, relay, mails, now):
    relay.fail(Refused(RCPT, 550, "no such user"))

    worker.send_due()

    first = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
    expert = db.session.get(Expert, first.person_id)
    notice = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "address_refused")).one()
    assert (first.state, expert.bounced_at) == ("failed_permanent", now)
    assert (notice.person_kind, notice.object_id) == ("territory", first.object_id)
    assert db.session.scalars(select(Event.step).where(Event.object_kind == "expert")).all() == ["bounce"]


def test_a_refused_text_does_not_mark_the_address(worker, relay, mails):
    relay.fail(Refused(END, 554, "looks like spam"))

    worker.send_due()

    assert states() == ["failed_permanent", "sent", "sent"]
    assert db.session.scalars(select(Expert.bounced_at)).all() == [None] * 3


def test_a_refused_coordinator_is_not_told_of_it_by_mail(worker, relay, mails):
    relay.fail(Refused(RCPT, 550, "no such user"), Refused(RCPT, 550, "no such user"))
    with transaction():
        db.session.execute(update(OutgoingMail).where(OutgoingMail.id != mails[0].id).values(state="cancelled"))

    worker.send_due()

    assert sorted(states()) == ["cancelled", "cancelled", "failed_permanent", "failed_permanent"]


def test_a_text_without_an_answer_is_in_doubt_and_never_sent_again(worker, relay, mails, frozen):
    relay.fail(InDoubt(END, 0, "timed out"))

    assert worker.send_due() == 2
    frozen.shift(timedelta(days=1))
    assert worker.send_due() == 0
    assert states() == ["in_doubt", "sent", "sent"]


def test_a_relay_out_of_reach_costs_no_mail_a_try(worker, relay, mails):
    relay.fail(TryLater(OPEN, 0, "connection refused"))

    assert worker.send_due() == 0
    assert worker.send_due() == 0, "the relay is left in peace for a moment"
    assert {(mail.state, mail.attempts) for mail in db.session.scalars(select(OutgoingMail))} == {("queued", 0)}


def test_a_relay_that_comes_back_gets_everything(relay, mails):
    relay.fail(TryLater(OPEN, 0, "connection refused"))
    MailWorker(relay, write).send_due()

    assert MailWorker(relay, write).send_due() == 3


def test_a_domain_that_asks_for_peace_is_left_and_others_go_on(worker, relay, mails, frozen):
    with transaction():
        mails[2].recipient = "denis@ailleurs.example"
    relay.fail(PauseDomain(RCPT, 452, "too many recipients"))

    assert worker.send_due() == 1
    assert states() == ["queued", "queued", "sent"]
    frozen.shift(DOMAIN_PAUSE + timedelta(seconds=1))
    assert worker.send_due() == 2


def test_a_mail_that_cannot_be_written_does_not_block_the_others(relay, mails, frozen, caplog):
    poisoned = mails[0].id

    def write_or_fail(mail_id, now):
        if mail_id == poisoned:
            raise KeyError("no such word")
        return write(mail_id, now)

    worker = MailWorker(relay, write_or_fail)
    assert worker.send_due() == 2
    for _ in range(3):
        frozen.shift(timedelta(minutes=3))
        worker.send_due()

    assert states() == ["failed_permanent", "sent", "sent"]


def test_a_worker_that_slept_past_its_lease_stops_before_the_text(relay, mails):
    class Sleepy(Memory):
        def envelope(self, sender, recipient):
            super().envelope(sender, recipient)
            with transaction():
                outbox.sweep(real_now=clock.real_now() + LEASE + timedelta(seconds=1))
            with transaction():
                outbox.claim_mail("b", now=clock.now(), real_now=clock.real_now(), lease=LEASE)
            stopped.append(recipient)

    stopped = []
    sleepy = Sleepy()
    MailWorker(sleepy, write).send_due(lambda: bool(stopped))

    assert stopped
    assert sleepy.sent == []


def test_the_lease_is_longer_than_all_that_one_mail_may_take():
    assert timedelta(seconds=2 * Caps().longest) < LEASE
