"""A relay with any weather: it says what its script says, verb by verb, and remembers what it took."""

import socket
import threading
from contextlib import suppress
from dataclasses import replace

from webapp.mail.transport import Caps, Smtp

CUT, HANG, DRIP, GARBLED = "cut", "hang", "drip", "garbled"

#: seconds for which a relay that hangs says nothing
PATIENCE = 30

#: seconds that a door waits for an answer: one that will not come, and one that comes as soon as the machine lets it
SHORT, LONG = 0.4, 60


class Relay:
    """One connection at a time. `script` maps a verb to what it answers instead of yes; a list is used up in turn."""

    def __init__(self, tls=None, *, implicit=False, extensions=()):
        self.script = {}
        self.taken = []
        self.heard = []
        self.connections = 0
        self._tls, self._implicit, self._extensions = tls, implicit, extensions
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self):
        self._over.set()
        self._thread.join(5)
        self._socket.close()
        assert not self._thread.is_alive()

    def patience(self, *verbs):
        """How long a door waits for the answer to one of these verbs."""
        return SHORT if any(self.script.get(verb) in (HANG, DRIP) for verb in verbs) else LONG

    def _serve(self):
        self._socket.settimeout(0.05)
        while not self._over.is_set():
            with suppress(TimeoutError):
                connection, _ = self._socket.accept()
                self.connections += 1
                self._meet(connection)

    def _meet(self, connection):
        connection.settimeout(PATIENCE)
        with connection, suppress(OSError):
            if not self._implicit or self.script.get("CONNECT") == HANG:
                return self._talk(connection)
            with self._tls.wrap_socket(connection, server_side=True) as safe:
                return self._talk(safe)

    def _talk(self, connection, *, encrypted=False):
        if not encrypted:
            self._answer(connection, "CONNECT", b"220 relay ready\r\n")
        self._envelope = []
        with connection.makefile("rb") as lines:
            while (line := lines.readline()) and self._hear(connection, lines, line) != "STARTTLS":
                pass
        if line:
            with self._tls.wrap_socket(connection, server_side=True) as safe:
                self._talk(safe, encrypted=True)

    def _hear(self, connection, lines, line):
        """Answer one line; returns its verb, "" when the answer was not yes."""
        self.heard.append(line.decode().strip())
        verb = line.split()[0].upper().decode()
        offered = b"".join(b"250-%s\r\n" % extension for extension in self._extensions)
        yes = {"EHLO": b"250-relay\r\n" + offered + b"250 ok\r\n", "STARTTLS": b"220 go\r\n", "DATA": b"354 go\r\n"}
        agreed = self._answer(connection, verb, yes.get(verb, b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n"))
        if verb == "DATA" and agreed:
            self._take(connection, lines, self._envelope)
        elif verb in ("MAIL", "RSET"):
            self._envelope = []
        if verb in ("MAIL", "RCPT") and agreed:
            self._envelope = [*self._envelope, line.decode().partition(":")[2].strip("<>\r\n")]
        return verb if agreed else ""

    def _take(self, connection, lines, envelope):
        if self.script.get("TEXT") == CUT:
            lines.read(1000)
            raise ConnectionError
        if self.script.get("TEXT") == HANG:
            self._over.wait(PATIENCE)
        text = b""
        while (line := lines.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            text += line.removeprefix(b".")
        self.taken.append((*envelope, text))
        if not self._answer(connection, "END", b"250 taken as 42\r\n"):
            self.taken.pop()

    def _answer(self, connection, verb, yes):
        said = self.script.get(verb, yes)
        said = said.pop(0) if isinstance(said, list) and said else said or yes
        if said == CUT:
            raise ConnectionError
        if said == HANG:
            self._over.wait(PATIENCE)
            raise ConnectionError
        if said == DRIP:
            while not self._over.wait(0.05):
                connection.sendall(b"2")
            raise ConnectionError
        connection.sendall(b"hello there\r\n" if said == GARBLED else said)
        return said == yes


class Door(Smtp):
    """Impatient only where its relay will not answer: a busy machine is no slow relay."""

    def __init__(self, relay, url, **options):
        self._relay = relay
        caps = Caps(connect=LONG, open=relay.patience("CONNECT", "EHLO"), verb=relay.patience("QUIT"), mail=LONG)
        super().__init__(url, caps=caps, **options)

    def _speak(self, verb, line, **options):
        verbs = (verb, "TEXT") if verb == "DATA" else (verb,)
        self.caps = replace(self.caps, verb=self._relay.patience(*verbs))
        return super()._speak(verb, line, **options)
