"""The mailbox of the demonstration, as its mail server left it: a Maildir, read and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path

#: headers that say how a mail travels, in the order in which they are shown
SHOWN_HEADERS = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)


@dataclass(frozen=True)
class KeptMail:
    """One mail that arrived. `key` names its file; `to` is the address that it was sent to."""

    key: str
    to: str
    name: str
    subject: str
    sent_at: datetime | None
    message: EmailMessage

    @property
    def text(self) -> str:
        """The text part; empty where there is none."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part; empty where there is none."""
        return self._part("html")

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What the mail says of itself, line by line."""
        return [(name, str(self.message[name])) for name in SHOWN_HEADERS if name in self.message]

    @property
    def attachments(self) -> list[str]:
        """The names of what is attached."""
        return [part.get_filename() or part.get_content_type() for part in self.message.iter_attachments()]

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


def list_kept(folder: Path, *, limit: int, address: str = "") -> list[KeptMail]:
    """The newest mails, to one address where one is given, newest first."""
    found: list[KeptMail] = []
    for key in _keys(folder):
        mail = find_kept(folder, key)
        if mail is not None and (not address or mail.to == address):
            found.append(mail)
        if len(found) == limit:
            break
    return found


def count_kept(folder: Path) -> int:
    """How many mails arrived."""
    return sum(1 for _ in _files(folder))


def find_kept(folder: Path, key: str) -> KeptMail | None:
    """The mail of that key, or None."""
    path = next((path for path in _files(folder) if path.name == key), None)
    if path is None:
        return None
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    name, _address = parseaddr(str(message["To"] or ""))
    date = message["Date"]
    return KeptMail(
        key=key,
        to=str(message["Delivered-To"] or ""),
        name=name,
        subject=str(message["Subject"] or ""),
        sent_at=date.datetime if date is not None else None,
        message=message,
    )


def _keys(folder: Path) -> list[str]:
    """Newest first, as they arrived."""
    newest = sorted(_files(folder), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [path.name for path in newest]


def _files(folder: Path) -> Iterator[Path]:
    return (folder / "new").glob("*") if folder.is_dir() else iter(())
