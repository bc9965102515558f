"""What a firm and its expert say of a mission once it is over: one question each, three answers. Pure.

No answer is never a score: it stands in the rate of answers and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

#: who is asked: was it useful to you? would you do it again?
SIDES = ("contact", "expert")

#: the answers, the best first
SCORES = ("yes", "partly", "no")

#: missions of these states are asked about: one that ended early too, or the rate would flatter
ASKED_STATES = ("finished", "abandoned")

#: days after the end until a mail asks who has not answered on a page
ASK_AFTER_DAYS = 2

#: nobody remembers longer than this
ASK_WITHIN_DAYS = 60

#: how long a mailed question may be answered
LINK_LIFE = timedelta(days=120)


@dataclass(frozen=True)
class OpinionTotal:
    """The answers of one side: how many were asked, and how many said what."""

    asked: int = 0
    yes: int = 0
    partly: int = 0
    no: int = 0

    @property
    def answered(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def rate(self) -> float | None:
        """The share that answered, 0..1; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def content(self) -> float | None:
        """The share of the answers that are a whole yes; None where nobody has answered."""
        return self.yes / self.answered if self.answered else None

    def __add__(self, other: OpinionTotal) -> OpinionTotal:
        return OpinionTotal(
            self.asked + other.asked, self.yes + other.yes, self.partly + other.partly, self.no + other.no
        )


@dataclass(frozen=True)
class Opinions:
    """What the two sides said of some missions."""

    firms: OpinionTotal = OpinionTotal()
    experts: OpinionTotal = OpinionTotal()

    @property
    def asked(self) -> int:
        return self.firms.asked + self.experts.asked

    def __add__(self, other: Opinions) -> Opinions:
        return Opinions(self.firms + other.firms, self.experts + other.experts)
