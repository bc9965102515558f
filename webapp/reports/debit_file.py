"""A file of direct debits for the bank: ISO 20022 pain.008, checked against its schema; same values, same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sepaxml import SepaDD

MEDIA_TYPE = "application/xml"


@dataclass(frozen=True)
class Collector:
    """Whoever collects, as the bank knows them."""

    name: str
    iban: str
    bic: str
    identifier: str
    #: version of the file that the bank takes
    format: str


@dataclass(frozen=True)
class Collection:
    """One amount from one account, by the mandate that allows it."""

    name: str
    iban: str
    cents: int
    sequence: str
    collect_on: date
    mandate: str
    signed_on: date
    words: str
    end_to_end: str


def write_debits(collector: Collector, collections: Sequence[Collection], *, message: str, made_at: datetime) -> bytes:
    """The file; each amount is booked on a line of its own, so that the bank's statement can be matched.

    Raises:
        sepaxml.validation.ValidationError: the schema refuses it.
    """
    config = {
        "name": collector.name,
        "IBAN": collector.iban,
        "BIC": collector.bic,
        "creditor_id": collector.identifier,
        "batch": False,
        "currency": "EUR",
    }
    book = SepaDD(config, schema=collector.format, clean=True)
    for each in collections:
        book.add_payment(
            {
                "name": each.name,
                "IBAN": each.iban,
                "amount": each.cents,
                "type": each.sequence,
                "collection_date": each.collect_on,
                "mandate_id": each.mandate,
                "mandate_date": each.signed_on,
                "description": each.words,
                "endtoend_id": each.end_to_end,
            }
        )
    return _settled(book.export(validate=True), message, made_at)


def _settled(content: bytes, message: str, made_at: datetime) -> bytes:
    """The library names a file at random, by the system's clock; here the caller names it."""
    numbers = count(1)
    named = re.sub(rb"(?<=<PmtInfId>)[^<]+", lambda _: f"{message}-{next(numbers)}".encode(), content)
    named = re.sub(rb"(?<=<MsgId>)[^<]+", message.encode(), named)
    return re.sub(rb"(?<=<CreDtTm>)[^<]+", f"{made_at:%Y-%m-%dT%H:%M:%S}".encode(), named)
