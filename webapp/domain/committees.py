"""A committee: who may vote on a dossier, whether enough of them did, what they decided, how long it holds.

The figures are rows of the territory (`local_rule`): `quorum_percent`, `majority_percent`, `decision_days`, `packet_days`,
`complete_days`; what no row says is as below. A member who is recused neither sees the dossier nor votes on it, and counts
for it neither as present nor as missing.

Source: issue "The committee and the money", part 2; DOMAIN.md "What it is".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.domain.eligibility import Rule
from webapp.domain.errors import Refusal

CHOICES = ("for", "against", "abstain")

#: why a member does not vote; the first two are read from the data, all may be declared
RECUSED_FOR = ("finances", "excluded", "competitor", "supplier", "interest")

#: states of a recusal in which the member is kept out: one that is only proposed keeps out until the desk has looked
BARRING = ("proposed", "confirmed")


@dataclass(frozen=True)
class Ballot:
    """The votes on one dossier: how many may vote, how many took part, and how."""

    members: int
    present: int
    in_favour: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        """Votes that count for the majority: an abstention is no vote."""
        return self.in_favour + self.against


@dataclass(frozen=True)
class CommitteeRules:
    """How a territory's committee decides."""

    #: hundredths of the members who may vote, below which nothing is decided
    quorum_percent: int = 50
    #: hundredths of the votes cast that those in favour must exceed
    majority_percent: int = 50
    #: how long a decision holds, in days
    decision_days: int = 180
    #: the papers leave at least so many days before the sitting
    packet_days: int = 8
    #: so many days before it the coordinator is told what still lacks
    complete_days: int = 14


def rules_of(rows: Iterable[Rule]) -> CommitteeRules:
    """The rules of a territory, the usual ones where it has no row."""
    names = CommitteeRules.__dataclass_fields__
    return CommitteeRules(**{row.code: row.value for row in rows if row.code in names and row.value is not None})


def quorum_of(members: int, rules: CommitteeRules) -> int:
    """How many must take part, of so many who may vote; always one at least."""
    return max(-(-members * rules.quorum_percent // 100), 1)


def has_quorum(ballot: Ballot, rules: CommitteeRules) -> bool:
    """True when enough of those who may vote take part."""
    return ballot.present >= quorum_of(ballot.members, rules)


def is_carried(ballot: Ballot, rules: CommitteeRules) -> bool:
    """True when those in favour exceed their share of the votes cast; a tie carries nothing."""
    return ballot.in_favour * 100 > ballot.cast * rules.majority_percent


def check_decision(outcome: str, ballot: Ballot, rules: CommitteeRules) -> None:
    """The decision is the one that the votes allow. To adjourn, nobody has to vote.

    Raises:
        Refusal: too few take part (`quorum_missing`), or the votes say otherwise (`majority_missing`, `was_carried`).
    """
    if not has_quorum(ballot, rules):
        raise Refusal("quorum_missing", present=ballot.present, quorum=quorum_of(ballot.members, rules))
    if outcome == "approved" and not is_carried(ballot, rules):
        raise Refusal("majority_missing", in_favour=ballot.in_favour, cast=ballot.cast)
    if outcome == "refused" and is_carried(ballot, rules):
        raise Refusal("was_carried", in_favour=ballot.in_favour, cast=ballot.cast)


def holds_until(decided_on: date, rules: CommitteeRules) -> date:
    """Until when a decision holds, where the committee says nothing else."""
    return decided_on + timedelta(days=rules.decision_days)


def convene_by(held_on: date, rules: CommitteeRules) -> date:
    """The last day on which the papers may leave."""
    return held_on - timedelta(days=rules.packet_days)


def complete_by(held_on: date, rules: CommitteeRules) -> date:
    """The day on which the coordinator is told what still lacks: never after the papers leave."""
    return held_on - timedelta(days=max(rules.complete_days, rules.packet_days + 1))
