import os
import signal
import socket
import sys
import time

import click
import pytest
from conftest import settings_for

from seed_data import run

IDLE = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('up', 'w').close(); time.sleep(60)",
]


@pytest.fixture
def family():
    family = run.Family()
    yield family
    family.end()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pids(family):
    return [member.pid for member in family._members.values()]


def test_a_family_ends_together_and_leaves_nobody(family):
    for name in ("web", "jobs"):
        family.start(name, IDLE, os.environ)
    members = pids(family)
    assert family.find_ended() is None

    family.end()

    assert [pid for pid in members if is_alive(pid)] == []


def test_the_one_that_ended_is_named(family):
    family.start("web", IDLE, os.environ)
    family.start("mail", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)

    give_up_at = time.monotonic() + 20
    while family.find_ended() is None and time.monotonic() < give_up_at:
        time.sleep(0.05)

    assert family.find_ended() == "mail"


def test_who_does_not_end_when_asked_is_killed(family, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "END_PATIENCE", 0.2)
    monkeypatch.chdir(tmp_path)
    family.start("web", STUBBORN, os.environ)
    while not (tmp_path / "up").exists():
        time.sleep(0.02)

    family.end()

    assert family._members["web"].returncode == -signal.SIGKILL


def test_a_port_that_is_taken_is_said_with_another_one_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} is taken .* PORT="):
            run._check_port(port)


def test_the_mail_listens_on_the_port_beside_the_pages(tmp_path):
    settings = settings_for(f"sqlite:///{tmp_path / 'alize.sqlite'}", port=8123, is_demonstration=True)

    commands = run.commands_of(settings)

    assert list(commands) == ["mail", "web", "jobs"]
    assert commands["mail"][-2] == "8124"
    assert "127.0.0.1:8123" in commands["web"]
