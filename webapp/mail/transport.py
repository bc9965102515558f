"""The door by which mails leave: a dialogue with the relay, verb by verb, so that the outbox can write between two.

    relay.open()                        connect, greet, encrypt, sign in
    relay.envelope(sender, recipient)   the relay agrees to take a mail for this one address
    ...                                 here the outbox commits that the text is about to flow
    relay.data(message)                 the text; returns the relay's words, which often carry its own number
    relay.close()

Every call raises a NotDelivered of `domain.deliveries`. Nothing here reads a header: sender and recipient come apart
from the text. Every wait is bounded, in monotonic seconds: for each verb, however slowly its bytes drip, and for a
whole mail; only the look-up of the relay's name is left to the system. The lease of a claim must be longer than all
of them together (`Caps.longest`).
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Protocol
from urllib.parse import unquote, urlsplit

from webapp.domain.deliveries import DATA, END, MAIL, OPEN, RCPT, InDoubt, Refused, TryLater, judge

#: An address as it may stand in an envelope: no quotes, no brackets, no space, ASCII.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_BARE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_CHUNK = 32 * 1024
_MAX_REPLY = 64 * 1024


class Transport(Protocol):
    """A door. One mail at a time; open once, then as many mails as wanted."""

    def open(self) -> None: ...

    def envelope(self, sender: str, recipient: str) -> None: ...

    def data(self, message: bytes) -> str: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Caps:
    """Seconds at most: to reach an address of the relay, to open, for each verb, for a mail from its first verb on."""

    connect: float = 5
    open: float = 20
    verb: float = 20
    mail: float = 60

    @property
    def longest(self) -> float:
        """Seconds that one mail can take in all, closing included."""
        return self.open + self.mail + self.verb


class Smtp:
    """A relay: smtps:// (encrypted from the first byte), smtp+starttls:// (must encrypt before anything else), smtp://.

    Where encryption is asked for and not to be had, or the certificate is not the relay's, nothing is said at all.
    """

    def __init__(
        self, url: str, *, hello: str = "localhost", caps: Caps | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("a relay's address begins with smtps://, smtp+starttls:// or smtp://")
        self.scheme = parts.scheme
        self.host = parts.hostname
        self.port = parts.port or _PORTS[parts.scheme]
        self.caps = caps or Caps()
        self._hello = hello
        self._account = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._tls = tls
        self._session: _Session | None = None
        self._is_clean = True

    def open(self) -> None:
        """Connect, greet, encrypt and sign in; does nothing when that is done.

        Raises:
            TryLater: the relay is out of reach, slow, not encrypted, or refuses us.
        """
        if self._session is not None:
            return
        try:
            self._session = self._connect()
            self._greet(self._session)
        except smtplib.SMTPResponseException as refused:
            raise self._fail(judge(OPEN, refused.smtp_code, _words(refused.smtp_error))) from None
        except (OSError, smtplib.SMTPException, ValueError) as failed:
            raise self._fail(TryLater(OPEN, 0, _reason(failed))) from None
        self._is_clean = True

    def envelope(self, sender: str, recipient: str) -> None:
        """Ask the relay to take a mail for this one address.

        Raises:
            Refused: the address is refused for good, or is none.
            TryLater: not now.
        """
        if not _ADDRESS.fullmatch(recipient) or not _ADDRESS.fullmatch(sender):
            raise Refused(RCPT if _ADDRESS.fullmatch(sender) else MAIL, 0, "not an address")
        self._held(MAIL).start_mail(self.caps.mail)
        if not self._is_clean:
            self._ask(MAIL, "RSET", {250})
        self._is_clean = False
        self._ask(MAIL, f"MAIL FROM:<{sender}>", {250})
        self._ask(RCPT, f"RCPT TO:<{recipient}>", {250, 251, 252})

    def data(self, message: bytes) -> str:
        """Send the text of the mail whose envelope was taken; returns the relay's words.

        Raises:
            ValueError: a line does not end as mails do, so that a relay could read another mail in it.
            Refused, TryLater: the relay says so, or was lost before the text had ended.
            InDoubt: the text had ended, no answer came.
        """
        if _BARE_LINE_END.search(message):
            raise ValueError("every line of a mail ends with CR LF")
        self._ask(DATA, "DATA", {354})
        text = message if message.endswith(b"\r\n") else message + b"\r\n"
        self._send_text(re.sub(rb"(?m)^\.", b"..", text))
        code, words = self._speak(END, b".\r\n", lost=InDoubt)
        if not 200 <= code < 300:
            raise self._refusal(END, code, words)
        self._is_clean = True
        return words

    def close(self) -> None:
        """Take leave; never raises, and never waits longer than a verb may."""
        session, self._session = self._session, None
        if session is None:
            return
        session.start_mail(self.caps.verb)
        try:
            session.quit()
        except (OSError, smtplib.SMTPException):
            session.close()

    def _connect(self) -> _Session:
        wrap = self._context().wrap_socket if self.scheme == "smtps" else None
        return _Session(self.host, self.port, self._hello, self.caps, wrap)

    def _greet(self, session: _Session) -> None:
        session.ehlo_or_helo_if_needed()
        if self.scheme == "smtp+starttls":
            session.starttls(context=self._context())
            session.ehlo_or_helo_if_needed()
        if self._account is not None:
            session.login(*self._account)

    def _context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()

    def _held(self, verb: str) -> _Session:
        if self._session is None:
            raise TryLater(verb, 0, "not connected")
        return self._session

    def _ask(self, verb: str, line: str, wanted: set[int]) -> None:
        code, words = self._speak(verb, line.encode("ascii") + b"\r\n")
        if code not in wanted:
            raise self._refusal(verb, code, words)

    def _speak(self, verb: str, line: bytes, *, lost: type[TryLater | InDoubt] = TryLater) -> tuple[int, str]:
        session = self._held(verb)
        session.start_verb(self.caps.verb)
        try:
            session.send(line)
            code, words = session.getreply()
        except (OSError, smtplib.SMTPException, ValueError) as failed:
            raise self._fail(lost(verb, 0, _reason(failed))) from None
        return code, _words(words)

    def _send_text(self, text: bytes) -> None:
        """The text without its final dot: a relay that never sees the dot keeps nothing, so a cut here is no doubt."""
        session = self._held(DATA)
        try:
            for start in range(0, len(text), _CHUNK):
                session.start_verb(self.caps.verb)
                session.send(text[start : start + _CHUNK])
        except (OSError, smtplib.SMTPException) as failed:
            raise self._fail(TryLater(DATA, 0, _reason(failed))) from None

    def _refusal(self, verb: str, code: int, words: str) -> Exception:
        refusal = judge(verb, code, words)
        is_in_step = 400 <= code < 600 and code != 421
        return refusal if is_in_step else self._fail(refusal)

    def _fail(self, failure: Exception) -> Exception:
        """Drop the connection, without a word, and hand the failure on."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
        return failure


class _Session(smtplib.SMTP):
    """smtplib's dialogue with time caps that hold however slowly bytes come: each read gets what is left of them."""

    def __init__(self, host: str, port: int, hello: str, caps: Caps, wrap: Callable[..., socket.socket] | None) -> None:
        self._wrap = wrap
        self._until = self._mail_until = monotonic() + caps.open
        super().__init__(host, port, hello, timeout=caps.connect)

    def start_mail(self, seconds: float) -> None:
        """From now on, everything until the next start may last so long."""
        self._until = self._mail_until = monotonic() + seconds

    def start_verb(self, seconds: float) -> None:
        """The next words may last so long, within what is left of the mail."""
        self._until = min(monotonic() + seconds, self._mail_until)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = socket.create_connection((host, port), timeout)
        # the final dot would wait 40 ms for the acknowledgement of the text
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._wrap is None:
            return sock
        try:
            sock.settimeout(self._left())
            return self._wrap(sock, server_hostname=host)
        except OSError:
            sock.close()
            raise

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock, self._left)
        if self.file is not None:
            self.file.start_reply()
        return super().getreply()

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        if self.sock is not None:
            self.sock.settimeout(self._left())
        super().send(s)

    def _left(self) -> float:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("the relay took too long")
        return left


class _Lines:
    """The lines of replies, read with what is left of the time."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock = sock
        self._left = left
        self._bytes = b""
        self._read = 0

    def start_reply(self) -> None:
        self._read = 0

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self._bytes[:limit] and len(self._bytes) < limit:
            self._sock.settimeout(self._left())
            more = self._sock.recv(4096)
            self._read += len(more)
            if self._read > _MAX_REPLY:
                raise ConnectionError("the relay talks without end")
            if not more:
                return b""
            self._bytes += more
        end = self._bytes.find(b"\n", 0, limit) + 1 or limit
        line, self._bytes = self._bytes[:end], self._bytes[end:]
        return line

    def close(self) -> None:
        self._bytes = b""


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _reason(failed: Exception) -> str:
    return f"{type(failed).__name__}: {failed}"
