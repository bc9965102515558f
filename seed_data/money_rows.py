"""The rows of the CSV files about money; `rows.py` has the others, and the conventions that they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FundRow:
    code: str
    territory: str
    name: str
    opened_on: date
    holder: str
    iban: str


@dataclass(frozen=True, slots=True)
class ContributionRow:
    fund: str
    group: str
    euros: int
    promised_on: date
    called_on: date | None
    due_on: date | None
    received_on: date | None


@dataclass(frozen=True, slots=True)
class DossierRow:
    code: str
    territory: str
    company: str
    need: str
    purpose: str
    title: str
    asked_euros: int | None
    opened_on: date
    jobs_created: int | None
    jobs_preserved: int | None
    jobs_by: date | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    dossier: str
    outcome: str
    euros: int | None
    decided_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class AdvanceRow:
    dossier: str
    fund: str
    pay_on: date
    count: int
    every_months: int
    grace_months: int


@dataclass(frozen=True, slots=True)
class AdvanceConditionRow:
    dossier: str
    words: str


@dataclass(frozen=True, slots=True)
class AdvanceStepRow:
    dossier: str
    at: datetime
    step: str
    count: int | None
    every_months: int | None
    grace_months: int | None
    words: str


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    dossier: str
    received_on: date
    euros: Decimal


@dataclass(frozen=True, slots=True)
class BankLineRow:
    fund: str
    read_at: datetime
    booked_on: date
    euros: Decimal
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class FirmSightingRow:
    company: str
    seen_on: date
    status: str
    ended_on: date | None
