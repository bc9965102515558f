"""A fund in a hundred and fifty lines, without a database: what the machine compares the services with."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from stories.ground import No

OUT = ("running", "repaid", "defaulted", "recovered", "written_off")
TURNING = ("payment", "default", "cure", "write_off")


def months_after(day, months):
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass
class Loan:
    amount: int
    pay_on: date
    count: int
    every: int
    grace: int
    state: str = "approved"
    lent: int = 0
    doubtful: int = 0
    lost: int = 0
    held: int = 0
    recovered: int = 0
    plan: list = field(default_factory=list)
    before: int = 0
    start: date | None = None

    def draw(self, start, owed):
        self.start = start
        share = owed // self.count
        days = [months_after(start, self.grace + self.every * n) for n in range(1, self.count + 1)]
        self.plan = [[day, share] for day in days]
        self.plan[-1][1] += owed - share * self.count
        self.before = self.amount - owed

    @property
    def repaid(self):
        return self.amount - self.lent - self.doubtful - self.lost if self.state in OUT else 0

    def left(self):
        paid = max(self.repaid - self.before, 0)
        for day, cents in self.plan:
            left = max(cents - paid, 0)
            paid = max(paid - cents, 0)
            if left:
                yield [day, left]

    def expected(self, today):
        return [(day, cents) for day, cents in self.left() if day > today]


@dataclass
class Move:
    kind: str
    cents: int
    loan: Loan | None
    is_live: bool = True


#: what each kind does to cash, and to the balances of its loan
EFFECTS = {
    "contribution": (1, {}),
    "fee": (-1, {}),
    "payment": (-1, {"lent": 1}),
    "repayment": (1, {"lent": -1}),
    "overpayment": (1, {"held": 1}),
    "refund": (-1, {"held": -1}),
    "use_of_held": (0, {"lent": -1, "held": -1}),
    "default": (0, {"lent": -1, "doubtful": 1}),
    "cure": (0, {"doubtful": -1, "lent": 1}),
    "recovery": (1, {"doubtful": -1}),
    "write_off": (0, {"doubtful": -1, "lost": 1}),
    "late_recovery": (1, {"recovered": 1}),
}


class Purse:
    def __init__(self):
        self.cash = 0
        self.loans = []
        self.moves = []
        self.open_from = date(2025, 4, 1)

    @property
    def held(self):
        return sum(loan.held for loan in self.loans)

    def move(self, kind, cents, loan=None, sign=1):
        in_cash, on_loan = EFFECTS[kind]
        after = {name: getattr(loan, name) + sign * way * cents for name, way in on_loan.items()}
        freed = in_cash - on_loan.get("held", 0)
        if self.cash - self.held + sign * freed * cents < 0 or any(value < 0 for value in after.values()):
            raise No
        if sign * in_cash * cents < 0 and self.cash < cents:
            raise No
        self.cash += sign * in_cash * cents
        for name, value in after.items():
            setattr(loan, name, value)
        if sign > 0:
            self.moves.append(Move(kind, cents, loan))

    def room(self, pay_on, today):
        events = []
        for loan in self.loans:
            if loan.state in ("approved", "ordered"):
                events.append((max(loan.pay_on, today), -loan.amount))
            if loan.state in ("approved", "ordered", "running"):
                events += loan.expected(today)
        start = self.cash - self.held
        days = {pay_on} | {day for day, _ in events if day > pay_on}
        return min(start + sum(cents for when, cents in events if when <= day) for day in days)

    def approve(self, amount, pay_on, today, terms):
        count, every, grace = terms
        if amount < count or self.room(pay_on, today) < amount:
            raise No
        loan = Loan(amount, pay_on, count, every, grace)
        loan.draw(pay_on, amount)
        self.loans.append(loan)

    def step(self, loan, sources, target):
        if loan.state not in sources:
            raise No
        loan.state = target

    def confirm(self, loan, today, *, is_same_person):
        if is_same_person or loan.state != "ordered":
            raise No
        loan.state = "running"
        try:
            self.move("payment", loan.amount, loan)
        except No:
            loan.state = "ordered"
            raise
        if loan.before or loan.start != today:
            loan.draw(today, loan.amount)

    def repay(self, loan, cents):
        if loan.state not in OUT:
            raise No
        kind, owed = {
            "defaulted": ("recovery", loan.doubtful),
            "written_off": ("late_recovery", loan.lost - loan.recovered),
        }.get(loan.state, ("repayment", loan.lent))
        if min(cents, owed):
            self.move(kind, min(cents, owed), loan)
        if cents > owed:
            self.move("overpayment", cents - owed, loan)
        self.end(loan)

    def end(self, loan):
        if loan.state == "running" and not loan.lent:
            loan.state = "repaid"
        if loan.state == "defaulted" and not loan.doubtful:
            loan.state = "recovered"

    def use(self, loan):
        cents = min(loan.held, loan.lent)
        if not cents:
            raise No
        self.move("use_of_held", cents, loan)
        self.end(loan)

    def default(self, loan):
        self.step(loan, ("running",), "defaulted")
        self.move("default", loan.lent, loan)

    def write_off(self, loan):
        self.step(loan, ("defaulted",), "written_off")
        self.move("write_off", loan.doubtful, loan)

    def reschedule(self, loan, today, terms):
        owed = loan.lent + loan.doubtful
        if loan.state not in ("running", "defaulted") or owed < terms[0]:
            raise No
        if loan.state == "defaulted":
            loan.state = "running"
            self.move("cure", owed, loan)
        loan.count, loan.every, loan.grace = terms
        loan.draw(today, owed)

    def call(self, loan, most, today):
        left = list(loan.left())
        ready = [part for part in left if part[0] >= today + timedelta(days=30)]
        count = min(most, len(ready) - 1)
        if loan.state != "running" or count < 1:
            raise No
        ready[0][1] += sum(cents for _, cents in left[-count:])
        left[0][1] += max(loan.before - loan.repaid, 0)
        loan.plan, loan.before = left[:-count], loan.amount - loan.lent
        loan.start, loan.count, loan.grace = today, len(loan.plan), 0

    def undo(self, number):
        move = self.moves[number]
        later = [m for m in self.moves[number + 1 :] if m.loan is move.loan and m.loan is not None and m.is_live]
        blocking = [m for m in later if move.kind in TURNING or m.kind in TURNING]
        if not move.is_live or blocking:
            raise No
        self.move(move.kind, move.cents, move.loan, sign=-1)
        move.is_live = False
        back = {
            "payment": ("running", "approved"),
            "default": ("defaulted", "running"),
            "cure": ("running", "defaulted"),
            "write_off": ("written_off", "defaulted"),
            "recovery": ("recovered", "defaulted"),
            "repayment": ("repaid", "running"),
            "use_of_held": ("repaid", "running"),
        }.get(move.kind)
        if back and move.loan.state == back[0]:
            move.loan.state = back[1]

    @property
    def last_day(self):
        """The end of the first month that is open."""
        year, month = self.open_from.year, self.open_from.month
        return date(year, month, monthrange(year, month)[1])

    def may_close(self, today):
        return self.last_day < today

    def close(self, today):
        if not self.may_close(today):
            raise No
        self.open_from = self.last_day + timedelta(days=1)
