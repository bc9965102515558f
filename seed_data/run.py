"""`alize demo run`: the web pages, the jobs and the mail server of a demonstration, started and ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

from webapp import create_app
from webapp.config import SettingError, Settings, find_database_url, read_settings, sqlite_path
from webapp.services.clock_steps import resume_clock
from webapp.services.runs import find_last_beat
from webapp.terminal import gettext as _
from webapp.transaction import transaction

HOST = "127.0.0.1"

#: seconds until the pages must answer, and until a process that was asked to end is killed
START_PATIENCE, END_PATIENCE = 60, 20

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Family:
    """Processes that live and die together, each with whatever it starts itself."""

    def __init__(self) -> None:
        self._members: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str], environ: Mapping[str, str]) -> None:
        """Start a process in a group of its own, so that Ctrl-C reaches it once, through us."""
        self._members[name] = subprocess.Popen(command, env=dict(environ), start_new_session=True)  # noqa: S603

    def find_ended(self) -> str | None:
        """The name of a process that has ended, if one has."""
        return next((name for name, member in self._members.items() if member.poll() is not None), None)

    def end(self) -> None:
        """Ask every process to end, then make those end that do not, and what they have left."""
        for member in self._members.values():
            _signal_group(member, signal.SIGTERM)
        deadline = time.monotonic() + END_PATIENCE
        for member in self._members.values():
            try:
                member.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                _signal_group(member, signal.SIGKILL)
                member.wait()
            _signal_group(member, signal.SIGKILL)


def run_demonstration() -> None:
    """Start all of it, say the address once it answers, and end cleanly on Ctrl-C or when a part of it ends.

    Raises:
        ClickException: there is no demonstration here, or a port is taken.
    """
    settings = _read_settings()
    for port in (settings.port, settings.port + 1):
        _check_port(port)
    _start_clock(settings)
    stop = _Stop()
    family = Family()
    try:
        for name, command in commands_of(settings).items():
            family.start(name, command, os.environ)
        _say_address(settings, family, stop)
        while not stop.is_asked and family.find_ended() is None:
            time.sleep(0.2)
        ended = family.find_ended()
    finally:
        family.end()
    if not stop.is_asked:
        raise click.ClickException(
            _("Le processus %(name)s s’est arrêté, et tout avec lui. La raison est ci-dessus.", name=ended)
        )
    click.echo(_("Tout est arrêté."))


def _read_settings() -> Settings:
    """The settings of a demonstration; what production needs is not asked for where there is none."""
    missing = click.ClickException(_("Il n’y a pas encore de démonstration dans DATA_DIR. L’écrire : alize demo load"))
    try:
        settings = read_settings()
    except SettingError as error:
        path = sqlite_path(find_database_url())
        is_there = path is not None and path.exists()
        raise (click.ClickException(str(error)) if is_there else missing) from None
    if not settings.is_demonstration:
        raise missing
    return settings


def commands_of(settings: Settings) -> dict[str, list[str]]:
    """The three processes and how each is started."""
    gunicorn = (
        "--worker-class gthread --workers 1 --threads 8 --no-control-socket --log-level warning --graceful-timeout 5"
    )
    mailbox = settings.mailbox
    assert mailbox is not None, "a demonstration has its mailbox"
    python = sys.executable
    return {
        "mail": [python, "-m", "seed_data.smtp", str(settings.port + 1), str(mailbox)],
        "web": [
            python,
            "-m",
            "gunicorn",
            *gunicorn.split(),
            "--bind",
            f"{HOST}:{settings.port}",
            "webapp:create_app()",
        ],
        "jobs": [python, "-m", "jobs"],
    }


class _Stop:
    """Becomes true when somebody presses Ctrl-C, closes the terminal or asks the process to end."""

    def __init__(self) -> None:
        self.is_asked = False
        for number in SIGNALS:
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


def _say_address(settings: Settings, family: Family, stop: _Stop) -> None:
    click.echo(_("La démonstration démarre…"))
    give_up_at = time.monotonic() + START_PATIENCE
    while not stop.is_asked and family.find_ended() is None and time.monotonic() < give_up_at:
        if _answers(settings.port):
            said = _("Alizé est à l’adresse %(url)s", url=f"http://localhost:{settings.port}")
            click.echo(f"\n  {said}\n\n  {_('Ctrl-C arrête tout.')}\n")
            return
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise click.ClickException(
                _(
                    "Le port %(port)s est pris par un autre programme. En choisir un autre : PORT=%(other)s make demo",
                    port=port,
                    other=_next(port),
                )
            ) from None


def _next(port: int) -> int:
    return port + 10 if port < 65000 else 8000


def _start_clock(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context(), transaction():
        resume_clock(find_last_beat())


def _signal_group(member: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(member.pid, number)
    except ProcessLookupError:
        return
