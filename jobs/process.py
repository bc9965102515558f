"""The jobs process: the metronome, the mails and, on a demonstration, the walk of the clock."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Thread

from flask import Flask

from jobs.mails import MailWorker
from jobs.scheduler import Scheduler
from jobs.walk import walk_clock
from webapp.services.clock_steps import follow_clock
from webapp.services.runs import fall_silent
from webapp.transaction import transaction

log = logging.getLogger(__name__)

#: pause between two looks at the outbox, and at where a visitor wants the clock
PAUSE_SECONDS = 1.0


def run_until_stopped(app: Flask) -> None:
    """Run until SIGTERM or SIGINT, then end what is in hand and leave nothing claimed."""
    stop = Event()
    # a queue, which a second signal may enter while the first is in it: an Event would wait for its own lock, for ever
    told: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: told.put(number))
    process = f"jobs:{socket.gethostname()[:30]}:{os.getpid()}"
    worker = MailWorker.of(app)
    is_demonstration = app.extensions["settings"].is_demonstration
    scheduler = Scheduler(app, process)
    loops = [_loop(app, stop, "mails", lambda: _send(worker, stop, is_demonstration))]
    if is_demonstration:
        loops.append(_loop(app, stop, "walk", lambda: walk_clock(lambda: worker.send_due(stop.is_set), stop.is_set)))
    scheduler.start()
    log.info("jobs: started as %s", process)
    told.get()
    stop.set()
    scheduler.stop()
    for loop in loops:
        loop.join()
    with app.app_context(), transaction():
        fall_silent(process)
    log.info("jobs: stopped")


def _send(worker: MailWorker, stop: Event, is_demonstration: bool) -> None:
    if is_demonstration:
        follow_clock()
    worker.sweep()
    worker.send_due(stop.is_set)


def _loop(app: Flask, stop: Event, name: str, act: Callable[[], object]) -> Thread:
    def turn() -> None:
        while not stop.wait(PAUSE_SECONDS):
            with app.app_context():
                _attempt(name, act)

    thread = Thread(target=turn, name=name)
    thread.start()
    return thread


def _attempt(name: str, act: Callable[[], object]) -> None:
    """One turn of a loop; what breaks it, a database that is away above all, must not end the loop."""
    try:
        act()
    except Exception:
        log.exception("%s: this turn failed, the next one will try again", name)
