"""Pledges, missions and months in whole minutes, without a database: what the ledger is compared with."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from stories.ground import need

STATES = ("declared", "confirmed", "deemed", "disputed")


@dataclass
class Pledge:
    pledged: int
    overrun: int = 0
    #: amendments whose day is to come: day, days, overrun
    coming: list[tuple[date, int, int]] = field(default_factory=list)


@dataclass
class Visit:
    mission: "Mission"
    state: str = "planned"
    minutes: int = 0
    #: booked on each pledge, in the order of booking, and how much of it came from the reserve
    posted: Counter = field(default_factory=Counter)
    from_reserve: Counter = field(default_factory=Counter)
    home: int | None = None
    is_corrected: bool = False


@dataclass
class Mission:
    pledge: int
    kept: Counter
    is_open: bool = True


@dataclass
class Book:
    starts_on: date
    ends_on: date
    today: date
    pledges: list[Pledge]
    closed_through: date | None = None
    missions: list[Mission] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    #: how each past day ended
    evenings: dict[date, list[tuple]] = field(default_factory=dict)

    def standing(self) -> list[tuple]:
        """Promised, overrun and the five counters of each pledge."""
        return [(each.pledged, each.overrun, *self.counters(n)) for n, each in enumerate(self.pledges)]

    def counters(self, n: int) -> tuple:
        found = Counter(reserved=sum(mission.kept[n] for mission in self.missions))
        for visit in self.visits:
            found[visit.state] += visit.posted[n]
        return (found["reserved"], *(found[state] for state in STATES))

    def free(self, n: int) -> int:
        return self.pledges[n].pledged + self.pledges[n].overrun - sum(self.counters(n))

    def wait(self, days: int) -> None:
        for _ in range(days):
            self.evenings[self.today] = self.standing()
            self.today += timedelta(days=1)
        for pledge in self.pledges:
            due = [each for each in pledge.coming if each[0] <= self.today]
            pledge.coming = [each for each in pledge.coming if each[0] > self.today]
            pledge.pledged += sum(days for _on, days, _overrun in due)
            pledge.overrun += sum(overrun for _on, _days, overrun in due)

    def amend(self, n: int, days: int, overrun: int, on: date) -> None:
        pledge = self.pledges[n]
        if days < 0 or overrun < 0:
            occupied = sum(self.counters(n))
            after = pledge.pledged + days, pledge.overrun + overrun
            need(min(after) >= 0 and sum(after) >= occupied)
        else:
            need(self.starts_on <= on <= max(self.ends_on, self.today))
            need(self.closed_through is None or on > self.closed_through)
            if on > self.today:
                pledge.coming.append((on, days, overrun))
                return
        pledge.pledged, pledge.overrun = pledge.pledged + days, pledge.overrun + overrun

    def reserve(self, n: int, minutes: int) -> Mission:
        need(self.free(n) >= minutes)
        self.missions.append(Mission(n, Counter({n: minutes})))
        return self.missions[-1]

    def declare(self, mission: Mission, minutes: int, visit: Visit | None) -> Visit:
        need(mission.is_open or (visit is not None and visit.is_corrected))
        need(visit is None or visit.state == "planned")
        if visit is None:
            visit = Visit(mission)
            self.visits.append(visit)
        visit.state, visit.minutes = "declared", minutes
        self.post(visit)
        return visit

    def post(self, visit: Visit) -> int:
        """Book what is not booked yet where the visit was booked first, then where its mission is."""
        mission, booked = visit.mission, 0
        for n in dict.fromkeys((mission.pledge if visit.home is None else visit.home, mission.pledge)):
            rest = visit.minutes - sum(visit.posted.values())
            minutes = min(rest, mission.kept[n] + self.free(n))
            if minutes > 0:
                used = min(minutes, mission.kept[n])
                mission.kept[n] -= used
                visit.from_reserve[n] += used
                visit.posted[n] += minutes
                visit.home = n if visit.home is None else visit.home
                booked += minutes
        return booked

    def book_what_waits(self, visit: Visit) -> int:
        return self.post(visit) if visit.state in ("declared", "confirmed", "deemed") else 0

    def step(self, visit: Visit, sources: str, target: str) -> None:
        need(visit.state in sources.split())
        visit.state = target

    def settle(self, visit: Visit, minutes: int | None) -> None:
        need(visit.state == "disputed")
        self._reverse(visit)
        visit.state = "cancelled"
        if minutes is not None:
            visit.state, visit.minutes = "confirmed", minutes
            self.post(visit)
        self._gather(visit.mission)

    def correct(self, visit: Visit) -> None:
        need(visit.state in ("declared", "confirmed", "deemed"))
        self._reverse(visit)
        visit.state, visit.minutes = "planned", 0
        self._gather(visit.mission)

    def _reverse(self, visit: Visit) -> None:
        visit.mission.kept.update(visit.from_reserve)
        visit.posted.clear()
        visit.from_reserve.clear()
        visit.is_corrected = True

    def _gather(self, mission: Mission) -> None:
        if not mission.is_open:
            mission.kept.clear()
            return
        elsewhere = sum(minutes for n, minutes in mission.kept.items() if n != mission.pledge)
        mission.kept = Counter({mission.pledge: mission.kept[mission.pledge]})
        mission.kept[mission.pledge] += min(elsewhere, self.free(mission.pledge))

    def move(self, mission: Mission, n: int) -> int:
        need(mission.pledge != n)
        minutes = sum(mission.kept.values())
        need(self.free(n) + mission.kept[n] >= minutes)
        mission.pledge, mission.kept = n, Counter({n: minutes})
        return minutes

    def end(self, mission: Mission) -> None:
        need(mission.is_open)
        mission.is_open = False
        mission.kept.clear()
        for visit in self.visits:
            if visit.mission is mission and visit.state == "planned":
                visit.state = "cancelled"

    def next_month(self) -> date | None:
        first = self.starts_on if self.closed_through is None else self.closed_through + timedelta(days=1)
        if first > self.ends_on:
            return None
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        return min(following - timedelta(days=1), self.ends_on)

    def close(self, last: date) -> None:
        need(last == self.next_month() and last < self.today)
        self.closed_through = last
