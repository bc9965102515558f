"""Experts and offers from a sheet: what would become of each line, then all of it or nothing.

The codes of the expert and of the offer say who is meant. The same sheet twice changes nothing the second time; nobody and
nothing is removed because a sheet does not name it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from webapp.domain.errors import Refusal
from webapp.domain.imports import Problem, SheetLine, plain, read_sheet
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.groups import Expert
from webapp.models.imports import SheetImport
from webapp.models.offers import Offer
from webapp.models.territories import Commune
from webapp.services.group_people import list_lending_groups
from webapp.services.readdressing import readdress
from webapp.services.sheets import Cells
from webapp.services.steps import record

_OFFER_FIELDS = ("title", "text", "place", "radius_km", "minutes_per_year")


@dataclass(frozen=True)
class Fate:
    """What a line would do: "new", "changed" (with the fields that change) or "same"."""

    line: SheetLine
    code: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The fate of every line that can be read, and what is wrong with the others."""

    fates: Sequence[Fate]
    problems: Sequence[Problem]

    def count(self, code: str) -> int:
        """How many lines have this fate."""
        return sum(fate.code == code for fate in self.fates)


def plan_import(cells: Cells, territory_ids: frozenset[int]) -> Plan:
    """What a sheet would change among the groups that lend people to some territories. Writes nothing."""
    lines, problems = read_sheet(cells)
    known = _Known(lines, territory_ids)
    refused = [problem for line in lines for problem in known.problems_of(line)]
    wrong = {problem.line for problem in (*problems, *refused)}
    fates = [known.fate_of(line) for line in lines if line.line not in wrong]
    return Plan(fates, sorted([*problems, *refused], key=lambda problem: (problem.line, problem.field)))


def import_sheet(cells: Cells, territory_ids: frozenset[int], *, by: Actor, now: datetime) -> Plan:
    """Write a sheet: every line of it, or nothing.

    Raises:
        Refusal: a line cannot be read (`sheet_has_problems`); the plan says which.
    """
    plan = plan_import(cells, territory_ids)
    if plan.problems:
        raise Refusal("sheet_has_problems", count=len(plan.problems))
    known = _Known([fate.line for fate in plan.fates], territory_ids)
    for fate in plan.fates:
        if fate.code != "same":
            offer = known.write(fate.line, now)
            record(offer, "import", by=by, now=now, reason=fate.code)
    return plan


class _Known:
    """What the database holds of the experts, offers, groups and communes that a sheet names: read once."""

    def __init__(self, lines: Sequence[SheetLine], territory_ids: frozenset[int]) -> None:
        codes = {line.values["code"] for line in lines}
        offers = {line.values["offer_code"] for line in lines}
        communes = {line.values["commune"] for line in lines} - {None}
        self.experts = {row.code: row for row in db.session.scalars(select(Expert).where(Expert.code.in_(codes)))}
        self.offers = {row.code: row for row in db.session.scalars(select(Offer).where(Offer.code.in_(offers)))}
        self.communes = set(db.session.scalars(select(Commune.insee).where(Commune.insee.in_(communes))))
        groups = list_lending_groups(territory_ids)
        self.group_ids = {group.id for group in groups}
        self.groups = {plain(name): group for group in groups for name in (group.name, group.code)}

    def problems_of(self, line: SheetLine) -> list[Problem]:
        """What a line says that the database knows nothing of, or knows otherwise."""
        values = line.values
        problems = []
        if plain(values["group"]) not in self.groups:
            problems.append(Problem(line.line, "group", "unknown_group", values["group"]))
        if values["commune"] is not None and values["commune"] not in self.communes:
            problems.append(Problem(line.line, "commune", "unknown_commune", values["commune"]))
        offer = self.offers.get(values["offer_code"])
        expert = self.experts.get(values["code"])
        if expert is not None and expert.group_id not in self.group_ids:
            problems.append(Problem(line.line, "code", "of_another_territory", values["code"]))
        if offer is not None and (expert is None or offer.expert_id != expert.id):
            problems.append(Problem(line.line, "offer_code", "of_another_expert", values["offer_code"]))
        return problems

    def fate_of(self, line: SheetLine) -> Fate:
        """New, changed or the same, beside what is known."""
        expert, offer = self.experts.get(line.values["code"]), self.offers.get(line.values["offer_code"])
        if expert is None or offer is None:
            return Fate(line, "new")
        changes = [*_apart(expert, self._of_expert(line.values)), *_apart(offer, _of_offer(line.values))]
        return Fate(line, "changed" if changes else "same", tuple(changes))

    def write(self, line: SheetLine, now: datetime) -> Offer:
        """Bring the expert and the offer of a line to what it says; another address is one that was corrected."""
        expert = self.experts.get(line.values["code"])
        if expert is None:
            expert = self.experts[line.values["code"]] = Expert(code=line.values["code"], created_at=now)
            db.session.add(expert)
        elif expert.email != line.values["email"]:
            readdress(expert, line.values["email"], now=now)
            expert.bounced_at = None
        _bring(expert, self._of_expert(line.values))
        offer = self.offers.get(line.values["offer_code"])
        if offer is None:
            offer = self.offers[line.values["offer_code"]] = Offer(
                code=line.values["offer_code"], expert=expert, created_at=now
            )
            db.session.add(offer)
        _bring(offer, _of_offer(line.values))
        db.session.flush()
        return offer

    def _of_expert(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "group": self.groups[plain(values["group"])],
            "name": values["name"],
            "job": values["job"],
            "email": values["email"],
            "phone": values["phone"],
            "commune_insee": values["commune"],
        }


def _of_offer(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in _OFFER_FIELDS}


def _apart(row: Any, wanted: Mapping[str, Any]) -> list[str]:
    return [name for name, value in wanted.items() if getattr(row, name) != value]


def _bring(row: Any, wanted: Mapping[str, Any]) -> None:
    for name in _apart(row, wanted):
        setattr(row, name, wanted[name])


#: A sheet that was looked at and not written is erased after this.
KEPT_FOR = timedelta(days=1)


def keep_sheet(account: Account, name: str, content: bytes, *, now: datetime) -> SheetImport:
    """Keep a sheet between its preview and its import."""
    kept = SheetImport(account_id=account.id, name=name, content=content, created_at=now)
    db.session.add(kept)
    db.session.flush()
    return kept


def find_own_sheet(account: Account, sheet_id: int) -> SheetImport | None:
    """A sheet that this person keeps."""
    own = (SheetImport.id == sheet_id, SheetImport.account_id == account.id)
    return db.session.scalar(select(SheetImport).where(*own))


def erase_old_sheets(now: datetime) -> int:
    """Erase the sheets of yesterday; how many."""
    return db.session.execute(delete(SheetImport).where(SheetImport.created_at < now - KEPT_FOR)).rowcount
