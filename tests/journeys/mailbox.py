"""What people got by mail."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from journeys.visitor import plain
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.mails import OutgoingMail


@dataclass(frozen=True)
class Letter:
    recipient: str
    #: the name of its template
    kind: str
    subject: str
    text: str

    @property
    def link(self):
        """The address of its link; the same one, should it stand there twice."""
        (address,) = set(re.findall(r"http://localhost:8000(/r/[a-z2-7]+)", self.text))
        return address


def read(sent):
    """A letter from the bytes that went to the relay."""
    message = message_from_bytes(sent.message, policy=policy.default)
    local_part = message["Message-ID"].strip("<>").partition("@")[0]
    kind = db.session.scalar(select(OutgoingMail.template).where(OutgoingMail.message_id == local_part))
    text = message.get_body(("plain",)).get_content()
    return Letter(sent.recipient, kind, plain(message["Subject"]), text)
