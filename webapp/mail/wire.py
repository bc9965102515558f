"""A mail as bytes for the wire, and the proof that these bytes are the mail that was meant.

Nothing that a person typed stands in a header: the subject is ours, the sender's name the programme's, the recipient an
address without a name. Because a library may still be wrong about that (CPython 3.11 turned an encoded line feed in a
subject into a real Bcc), what was written is read again as a relay would read it, and compared. Same draft, same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from typing import Any

from webapp.domain.deliveries import Unwritable

#: Characters in a line, its end not counted (RFC 5322, 2.1.1).
MAX_LINE = 998

_BARE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_URL = re.compile(r"https?://[!-;=?-~]+")


@dataclass(frozen=True)
class Draft:
    """What is to be written. Everything that becomes a header is ours, but for the addresses, which were checked."""

    #: with its domain, without brackets; fixed when the mail was decided, so that a copy can be recognised
    message_id: str
    date: datetime
    sender: str
    sender_name: str
    recipient: str
    subject: str
    text: str
    html: str
    reply_to: str = ""
    #: a link that asks for a pause; its GET does nothing, its POST does (RFC 8058)
    unsubscribe_url: str = ""
    #: an invitation (iCalendar) and its method
    calendar: str = ""
    calendar_method: str = "PUBLISH"


class _Verbatim(UniqueUnstructuredHeader):
    """A header of links, which folding would turn into encoded words that no mail reader follows."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_REGISTRY = HeaderRegistry()
_REGISTRY.map_to_type("list-unsubscribe", _Verbatim)  # type: ignore[arg-type]
_POLICY = policy.SMTP.clone(header_factory=_REGISTRY)


def write_mail(draft: Draft) -> bytes:
    """The mail as it goes onto the wire: ASCII, every line ended by CR LF.

    Raises:
        Unwritable: it would not be the mail that was meant.
    """
    _check_draft(draft)
    try:
        message = _compose(draft)
        wire = message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, MessageError):  # what the library raises on odd values
        raise Unwritable("not_composed") from None
    check_wire(wire, draft)
    return wire


def check_wire(wire: bytes, draft: Draft) -> None:
    """Read the bytes as a relay does, and compare.

    Raises:
        Unwritable: a line, a header, an address or a text is not what was meant.
    """
    if _BARE_LINE_END.search(wire) or not wire.isascii():
        raise Unwritable("line_end")
    lines = wire.split(b"\r\n")
    if max(map(len, lines)) > MAX_LINE:
        raise Unwritable("line_too_long")
    if _header_names(lines) != [name for name, _ in _headers(draft)] + ["MIME-Version", "Content-Type"]:
        raise Unwritable("headers")
    read = message_from_bytes(wire, policy=policy.SMTP)
    try:
        values = _read(read)
    except ValueError:  # a name that decodes to several lines
        raise Unwritable("values") from None
    if values != _meant(draft):
        raise Unwritable("values")
    if any(part.defects for part in read.walk()) or _texts(read) != [*map(_lines, (draft.text, draft.html))]:
        raise Unwritable("texts")


def _check_draft(draft: Draft) -> None:
    for line in (draft.subject, draft.sender_name, draft.message_id, draft.calendar_method):
        if _CONTROL.search(line) or "\n" in line or "\t" in line:
            raise Unwritable("control_character")
    if any(_CONTROL.search(text.replace("\r\n", "\n")) for text in (draft.text, draft.html)):
        raise Unwritable("control_character")
    if "@" not in draft.sender or "@" not in draft.recipient or draft.date.tzinfo is None:
        raise Unwritable("not_complete")
    if draft.unsubscribe_url and not _URL.fullmatch(draft.unsubscribe_url):
        raise Unwritable("unsubscribe_url")


def _compose(draft: Draft) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(draft):
        message[name] = value
    message.set_content(draft.text, cte="quoted-printable")
    message.add_alternative(draft.html, subtype="html", cte="quoted-printable")
    if draft.calendar:
        message.add_attachment(
            draft.calendar.encode(),
            "text",
            "calendar",
            filename="rendez-vous.ics",
            params={"method": draft.calendar_method, "charset": "utf-8"},
        )
    _fix_boundaries(message, draft.message_id)
    return message


def _headers(draft: Draft) -> list[tuple[str, Any]]:
    headers = [
        ("From", Address(draft.sender_name, addr_spec=draft.sender)),
        ("Reply-To", Address(addr_spec=draft.reply_to) if draft.reply_to else None),
        ("To", Address(addr_spec=draft.recipient)),
        ("Subject", draft.subject),
        ("Date", draft.date),
        ("Message-ID", f"<{draft.message_id}>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("List-Unsubscribe", f"<{draft.unsubscribe_url}>" if draft.unsubscribe_url else None),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click" if draft.unsubscribe_url else None),
    ]
    return [(name, value) for name, value in headers if value is not None]


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from the mail's own number. No quoted-printable text holds "=_", so none can end a part."""
    for place, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{hashlib.sha256(f'{place} {seed}'.encode()).hexdigest()[:32]}")


def _header_names(lines: Iterable[bytes]) -> list[str]:
    names = []
    for line in lines:
        if not line:
            break
        if not line.startswith((b" ", b"\t")):
            names.append(line.partition(b":")[0].decode())
    return names


def _meant(draft: Draft) -> tuple[object, ...]:
    return (
        [(draft.sender_name, draft.sender)],
        [("", draft.reply_to)] if draft.reply_to else [],
        [("", draft.recipient)],
        draft.subject,
        draft.date.replace(microsecond=0),
        f"<{draft.message_id}>",
        f"<{draft.unsubscribe_url}>" if draft.unsubscribe_url else None,
    )


def _read(message: EmailMessage) -> tuple[object, ...]:
    return (
        _addresses(message, "from", "sender"),
        _addresses(message, "reply-to"),
        _addresses(message, "to", "cc", "bcc"),
        message["subject"],
        message["date"].datetime,
        message["message-id"],
        message["list-unsubscribe"],
    )


def _addresses(message: EmailMessage, *names: str) -> list[tuple[str, str]]:
    headers = [header for name in names for header in message.get_all(name, [])]
    return [(address.display_name, address.addr_spec) for header in headers for address in header.addresses]


def _texts(message: EmailMessage) -> list[list[str]]:
    bodies = (message.get_body((kind,)) for kind in ("plain", "html"))
    return [_lines(body.get_content()) for body in bodies if body is not None]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")
