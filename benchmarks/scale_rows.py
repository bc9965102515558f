"""The rows of benchmarks/scale.py: conventions one after the other in each territory, missions with their lines, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from webapp.extensions import db
from webapp.models.base import Base
from webapp.models.companies import Company, Contact
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Expert, Group
from webapp.models.ledger import DayEntry
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Commune, Territory
from webapp.transaction import transaction

TERRITORIES, YEARS, GROUPS, FIRMS = 30, 20, 8, 40
CONVENTION_YEARS = 3
VISITS, VISIT_MINUTES = 4, 105
#: a reservation, each visit declared and confirmed, a release of what is left
LINES_PER_MISSION = 2 + 2 * VISITS
BIG_TERRITORY = "t00"
BATCH = 10_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """How many lines in all, and how many of them the present convention of one territory has."""

    lines: int
    big_lines: int

    @property
    def big(self) -> int:
        return self.big_lines // LINES_PER_MISSION

    @property
    def conventions(self) -> int:
        return TERRITORIES * -(-YEARS // CONVENTION_YEARS)

    @property
    def missions(self) -> int:
        """Missions of every other convention."""
        return (self.lines // LINES_PER_MISSION - self.big) // (self.conventions - 1)


def fill(shape: Shape) -> None:
    """Insert it all, each table in the order of its foreign keys; no transaction waits while rows are made up."""
    for table, rows in _tables(shape):
        while batch := list(islice(rows, BATCH)):
            with transaction():
                db.session.execute(insert(table), batch)


def _tables(shape: Shape) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    yield Commune, iter([_commune()])
    yield Territory, (_territory(number) for number in range(TERRITORIES))
    yield (
        Group,
        (_named(number, code=f"g{number}", name=f"Groupe {number}", kind="large_group") for number in range(GROUPS)),
    )
    yield Company, (_company(number) for number in range(FIRMS * TERRITORIES))
    yield Contact, (_contact(number) for number in range(FIRMS * TERRITORIES))
    yield Expert, (_expert(number) for number in range(GROUPS * 10))
    yield Offer, (_offer(number) for number in range(GROUPS * 10))
    plan = list(_plan(shape))
    yield Convention, (each.row for each in plan)
    yield Pledge, (row for each in plan for row in each.pledges())
    for table, name in ((Need, "need"), (NeedRole, "role"), (Proposal, "proposal"), (Mission, "mission")):
        yield table, (getattr(mission, name) for each in plan for mission in each.missions())
    yield Visit, (row for each in plan for mission in each.missions() for row in mission.visits)
    yield DayEntry, (row for each in plan for mission in each.missions() for row in mission.lines)


@dataclass(frozen=True)
class Planned:
    """One convention: its place among all, when it begins, the ids of its missions."""

    number: int
    territory: int
    starts_on: date
    ends_on: date
    code: str
    first: int
    count: int

    @property
    def row(self) -> Row:
        return _named(
            self.number, code=self.code, territory_id=self.territory + 1, title=f"Convention {self.code}",
            starts_on=self.starts_on, ends_on=self.ends_on, state="signed", minutes_per_day=420,
        )  # fmt: skip

    def pledges(self) -> Iterator[Row]:
        minutes = VISITS * VISIT_MINUTES
        for group in range(GROUPS):
            given = minutes * len(range(group, self.count, GROUPS))
            yield _named(
                self.number * GROUPS + group, convention_id=self.number + 1, group_id=group + 1, year=None,
                pledged_minutes=2 * given + 420, overrun_minutes=0, reserved_minutes=0, declared_minutes=0,
                confirmed_minutes=given, deemed_minutes=0, disputed_minutes=0,
            )  # fmt: skip

    def missions(self) -> Iterator[Told]:
        span = (min(self.ends_on, TODAY) - self.starts_on).days - 10
        for place in range(self.count):
            day = self.starts_on + timedelta(days=place * span // max(self.count, 1))
            yield Told(self.first + place, self, place % GROUPS, day)


@dataclass(frozen=True)
class Told:
    """One mission that is over, with all that leads to it."""

    number: int
    under: Planned
    group: int
    day: date

    @property
    def id(self) -> int:
        return self.number + 1

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time(9), UTC)

    @property
    def pledge_id(self) -> int:
        return self.under.number * GROUPS + self.group + 1

    @property
    def need(self) -> Row:
        firm = self.under.territory * FIRMS + self.number % FIRMS + 1
        return _named(
            self.number, public_id=f"n{self.number:025}", state="closed_helped", territory_id=self.under.territory + 1,
            company_id=firm, contact_id=firm, title="Relire un contrat", text="relire un contrat de travail",
            opened_at=self.at, ended_at=self.at, created_at=self.at, typed={},
        )  # fmt: skip

    @property
    def role(self) -> Row:
        return _named(
            self.number,
            need_id=self.id,
            state="done",
            title="Relire",
            minutes=VISITS * VISIT_MINUTES,
            created_at=self.at,
        )

    @property
    def proposal(self) -> Row:
        expert = self.group * 10 + self.number % 10 + 1
        return _named(
            self.number, public_id=f"p{self.number:025}", role_id=self.id, offer_id=expert, expert_id=expert,
            state="accepted", minutes=VISITS * VISIT_MINUTES, sent_at=self.at, answer_by=self.day, decided_at=self.at,
            settled_at=self.at, created_at=self.at, reasons=[],
        )  # fmt: skip

    @property
    def mission(self) -> Row:
        return _named(
            self.number, public_id=f"m{self.number:025}", proposal_id=self.id, role_id=self.id, pledge_id=self.pledge_id,
            state="finished", agreed_minutes=VISITS * VISIT_MINUTES + 105, introduced_at=self.at, ask_on=self.day,
            ended_at=self.at, postings=2, created_at=self.at,
        )  # fmt: skip

    @property
    def visits(self) -> Iterator[Row]:
        for place in range(VISITS):
            number = self.number * VISITS + place
            yield _named(
                number, public_id=f"v{number:025}", mission_id=self.id, state="confirmed", version=1,
                worked_on=self.day, minutes=VISIT_MINUTES, posted_minutes=VISIT_MINUTES, postings=2,
                declared_at=self.at, confirmed_at=self.at, created_at=self.at,
            )  # fmt: skip

    @property
    def lines(self) -> Iterator[Row]:
        given, rest = VISITS * VISIT_MINUTES, 105
        yield self._line(0, "reserve", "acceptance", reserved_delta=given + rest)
        for place in range(VISITS):
            visit = self.number * VISITS + place + 1
            moved = {"declared_delta": VISIT_MINUTES, "reserved_delta": -VISIT_MINUTES}
            yield self._line(1 + 2 * place, "declare", "expert", visit, **moved)
            moved = {"declared_delta": -VISIT_MINUTES, "confirmed_delta": VISIT_MINUTES}
            yield self._line(2 + 2 * place, "confirm", "firm", visit, **moved)
        yield self._line(LINES_PER_MISSION - 1, "release", "mission", reserved_delta=-rest)

    def _line(self, place: int, kind: str, basis: str, visit_id: int | None = None, **moved: int) -> Row:
        key = f"visit:{visit_id}:v1:{kind}:1" if visit_id else f"mission:{self.id}:{kind}:1"
        nothing = dict.fromkeys(
            (f"{name}_delta" for name in ("reserved", "declared", "confirmed", "deemed", "disputed")), 0
        )
        return nothing | moved | {
            "id": self.number * LINES_PER_MISSION + place + 1, "pledge_id": self.pledge_id, "mission_id": self.id,
            "visit_id": visit_id, "kind": kind, "posting_key": key, "worked_on": self.day if visit_id else None,
            "booked_on": self.day, "written_at": self.at, "actor_kind": "expert", "actor_id": 1, "basis": basis,
        }  # fmt: skip


TODAY = datetime.now(UTC).date()


def _plan(shape: Shape) -> Iterator[Planned]:
    """Conventions of three years, the last of each territory the present one."""
    first = number = 0
    begins = TODAY.year - YEARS + 1
    for territory in range(TERRITORIES):
        starts = range(begins, TODAY.year + 1, CONVENTION_YEARS)
        for year in starts:
            code = f"t{territory:02}-{'now' if year == starts[-1] else year}"
            count = shape.big if code == f"{BIG_TERRITORY}-now" else shape.missions
            yield Planned(
                number, territory, date(year, 1, 1), date(year + CONVENTION_YEARS - 1, 12, 31), code, first, count
            )
            first, number = first + count, number + 1


def _named(number: int, **values: Any) -> Row:
    return {"id": number + 1, "created_at": NOON} | values


NOON = datetime(2006, 1, 1, 12, tzinfo=UTC)


def _commune() -> Row:
    return {
        "insee": "54528", "name": "Toul", "search_name": "toul", "department": "54", "population": 15_000,
        "postcodes": "54200", "latitude": 48_675_000, "longitude": 5_891_000,
    }  # fmt: skip


def _territory(number: int) -> Row:
    contact = {"contact_name": "B", "contact_phone": "", "contact_email": "b@exemple.fr"}
    return _named(number, code=f"t{number:02}", name=f"Territoire {number}", operator_name="B", **contact)


def _company(number: int) -> Row:
    staff = (4, 12, 30, 80)[number % 4]
    return _named(number, name=f"Firme {number}", trade="", commune_insee="54528", staff=staff, is_registered=False)


def _contact(number: int) -> Row:
    return _named(
        number, company_id=number + 1, name=f"Contact {number}", email=f"c{number}@exemple.fr", phone="", role=""
    )


def _expert(number: int) -> Row:
    return _named(
        number, public_id=f"e{number:025}", code=f"e{number}", group_id=number // 10 + 1, name=f"Expert {number}",
        email=f"e{number}@exemple.fr", title="", job="", phone="", language="fr", state="active",
    )  # fmt: skip


def _offer(number: int) -> Row:
    return _named(
        number, code=f"o{number}", expert_id=number + 1, title="Relecture de contrats", text="relecture", state="active",
        place="either",
    )  # fmt: skip
