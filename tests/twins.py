"""A door that leads nowhere, with the manners of a relay: it remembers what it was given."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from webapp.domain.deliveries import DATA, END, MAIL, OPEN, RCPT, NotDelivered, TryLater


@dataclass(frozen=True)
class Sent:
    """One mail as it left."""

    sender: str
    recipient: str
    message: bytes


class Memory:
    """Keeps what is sent; `fail(...)` makes it refuse, in the order of the calls, at the verb of each failure."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.is_open = False
        self._failures: deque[NotDelivered] = deque()
        self._envelope: tuple[str, str] | None = None

    def fail(self, *failures: NotDelivered) -> None:
        """Raise these, one after the other, each when its verb comes."""
        self._failures.extend(failures)

    def open(self) -> None:
        if not self.is_open:
            self._meet(OPEN)
        self.is_open = True

    def envelope(self, sender: str, recipient: str) -> None:
        if not self.is_open:
            raise TryLater(MAIL, 0, "not connected")
        self._meet(MAIL)
        self._meet(RCPT)
        self._envelope = (sender, recipient)

    def data(self, message: bytes) -> str:
        if self._envelope is None:
            raise TryLater(DATA, 503, "no envelope")
        self._meet(DATA)
        (sender, recipient), self._envelope = self._envelope, None
        self._meet(END)
        self.sent.append(Sent(sender, recipient, message))
        return f"kept as {len(self.sent)}"

    def close(self) -> None:
        self.is_open = False
        self._envelope = None

    def _meet(self, verb: str) -> None:
        if self._failures and self._failures[0].verb == verb:
            raise self._failures.popleft()
