"""What makes a request doubtful: it is kept, and a coordinator reads it before anybody else is written to.

A doubt is a code. None of them refuses anything, and the page says the same to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from webapp.extensions import db
from webapp.models.needs import Need
from webapp.services.throttles import DAY, HOUR, Limit, note_use


class Doubt(StrEnum):
    """Why a request is read by a person first."""

    TRAP = "trap"
    NO_KEY = "no_key"
    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"
    NETWORK = "network"
    ADDRESS = "address"
    FIRM = "firm"
    ALL = "all"
    LINKS = "links"
    SAME_TEXT = "same_text"


#: a limit was passed, so that not even the mail to confirm leaves by itself
FLOODING = frozenset({Doubt.NETWORK, Doubt.ADDRESS, Doubt.FIRM, Doubt.ALL})

#: nobody reads and answers a step of the form in less
FASTEST = timedelta(seconds=3)
OLDEST = timedelta(days=1)

#: requests that may be sent; a whole room of managers may sit behind one network
PER_NETWORK = Limit("need_network", 40, DAY)
PER_ADDRESS = Limit("need_address", 4, DAY)
PER_FIRM = Limit("need_firm", 4, DAY)
PER_ALL = Limit("need_all", 300, DAY)

#: forms that may be begun, each of which mails a link
BEGUN_PER_NETWORK = Limit("draft_network", 60, HOUR)
BEGUN_PER_ADDRESS = Limit("draft_address", 4, DAY)
BEGUN_PER_ALL = Limit("draft_all", 600, DAY)

#: how long a request counts as the same as one before
SAME_WITHIN = timedelta(days=21)

_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Sender:
    """Where a form came from: network, address, number of the firm; "" where it is not known."""

    network: str
    email: str
    siren: str = ""


def doubts_of_form(age: timedelta | None, *, is_trapped: bool) -> set[Doubt]:
    """Doubts about how a form was filled in; `age` is the time since it was shown, None where its key is not ours."""
    found = {Doubt.TRAP} if is_trapped else set()
    if age is None:
        return found | {Doubt.NO_KEY}
    if age < FASTEST:
        found.add(Doubt.TOO_FAST)
    if age > OLDEST:
        found.add(Doubt.TOO_OLD)
    return found


def doubts_of_sender(sender: Sender, *, real_now: datetime) -> set[Doubt]:
    """Count a request that is sent, and say which limits it passes."""
    counted = (
        (Doubt.NETWORK, PER_NETWORK, sender.network),
        (Doubt.ADDRESS, PER_ADDRESS, sender.email),
        (Doubt.FIRM, PER_FIRM, sender.siren),
        (Doubt.ALL, PER_ALL, "all"),
    )
    return {doubt for doubt, limit, key in counted if key and not note_use(limit, key, now=real_now)}


def may_mail_draft(sender: Sender, *, real_now: datetime) -> bool:
    """Count a form that is begun; False when so many were begun that no link is mailed."""
    counted = (
        (BEGUN_PER_NETWORK, sender.network),
        (BEGUN_PER_ADDRESS, sender.email),
        (BEGUN_PER_ALL, "all"),
    )
    within = [note_use(limit, key, now=real_now) for limit, key in counted]
    return all(within)


def doubts_of_text(need: Need, text: str, *, now: datetime) -> set[Doubt]:
    """Doubts about what was written: it holds addresses of pages, or was sent before."""
    found = {Doubt.LINKS} if _LINK.search(text) else set()
    return found | ({Doubt.SAME_TEXT} if _was_sent_before(need, text, now) else set())


def note_doubts(need: Need, found: Iterable[Doubt]) -> None:
    """Add doubts to those that a request already has."""
    need.doubts = " ".join(sorted({*need.doubts.split(), *found}))
    db.session.flush()


def _was_sent_before(need: Need, text: str, now: datetime) -> bool:
    recent = select(Need.text).where(Need.id != need.id, Need.received_at > now - SAME_WITHIN)
    return _plain(text) in {_plain(words) for words in db.session.scalars(recent)}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
