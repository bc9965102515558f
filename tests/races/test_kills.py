import os
import random
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from conftest import app_on
from loaded import environment
from processes.sink import free_port
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.needs import Need
from webapp.services.verify import list_breaches

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(900)]

FIRMS = 6
FORM_KEY = re.compile(r'name="form_key"[^>]*value="([^"]+)"')
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Firm(Thread):
    """Begins one request after another; notes which were acknowledged, and goes on when the site goes away."""

    def __init__(self, base, number, stop):
        super().__init__(daemon=True)
        self.base, self.number, self.stop = base, number, stop
        self.acknowledged, self.tries = [], 0

    def run(self):
        while not self.stop.is_set():
            self.tries += 1
            address = f"firme{self.number}.{self.tries}@exemple.fr"
            try:
                if self.begin(address) == 303:
                    self.acknowledged.append(address)
            except (OSError, HTTPException, TypeError):
                time.sleep(0.05)

    def begin(self, address):
        browser = urllib.request.build_opener(NoRedirect, urllib.request.HTTPCookieProcessor(CookieJar()))
        form = browser.open(f"{self.base}/besoin", timeout=20).read().decode()
        values = {
            "name": "Sylvie Aubry",
            "email": address,
            "form_key": FORM_KEY.search(form)[1],
            "csrf_token": CSRF.search(form)[1],
        }
        try:
            return browser.open(f"{self.base}/besoin", urlencode(values).encode(), timeout=20).status
        except urllib.error.HTTPError as answer:
            return answer.code


@pytest.fixture(params=["sqlite", "postgres"])
def url(request):
    return request.getfixturevalue(f"own_{request.param}")


@pytest.fixture
def site(url, tmp_path):
    """The pages as they run in production, by two processes; its address and the process that keeps them."""
    port = free_port()
    values = {
        "DATABASE_URL": url.replace("+psycopg", ""),
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "SECRET_KEYS": "k" * 32,
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "alize@exemple.fr",
    }
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += ["--no-control-socket", "--log-level", "critical", "--bind", f"127.0.0.1:{port}", "webapp:create_app()"]
    running = subprocess.Popen(command, env=environment(tmp_path, **values))
    yield f"http://localhost:{port}", running.pid
    running.terminate()
    running.wait(30)


def workers_of(master):
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def is_up(base):
    try:
        return urllib.request.urlopen(f"{base}/healthz", timeout=5).status == 200
    except OSError:
        return False


def count(firms):
    return sum(len(firm.acknowledged) for firm in firms)


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=[pytest.mark.long, pytest.mark.timeout(2400)])])
def test_what_was_acknowledged_is_there_however_often_a_process_is_killed(url, site, kills):
    (base, master), chance, stop = site, random.Random(kills), Event()
    while not is_up(base):
        time.sleep(0.1)
    firms = [Firm(base, number, stop) for number in range(FIRMS)]
    for firm in firms:
        firm.start()
    for _ in range(kills):
        enough = chance.randint(1, 5) + count(firms)
        while count(firms) < enough:
            time.sleep(0.01)
        os.kill(chance.choice(workers_of(master)), signal.SIGKILL)
    stop.set()
    for firm in firms:
        firm.join(60)

    acknowledged = {address for firm in firms for address in firm.acknowledged}
    for app in app_on(url):
        with app.app_context():
            begun = set(db.session.scalars(select(Contact.email).join(Need, Need.contact_id == Contact.id)))
            breaches = list(list_breaches())
            db.session.remove()
    assert len(acknowledged) >= kills
    assert not acknowledged - begun
    assert not breaches
