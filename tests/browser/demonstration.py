"""A demonstration as `make demo` makes it: loaded once, then run as its own processes on a free port."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from loaded import ALIZE, environment

START_PATIENCE, END_PATIENCE = 120, 60

#: tables that move without anybody's act: mails on their way, runs of jobs, sessions, counters, the clock
RESTLESS = {
    "audit_seal",
    "clock_step",
    "clock_walk",
    "form_key",
    "heartbeat",
    "hit",
    "job_run",
    "link_secret",
    "outgoing_mail",
    "sign_in_session",
}


class Demonstration:
    """The processes behind an address, and what they have said."""

    def __init__(self, process, port, folder):
        self._process = process
        self.folder = folder
        self.address = f"http://localhost:{port}"

    @property
    def output(self):
        return (self.folder / "output").read_text(errors="replace")

    def check_alive(self):
        assert self._process.poll() is None, f"the demonstration has ended:\n{self.output[-4000:]}"

    def wait_until_ready(self):
        give_up_at = time.monotonic() + START_PATIENCE
        while not self._answers():
            self.check_alive()
            assert time.monotonic() < give_up_at, f"the demonstration does not answer:\n{self.output[-4000:]}"
            time.sleep(0.2)

    def facts(self):
        """Every row of every table that only moves when somebody acts."""
        with closing(sqlite3.connect(f"file:{self.folder / 'alize.sqlite'}?mode=ro", uri=True)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names - RESTLESS}

    def end(self):
        """End it as Ctrl-C does, and see that it leaves no process."""
        children = children_of(self._process.pid)
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(END_PATIENCE)
        finally:
            left = [child for child in children if outlives(child)]
            for group in left:
                os.killpg(group, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        assert not left, f"processes were left:\n{self.output[-4000:]}"

    def _answers(self):
        try:
            with urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False


@contextmanager
def run(loaded, folder):
    """`alize demo run` on a copy of what was loaded."""
    folder.mkdir()
    for file in loaded.glob("alize.sqlite*"):
        shutil.copy(file, folder)
    port = free_port()
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [*ALIZE, "demo", "run"], env=environment(folder, PORT=str(port)), stdout=output, stderr=subprocess.STDOUT
        )
    demonstration = Demonstration(process, port, folder)
    try:
        demonstration.wait_until_ready()
        yield demonstration
        demonstration.check_alive()
    finally:
        demonstration.end()
    assert process.returncode == 0, f"it did not end cleanly:\n{demonstration.output[-4000:]}"


def children_of(pid):
    """The processes that a process has started, each the first of a group of its own."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def outlives(group, seconds=5):
    """Whether a process of a group still runs; what was killed does for a moment."""
    give_up_at = time.monotonic() + seconds
    while runs(group):
        if time.monotonic() > give_up_at:
            return True
        time.sleep(0.1)
    return False


def runs(group):
    """Whether a process of a group runs: one that has ended may stand in the list until the system takes note of it."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, its_group, *_ = stat.read_text().rpartition(")")[2].split()
            if int(its_group) == group and state != "Z":
                return True
    return False


def free_port():
    """A port that is free, and the next one too, for the mail."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
