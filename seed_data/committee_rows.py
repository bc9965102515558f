"""The rows of the CSV files about the committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemberRow:
    territory: str
    group: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class SittingRow:
    code: str
    territory: str
    kind: str
    held_on: date
    from_hour: int
    to_hour: int
    place: str
    planned_on: date
    convened_on: date


@dataclass(frozen=True, slots=True)
class SittingDossierRow:
    #: empty: still in preparation
    sitting: str
    territory: str
    company: str
    purpose: str
    title: str
    project: str
    asked_euros: int | None
    days: int | None
    founded_on: date
    jobs_created: int
    jobs_preserved: int
    jobs_by: date
    bank: str
    bank_euros: int | None
    own_euros: int | None
    documents: str
    opened_on: date
    naf: str
    reason: str
