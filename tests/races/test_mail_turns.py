import time

import pytest
from factories.stories import tell_story
from races.conftest import all_at_once
from twins import Memory

from jobs.mails import MailWorker
from webapp import clock
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.letters import Letter

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(300)]


class Slow(Memory):
    """Remembers for whom each text came in; between an envelope and its text there is time to interrupt."""

    def envelope(self, sender, recipient):
        super().envelope(sender, recipient)
        time.sleep(0.02)


def write(mail_id, now):
    mail = db.session.get_one(OutgoingMail, mail_id)
    return Letter("alize@exemple.fr", mail.recipient, f"To: {mail.recipient}\r\n\r\nBonjour\r\n".encode())


def test_threads_that_share_a_worker_give_each_mail_to_its_reader(own_app):
    relay = Slow()
    worker = MailWorker(relay, write)
    with own_app.app_context():
        tell_story(offers=12).send(clock.now())
        db.session.remove()

    all_at_once(own_app, [worker.send_due] * 3)

    assert len(relay.sent) == 12
    assert all(f"To: {sent.recipient}\r\n".encode() in sent.message for sent in relay.sent)
