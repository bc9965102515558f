"""What a relay's answer means for a mail: try again, never again, or nobody knows.

NotDelivered                the relay did not take the mail; which verb, its code, its words without addresses
├── TryLater                not now: refused for the moment, out of reach, no TLS, or cut before the text had ended
│   └── PauseDomain         not now, and nothing else to that domain for a while
├── Refused                 never: the address or the mail is refused for good
└── InDoubt                 the text had ended and no answer came: it may have arrived
Unwritable                  a fault of ours: the mail would not be what was meant, so it is not written at all

Source: RFC 5321, 4.2.1 (first digit of a reply) and RFC 1047 (what happens between the final dot and its answer).
"""

from __future__ import annotations

import re

#: The verbs of one mail, in order: OPEN covers everything until the session may begin, END is the final dot.
OPEN, MAIL, RCPT, DATA, END = "OPEN", "MAIL", "RCPT", "DATA", "END"

#: Replies about the command or about us, whatever their first digit: the address has no part in them.
_OURS = frozenset({500, 502, 503, 504, 530, 534, 535, 538})
_SLOW_DOWN = frozenset({421, 452})
_TOO_MANY = re.compile(r"too (?:many|much)|rate.?limit|throttl|4\.7\.28|4\.4\.5|4\.3\.2", re.IGNORECASE)

MAX_WORDS = 200


class NotDelivered(Exception):
    """The relay did not take the mail.

    `verb` is where it stopped, `code` the reply's number or 0 when there was none, `words` what the relay said, short
    and without any address.
    """

    def __init__(self, verb: str, code: int = 0, words: str = "") -> None:
        self.verb = verb
        self.code = code
        self.words = redact(words)
        super().__init__(f"{verb} {code} {self.words}".rstrip())


class TryLater(NotDelivered):
    """Not now; the mail may go again later."""


class PauseDomain(TryLater):
    """Not now; the domain of the recipient asks to be left in peace for a while."""


class Refused(NotDelivered):
    """Never; trying again would not help."""

    @property
    def is_about_address(self) -> bool:
        """True when it is the address that was refused, and not this mail: nothing more should be sent to it."""
        return self.verb == RCPT


class InDoubt(NotDelivered):
    """The whole text had gone and no answer came; the mail may have arrived, and must not be sent again blindly."""


class Unwritable(ValueError):
    """A mail would not be what was meant: another header, another reader, a line no relay takes. `code` says what."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def judge(verb: str, code: int, words: str) -> NotDelivered:
    """What an answer other than yes means at a verb.

    A refusal for good counts only where it is about this address or this mail: a relay that refuses us, our sender or
    our password refuses every mail, and somebody will mend it.
    """
    asks_for_peace = code in _SLOW_DOWN or (400 <= code < 500 and _TOO_MANY.search(words))
    if asks_for_peace and verb != OPEN:
        return PauseDomain(verb, code, words)
    if 500 <= code < 600 and verb in (RCPT, DATA, END) and code not in _OURS:
        return Refused(verb, code, words)
    if verb == END and not 400 <= code < 600:
        return InDoubt(verb, code, words)
    return TryLater(verb, code, words)


def redact(words: str) -> str:
    """A relay's words on one line, cut short, without anything that looks like an address."""
    printable = "".join(character if character.isprintable() else " " for character in words)
    return re.sub(r"\S*@\S*", "…", " ".join(printable.split()))[:MAX_WORDS]
