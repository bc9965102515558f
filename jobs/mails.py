"""The mail worker: takes mails out of the outbox, one after the other, and hands them to the relay verb by verb.

Each step is committed before the next verb is spoken, and no transaction is open while the relay is talked to:

    claim -> write the mail, mint its secrets -> MAIL, RCPT -> data_started, the secrets' hashes -> DATA -> sent
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Protocol

from flask import Flask

from webapp import clock
from webapp.domain.deliveries import MAIL, OPEN, InDoubt, NotDelivered, PauseDomain, Refused, TryLater
from webapp.domain.retries import SPREAD
from webapp.extensions import db
from webapp.services import outbox
from webapp.services.bounces import note_bounce
from webapp.services.letters import Letter, write_letter
from webapp.services.outbox import Claim
from webapp.transaction import transaction

log = logging.getLogger(__name__)

#: longer than all the time caps of one mail together
LEASE = timedelta(minutes=5)

#: how long a domain that asked for it is left in peace
DOMAIN_PAUSE = timedelta(minutes=5)

#: seconds until a relay that was out of reach is tried again: doubled each time
FIRST_REST, LONGEST_REST = 2.0, 60.0


class Transport(Protocol):
    """The way to a relay; every call raises a NotDelivered."""

    def open(self) -> None: ...

    def envelope(self, sender: str, recipient: str) -> None: ...

    def data(self, message: bytes) -> str: ...

    def close(self) -> None: ...


class MailWorker:
    """Sends what is due. Any number of them, in as many processes, send each mail once.

    Threads that share one take turns: the relay is told of one mail at a time.
    """

    def __init__(
        self, transport: Transport, write: Callable[[int, datetime], Letter], *, lease: timedelta = LEASE
    ) -> None:
        self.transport = transport
        self.write = write
        self.lease = lease
        self._turn = Lock()
        self._rest = 0.0
        self._resting_until = float("-inf")

    @classmethod
    def of(cls, app: Flask) -> MailWorker:
        """The worker of an application, with its relay and its sender."""
        settings = app.extensions["settings"]

        def write(mail_id: int, now: datetime) -> Letter:
            return write_letter(mail_id, sender=settings.mail_from, base_url=settings.public_base_url, now=now)

        return cls(app.extensions["mail_transport"], write)

    def sweep(self) -> None:
        """Take care of what dead workers left."""
        with transaction():
            swept = outbox.sweep(real_now=clock.real_now())
        if swept.queued or swept.in_doubt:
            log.error("mails left by a dead worker: %s queued again, %s in doubt", swept.queued, swept.in_doubt)

    def send_due(self, is_stopping: Callable[[], bool] = lambda: False) -> int:
        """Send all that is due, unless the relay is out of reach; how many the relay took."""
        with self._turn:
            try:
                return self._send_all(is_stopping)
            finally:
                self.transport.close()

    def _send_all(self, is_stopping: Callable[[], bool]) -> int:
        sent = 0
        while not is_stopping() and monotonic() >= self._resting_until:
            claim = self._claim()
            if claim is None:
                break
            sent += self._deliver(claim)
        return sent

    def _claim(self) -> Claim | None:
        with transaction():
            return outbox.claim_mail(
                secrets.token_hex(16), now=clock.now(), real_now=clock.real_now(), lease=self.lease
            )

    def _deliver(self, claim: Claim) -> bool:
        letter = self._written(claim)
        if letter is None:
            return False
        try:
            self._hand_over(claim, letter)
        except NotDelivered as failure:
            self._note(claim, letter, failure)
            return False
        with transaction():
            is_ours = outbox.mark_sent(claim, now=clock.now())
        self._rest = 0.0
        if not is_ours:
            log.error("mail %s was sent, but its claim had been lost", claim.mail_id)
        return True

    def _written(self, claim: Claim) -> Letter | None:
        try:
            return self.write(claim.mail_id, clock.now())
        except Exception as fault:
            log.exception("mail %s cannot be written", claim.mail_id, extra={"mail_id": claim.mail_id})
            db.session.rollback()
            with transaction():
                outbox.mark_unwritable(claim, type(fault).__name__, now=clock.now())
        finally:
            db.session.rollback()
        return None

    def _hand_over(self, claim: Claim, letter: Letter) -> None:
        self.transport.open()
        self.transport.envelope(letter.sender, letter.recipient)
        with transaction():
            is_ours = outbox.mark_data_started(claim, letter.minted, now=clock.now())
        if not is_ours:
            raise ClaimLost(MAIL)
        self.transport.data(letter.wire)

    def _note(self, claim: Claim, letter: Letter, failure: NotDelivered) -> None:
        with transaction():
            became = self._record(claim, letter, failure)
        log.warning("mail %s: %s (%s)", claim.mail_id, became, failure, extra={"mail_id": claim.mail_id})

    def _record(self, claim: Claim, letter: Letter, failure: NotDelivered) -> str:
        now = clock.now()
        match failure:
            case ClaimLost():
                return "claim lost"
            case InDoubt():
                return "in_doubt" if outbox.mark_in_doubt(claim, str(failure)) else "claim lost"
            case Refused():
                if outbox.mark_refused(claim, str(failure)) and failure.is_about_address:
                    note_bounce(claim.mail_id, now=now)
                return "failed_permanent"
            case TryLater(verb=verb) if verb == OPEN:
                self._take_rest()
                outbox.put_back(claim)
                return "relay out of reach"
            case PauseDomain():
                outbox.pause_domain(letter.recipient, until=now + DOMAIN_PAUSE)
        return outbox.mark_for_retry(claim, str(failure), now=now, jitter=secrets.randbelow(2 * SPREAD + 1) - SPREAD)

    def _take_rest(self) -> None:
        self._rest = min(max(self._rest * 2, FIRST_REST), LONGEST_REST)
        self._resting_until = monotonic() + self._rest


class ClaimLost(NotDelivered):
    """This worker slept past its lease; the mail is in other hands."""
