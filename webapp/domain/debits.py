"""Direct debits of the single euro payments area: bank accounts, whoever collects, dates, first and following collections.

Sources: European Payments Council, SEPA Direct Debit Core Rulebook (pre-notification fourteen calendar days ahead unless
agreed otherwise, file at the bank one interbank day ahead, sequence types); ISO 13616 for the IBAN; European Central Bank,
closing days of T2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from holidays import financial_holidays
from stdnum import iban as iban_rules
from stdnum.eu import at_02
from stdnum.exceptions import ValidationError

FIRST, RECURRENT = "FRST", "RCUR"

#: versions of the file, by what the bank of the fund takes; the first one where nobody has said
FORMATS = ("pain.008.001.02", "pain.008.001.08")

#: days between the word to the firm and the collection, unless the territory's rule says otherwise
NOTICE_DAYS = 14

#: the rule of a territory that says so, and the least that it may say: the bank needs the file before the day
NOTICE_RULE, LEAST_NOTICE_DAYS = "debit_notice_days", 2

#: the closing days of T2, the settlement system of the central banks
_CLOSED = financial_holidays("ECB")

#: a mandate by which nothing was collected for so long has ended
MANDATE_ENDS_AFTER_MONTHS = 36


class UnusableAccount(ValueError):
    """Not a bank account, or not whoever may collect; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class BankAccount:
    """An account and its holder, as a paper names them."""

    holder: str
    iban: str


def clean_iban(typed: str) -> str:
    """An IBAN without its spaces, its check digits right and, where the country has some, its inner ones.

    Raises:
        UnusableAccount: `iban`.
    """
    try:
        return str(iban_rules.validate(typed))
    except ValidationError:
        raise UnusableAccount("iban") from None


def clean_creditor(typed: str) -> str:
    """A creditor identifier as the national bank gives it, "FR72ZZZ123456".

    Raises:
        UnusableAccount: `creditor`.
    """
    try:
        return str(at_02.validate(typed))
    except ValidationError:
        raise UnusableAccount("creditor") from None


def mask_iban(iban: str) -> str:
    """What a page shows of an account: the country, and the last four signs."""
    return f"{iban[:2]}•• •••• {iban[-4:]}"


def show_iban(iban: str) -> str:
    """An account that somebody copies into a transfer, in groups of four."""
    return str(iban_rules.format(iban))


def notice_days(rule_value: int | None) -> int:
    """How many days ahead a firm is told."""
    return max(NOTICE_DAYS if rule_value is None else rule_value, LEAST_NOTICE_DAYS)


def first_collection_day(today: date, days: int) -> date:
    """The first day on which banks settle and that leaves the firm its notice."""
    day = today + timedelta(days=days)
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def is_bank_day(day: date) -> bool:
    """A day on which banks settle between them: not a Saturday or Sunday, nor one of the six days on which T2 is closed.

    French public holidays are not all among them (14 July), nor are they all French (Good Friday, 26 December).
    """
    return day.weekday() < 5 and day not in _CLOSED


def has_ended(last_collect_on: date, collect_on: date) -> bool:
    """True when the last collection that a bank was given, even one that it returned, is too long ago."""
    return last_collect_on + relativedelta(months=MANDATE_ENDS_AFTER_MONTHS) < collect_on


def sequence_of(collected_before: int) -> str:
    """The first collection of a mandate says so; what was returned by the bank does not count."""
    return RECURRENT if collected_before else FIRST
