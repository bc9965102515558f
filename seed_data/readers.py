"""CSV files to typed rows. Pure: no database, no clock; a wrong cell is refused with its file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from seed_data import committee_rows, money_rows, rows

Row = TypeVar("Row")

HERE = Path(__file__).parent


class RowError(ValueError):
    """A cell, a line or a header that cannot be read; its text says where and why."""

    def __init__(self, path: Path, line: int, column: str, reason: str) -> None:
        self.path, self.line, self.column, self.reason = path, line, column, reason
        super().__init__(f"{path.name}, line {line}, column {column}: {reason}")


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError from None
    if not number.is_finite():
        raise ValueError
    return number


def _yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError
    return text == "yes"


_PARSERS: dict[object, tuple[Callable[[str], Any], str]] = {
    str: (str, "a text"),
    int: (int, "a whole number"),
    bool: (_yes_or_no, "yes or no"),
    date: (date.fromisoformat, "a date, as 2026-11-24"),
    datetime: (datetime.fromisoformat, "a time, as 2026-11-24T10:00"),
    Decimal: (_decimal, "a number, as 1.5"),
    tuple[str, ...]: (lambda text: tuple(text.split()), "codes with spaces between"),
}


@dataclass(frozen=True)
class _Column:
    name: str
    parse: Callable[[str], Any]
    expected: str
    may_be_empty: bool

    def read(self, text: str) -> Any:
        if not text and self.may_be_empty:
            return None
        return self.parse(text)


def _columns_of(kind: type[Any]) -> list[_Column]:
    hints = get_type_hints(kind)
    return [_column(column.name, hints[column.name]) for column in fields(kind)]


def _column(name: str, hint: Any) -> _Column:
    if hint in _PARSERS:
        return _Column(name, *_PARSERS[hint], may_be_empty=False)
    (inner,) = (part for part in hint.__args__ if part is not type(None))
    return _Column(name, *_PARSERS[inner], may_be_empty=True)


def read_rows(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Every line of a CSV file as a row of `kind`.

    Raises:
        RowError: the header is not that of `kind`, a line has more or fewer cells, or a cell does not have its type.
    """
    columns = _columns_of(kind)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        _check_header(path, next(reader, []), columns)
        return tuple(kind(*_cells(path, reader.line_num, line, columns)) for line in reader)


def _check_header(path: Path, header: list[str], columns: list[_Column]) -> None:
    expected = [column.name for column in columns]
    if header != expected:
        raise RowError(path, 1, ",".join(header), f"the header must be {','.join(expected)}")


def _cells(path: Path, number: int, line: list[str], columns: list[_Column]) -> Iterator[Any]:
    if len(line) != len(columns):
        raise RowError(path, number, columns[-1].name, f"{len(columns)} cells expected, {len(line)} found")
    for column, text in zip(columns, line, strict=True):
        try:
            yield column.read(text)
        except ValueError:
            raise RowError(path, number, column.name, f"{text!r} is not {column.expected}") from None


def _file(name: str, kind: type[Any]) -> Any:
    return field(metadata={"file": name, "kind": kind})


@dataclass(frozen=True)
class Programme:
    """All files of the demonstration, read; `communes`, `epcis` and `places` are those of France."""

    communes: tuple[rows.CommuneRow, ...] = _file("communes/communes.csv", rows.CommuneRow)
    epcis: tuple[rows.EpciRow, ...] = _file("communes/epcis.csv", rows.EpciRow)
    places: tuple[rows.PlaceRow, ...] = _file("communes/places.csv", rows.PlaceRow)
    territories: tuple[rows.TerritoryRow, ...] = _file("demo/territories.csv", rows.TerritoryRow)
    territory_epcis: tuple[rows.TerritoryEpciRow, ...] = _file("demo/territory_epcis.csv", rows.TerritoryEpciRow)
    local_rules: tuple[rows.LocalRuleRow, ...] = _file("demo/local_rules.csv", rows.LocalRuleRow)
    reference_rates: tuple[rows.ReferenceRateRow, ...] = _file("demo/reference_rates.csv", rows.ReferenceRateRow)
    accounts: tuple[rows.AccountRow, ...] = _file("demo/accounts.csv", rows.AccountRow)
    skill_families: tuple[rows.SkillFamilyRow, ...] = _file("demo/skill_families.csv", rows.SkillFamilyRow)
    skills: tuple[rows.SkillRow, ...] = _file("demo/skills.csv", rows.SkillRow)
    groups: tuple[rows.GroupRow, ...] = _file("demo/groups.csv", rows.GroupRow)
    group_rules: tuple[rows.GroupRuleRow, ...] = _file("demo/group_rules.csv", rows.GroupRuleRow)
    referents: tuple[rows.ReferentRow, ...] = _file("demo/referents.csv", rows.ReferentRow)
    experts: tuple[rows.ExpertRow, ...] = _file("demo/experts.csv", rows.ExpertRow)
    absences: tuple[rows.AbsenceRow, ...] = _file("demo/absences.csv", rows.AbsenceRow)
    offers: tuple[rows.OfferRow, ...] = _file("demo/offers.csv", rows.OfferRow)
    companies: tuple[rows.CompanyRow, ...] = _file("demo/companies.csv", rows.CompanyRow)
    contacts: tuple[rows.ContactRow, ...] = _file("demo/contacts.csv", rows.ContactRow)
    conventions: tuple[rows.ConventionRow, ...] = _file("demo/conventions.csv", rows.ConventionRow)
    signatories: tuple[rows.SignatoryRow, ...] = _file("demo/signatories.csv", rows.SignatoryRow)
    pledges: tuple[rows.PledgeRow, ...] = _file("demo/pledges.csv", rows.PledgeRow)
    amendments: tuple[rows.AmendmentRow, ...] = _file("demo/amendments.csv", rows.AmendmentRow)
    past_missions: tuple[rows.MissionRow, ...] = _file("demo/past_missions.csv", rows.MissionRow)
    past_visits: tuple[rows.VisitRow, ...] = _file("demo/past_visits.csv", rows.VisitRow)
    job_counts: tuple[rows.JobCountRow, ...] = _file("demo/job_counts.csv", rows.JobCountRow)
    opinions: tuple[rows.OpinionRow, ...] = _file("demo/opinions.csv", rows.OpinionRow)
    needs: tuple[rows.NeedRow, ...] = _file("demo/needs.csv", rows.NeedRow)
    need_steps: tuple[rows.NeedStepRow, ...] = _file("demo/need_steps.csv", rows.NeedStepRow)
    funds: tuple[money_rows.FundRow, ...] = _file("demo/funds.csv", money_rows.FundRow)
    contributions: tuple[money_rows.ContributionRow, ...] = _file("demo/contributions.csv", money_rows.ContributionRow)
    dossiers: tuple[money_rows.DossierRow, ...] = _file("demo/dossiers.csv", money_rows.DossierRow)
    decisions: tuple[money_rows.DecisionRow, ...] = _file("demo/decisions.csv", money_rows.DecisionRow)
    advances: tuple[money_rows.AdvanceRow, ...] = _file("demo/advances.csv", money_rows.AdvanceRow)
    committee_members: tuple[committee_rows.MemberRow, ...] = _file(
        "demo/committee_members.csv", committee_rows.MemberRow
    )
    sittings: tuple[committee_rows.SittingRow, ...] = _file("demo/sittings.csv", committee_rows.SittingRow)
    sitting_dossiers: tuple[committee_rows.SittingDossierRow, ...] = _file(
        "demo/sitting_dossiers.csv", committee_rows.SittingDossierRow
    )
    advance_conditions: tuple[money_rows.AdvanceConditionRow, ...] = _file(
        "demo/advance_conditions.csv", money_rows.AdvanceConditionRow
    )
    bank_lines: tuple[money_rows.BankLineRow, ...] = _file("demo/bank_lines.csv", money_rows.BankLineRow)
    firm_sightings: tuple[money_rows.FirmSightingRow, ...] = _file(
        "demo/firm_sightings.csv", money_rows.FirmSightingRow
    )
    advance_steps: tuple[money_rows.AdvanceStepRow, ...] = _file("demo/advance_steps.csv", money_rows.AdvanceStepRow)
    repayments: tuple[money_rows.RepaymentRow, ...] = _file("demo/repayments.csv", money_rows.RepaymentRow)


def read_places(folder: Path = HERE) -> tuple[rows.PlaceRow, ...]:
    """Where the communes of France lie.

    Raises:
        RowError: the file does not have the form of its rows.
    """
    return read_rows(folder / "communes/places.csv", rows.PlaceRow)


def read_programme(folder: Path = HERE) -> Programme:
    """Read every file of the demonstration.

    Raises:
        RowError: a file does not have the form of its rows.
    """
    return Programme(
        **{part.name: read_rows(folder / part.metadata["file"], part.metadata["kind"]) for part in fields(Programme)}
    )
