"""The programme in a hundred lines, without a database: what the machine compares the services with."""

from dataclasses import dataclass, field

from stories.ground import need

LIVE = ("accepted", "held")


@dataclass
class Visit:
    state: str = "planned"
    minutes: int | None = None
    posted: int = 0
    from_reserve: int = 0
    is_corrected: bool = False


@dataclass
class Mission:
    reserve: int
    state: str = "agreed"
    visits: list[Visit] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state in ("agreed", "running")


@dataclass
class Request:
    state: str = "sent"
    is_settled: bool = False
    answered_at: int | None = None
    is_interested: bool = False
    mission: Mission | None = None


@dataclass
class Role:
    minutes: int
    requests: list[Request]
    state: str = "proposed"


@dataclass
class Programme:
    cap: int
    clock: int = 0
    roles: list[Role] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)

    def counters(self) -> dict[str, int]:
        figures = dict.fromkeys(("reserved", "declared", "confirmed", "deemed", "disputed"), 0)
        for mission in self.missions:
            figures["reserved"] += mission.reserve
            for visit in mission.visits:
                if visit.state in figures:
                    figures[visit.state] += visit.posted
        return figures

    def free(self) -> int:
        return self.cap - sum(self.counters().values())

    def post(self, minutes: int, count: int) -> None:
        self.roles.append(Role(minutes, [Request() for _ in range(count)]))

    def accept(self, role: Role, request: Request) -> str:
        need(request.state in ("sent", "expired"))
        if role.state in ("filled", "done") or any(r.state in LIVE for r in role.requests if r is not request):
            request.is_interested = True
            return "taken"
        request.is_settled, request.answered_at = False, self.clock
        if self.free() < role.minutes:
            request.state = "held"
            return "held"
        request.state, role.state = "accepted", "filled"
        request.mission = Mission(role.minutes)
        self.missions.append(request.mission)
        return "accepted"

    def decline(self, request: Request) -> None:
        need(request.state in ("sent", "expired"))
        request.state, request.is_settled, request.answered_at = "declined", False, self.clock

    def undo(self, role: Role, request: Request) -> None:
        need(request.state in (*LIVE, "declined") and not request.is_settled and self.clock < request.answered_at + 30)
        if request.state == "declined":
            introduced = any(other.state == "accepted" and other.is_settled for other in role.requests)
            need(role.state != "done" and not introduced)
        if request.state == "accepted":
            need(request.mission.state == "agreed")
            request.mission.state, request.mission.reserve, role.state = "cancelled", 0, "proposed"
            for other in role.requests:
                if other is not request and other.state == "sent":
                    other.is_interested = False
        request.state, request.answered_at, request.mission = "sent", None, None

    def settle(self, role: Role, request: Request) -> bool:
        if request.is_settled or request.state not in (*LIVE, "declined"):
            return False
        request.is_settled = True
        if request.state == "accepted":
            for other in role.requests:
                if other.state == "sent":
                    other.state = "superseded"
        if request.state == "declined":
            self._exhaust(role)
        return True

    def _free_place(self, role: Role) -> None:
        asked = [request for request in role.requests if request.state == "sent"]
        role.state = "proposed" if asked else "open"
        for request in asked:
            request.is_interested = False

    def expire(self, role: Role, request: Request) -> None:
        need(request.state == "sent")
        request.state = "expired"
        self._exhaust(role)

    def _exhaust(self, role: Role) -> None:
        waiting = any(r.state in ("sent", *LIVE) or (r.state == "declined" and not r.is_settled) for r in role.requests)
        if role.state == "proposed" and not waiting:
            role.state = "unanswered"

    def declare(self, role: Role, request: Request, minutes: int, visit: Visit | None) -> None:
        mission = request.mission
        need(mission.is_open or (visit is not None and visit.is_corrected))
        need(visit is None or visit.state == "planned")
        self.settle(role, request)
        if visit is None:
            visit = Visit()
            mission.visits.append(visit)
        posted = min(minutes, mission.reserve + self.free())
        visit.from_reserve = min(posted, mission.reserve)
        mission.reserve -= visit.from_reserve
        visit.state, visit.minutes, visit.posted = "declared", minutes, posted
        if mission.is_open:
            mission.state = "running"

    def step(self, visit: Visit, sources: tuple[str, ...], target: str) -> None:
        need(visit.state in sources)
        visit.state = target

    def settle_dispute(self, mission: Mission, visit: Visit, minutes: int | None) -> None:
        need(visit.state == "disputed")
        self._reverse(mission, visit)
        visit.state = "cancelled"
        if minutes is not None:
            visit.state, visit.minutes = "confirmed", minutes
            visit.posted = 0
            visit.posted = min(minutes, mission.reserve + self.free())
            visit.from_reserve = min(visit.posted, mission.reserve)
            mission.reserve -= visit.from_reserve
        self._release_when_over(mission)

    def correct(self, mission: Mission, visit: Visit) -> None:
        need(visit.state in ("declared", "confirmed", "deemed"))
        self._reverse(mission, visit)
        visit.state, visit.minutes = "planned", None
        self._release_when_over(mission)

    def _reverse(self, mission: Mission, visit: Visit) -> None:
        mission.reserve += visit.from_reserve
        visit.posted = visit.from_reserve = 0
        visit.is_corrected = True

    def _release_when_over(self, mission: Mission) -> None:
        if not mission.is_open:
            mission.reserve = 0

    def give_up(self, mission: Mission) -> None:
        need(mission.is_open)
        mission.reserve = 0
        for visit in mission.visits:
            if visit.state == "planned":
                visit.state = "cancelled"

    def end(self, role: Role, request: Request, how: str) -> None:
        mission = request.mission
        need(mission.is_open)
        if how == "finish":
            self.settle(role, request)
        mission.state, mission.reserve = {"finish": "finished", "abandon": "abandoned"}[how], 0
        for visit in mission.visits:
            if visit.state == "planned":
                visit.state = "cancelled"
        role.state = "done"
        if how == "abandon":
            request.state = "released"
            self._free_place(role)
