"""Mail workers in processes of their own, which may be killed, or kill themselves at a named point."""

import os
import signal
import time
from datetime import timedelta

from conftest import settings_for

from jobs.mails import MailWorker
from webapp import create_app
from webapp.domain.links import mint
from webapp.extensions import db
from webapp.mail.transport import Caps, Smtp
from webapp.models.mails import OutgoingMail
from webapp.services.letters import Letter
from webapp.services.outbox import count_mails

#: shorter than in production, and longer than the caps of the dialogue all the same
LEASE = timedelta(seconds=1.5)
CAPS = Caps(open=0.5, verb=0.3, mail=0.6)

POINTS = (
    "after_claim",
    "after_open",
    "after_envelope",
    "after_data_started",
    "in_text",
    "after_answer",
    "after_sent",
)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(Smtp):
    """Ends its process without a word at one point of the dialogue."""

    def __init__(self, port, point):
        super().__init__(f"smtp://127.0.0.1:{port}", caps=CAPS)
        self.point = point

    def open(self):
        super().open()
        if self.point == "after_open":
            die()

    def envelope(self, sender, recipient):
        super().envelope(sender, recipient)
        if self.point == "after_envelope":
            die()

    def data(self, message):
        if self.point == "after_data_started":
            die()
        answer = super().data(message)
        if self.point == "after_answer":
            die()
        return answer

    def _send_text(self, text):
        if self.point == "in_text":
            super()._send_text(text[: len(text) // 2])
            die()
        super()._send_text(text)


def send_mails(app, port, point):
    """Work until nothing is left to send or to sort out."""

    def write(mail_id, _now):
        if point == "after_claim":
            die()
        mail, token = db.session.get_one(OutgoingMail, mail_id), mint()
        return Letter("alize@exemple.fr", mail.recipient, f"{mail.message_id}\r\n{token}\r\n".encode(), (token,))

    def is_stopping():
        if point == "after_sent" and count_mails("sent"):
            die()
        db.session.rollback()
        return False

    worker = MailWorker(Deadly(port, point), write, lease=LEASE)
    with app.app_context():
        while any(count_mails(state) for state in ("queued", "claimed", "data_started")):
            worker.sweep()
            worker.send_due(is_stopping)
            time.sleep(0.02)


def raise_workers(url, port, orders):
    """Fork a worker at each order, so that none has to import or build anything; the database is first met after the fork."""
    app = create_app(settings_for(url))
    while True:
        order, value = orders.recv()
        if order == "start":
            orders.send(_fork(app, port, value))
            continue
        if order == "kill":
            os.kill(value, signal.SIGKILL)
        orders.send(os.waitstatus_to_exitcode(os.waitpid(value, 0)[1]))


def _fork(app, port, point):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            send_mails(app, port, point)
            status = 0
        finally:
            os._exit(status)
    return pid
