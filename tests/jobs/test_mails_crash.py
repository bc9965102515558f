import random
import time
from datetime import timedelta

import pytest
from factories.stories import tell_story
from processes.mail_worker import POINTS, raise_workers
from processes.sink import free_port, keep_mails
from sqlalchemy import select

from webapp import clock
from webapp.domain.links import digest, read_token
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.links import LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.services.links import find_link
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.concurrent

#: where a worker dies while the text may flow, and whether the mail has arrived by then
IN_DOUBT = {"after_data_started": False, "in_text": False, "after_answer": True}


def queue_mails(app, count):
    with app.app_context():
        now = clock.now() - timedelta(minutes=1)
        (proposal,) = tell_story(offers=1).send(now)
        link = find_link("answer", proposal.id, proposal.expert)
        first = db.session.scalars(select(OutgoingMail)).one()
        event = db.session.scalars(select(Event).where(Event.step == "send")).one()
        with transaction():
            db.session.add_all(copy_of(first, event, link, number) for number in range(count - 1))


def copy_of(mail, event, link, number):
    same = {name: getattr(mail, name) for name in ("template", "person_kind", "person_id", "object_kind", "object_id")}
    return OutgoingMail(
        **same,
        event_id=event.id,
        link_id=link.id,
        recipient=f"expert{number}@{number % 7}.exemple.fr",
        message_id=f"copy.{number}",
        not_before=mail.not_before,
        expires_at=mail.expires_at,
    )


@pytest.fixture
def relay(nursery, tmp_path):
    """Port and journal of a relay that is slow to answer."""
    started = []

    def start(slowest_ms):
        port, journal, ready = free_port(), tmp_path / "journal", nursery.Event()
        process = nursery.Process(target=keep_mails, args=(port, journal, slowest_ms, ready), daemon=True)
        process.start()
        started.append(process)
        assert ready.wait(60)
        return port, journal

    yield start
    for process in started:
        process.kill()
        process.join()


class Workers:
    """Workers of one application and one relay, each in a process."""

    def __init__(self, nursery, app, port):
        self.orders, theirs = nursery.Pipe()
        url = app.extensions["settings"].database_url
        self.mother = nursery.Process(target=raise_workers, args=(url, port, theirs), daemon=True)
        self.mother.start()

    def start(self, point=""):
        return self._ask("start", point)

    def kill(self, pid):
        return self._ask("kill", pid)

    def wait(self, pid):
        return self._ask("wait", pid)

    def finish(self):
        assert self.wait(self.start()) == 0
        self.mother.kill()
        self.mother.join()

    def _ask(self, *order):
        self.orders.send(order)
        return self.orders.recv()


def weigh(app, journal):
    """Lost, sent twice, in doubt, and in doubt although arrived; the oracle joins the journal and the table."""
    arrived = [line.split() for line in journal.read_text().splitlines()]
    keys = [message_id for message_id, _ in arrived]
    with app.app_context():
        states = dict(db.session.execute(select(OutgoingMail.message_id, OutgoingMail.state)).all())
        digests = set(db.session.scalars(select(LinkSecret.digest)))
        breaches = list(list_breaches())
    assert breaches == []
    assert set(states.values()) <= {"sent", "in_doubt"}
    assert all(digest(read_token(token).secret) in digests for _, token in arrived), "a link that arrived is dead"
    doubtful = {key for key, state in states.items() if state == "in_doubt"}
    lost = set(states) - set(keys) - doubtful
    return len(lost), len(keys) - len(set(keys)), len(doubtful), len(doubtful & set(keys))


def test_workers_killed_at_every_point_lose_and_repeat_nothing(own_app, nursery, relay):
    queue_mails(own_app, 3 * len(POINTS))
    port, journal = relay(5)
    workers = Workers(nursery, own_app, port)

    ends = {point: workers.wait(workers.start(point)) for point in POINTS}
    workers.finish()

    assert ends == dict.fromkeys(POINTS, -9)
    assert weigh(own_app, journal) == (0, 0, len(IN_DOUBT), sum(IN_DOUBT.values()))


def test_a_worker_killed_between_the_last_dot_and_the_answer_leaves_a_doubt(own_app, nursery, relay):
    queue_mails(own_app, 3)
    port, journal = relay(250)
    workers = Workers(nursery, own_app, port)

    doomed = workers.start()
    while not journal.exists() or not journal.read_bytes():
        time.sleep(0.005)
    workers.kill(doomed)
    workers.finish()

    assert weigh(own_app, journal) == (0, 0, 1, 1)


def wait_for_another(journal, seconds=3):
    """Until the relay has got a further mail, or none comes: a machine may take long to start a worker."""
    before = journal.stat().st_size if journal.exists() else 0
    for _ in range(200 * seconds):
        if journal.exists() and journal.stat().st_size > before:
            return
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("mails", "kills"), [(80, 8), pytest.param(1200, 200, marks=[pytest.mark.long, pytest.mark.timeout(1800)])]
)
def test_workers_killed_at_random_lose_and_repeat_nothing(own_app, nursery, relay, mails, kills):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    queue_mails(own_app, mails)
    port, journal = relay(25)
    workers = Workers(nursery, own_app, port)
    for _ in range(kills):
        doomed = [workers.start(), workers.start()]
        wait_for_another(journal)
        time.sleep(chance.uniform(0, 0.1))
        for pid in doomed:
            workers.kill(pid)
    workers.finish()

    lost, twice, doubtful, arrived = weigh(own_app, journal)

    print(f"seed {seed}: {mails} mails, {kills} kills of two workers; {doubtful} in doubt, of which {arrived} arrived")
    assert (lost, twice) == (0, 0)
    assert 0 < doubtful <= 2 * kills
