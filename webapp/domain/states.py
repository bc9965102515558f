"""The states of each thing, and the only steps between them (DESIGN, section 2).

Codes are stable and English; their labels are elsewhere. A step that is not listed does not exist: the service that takes
it updates the row on the condition that its state is among the sources, and reads the row count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Who may take a step."""

    CONTACT = "contact"
    EXPERT = "expert"
    REFERENT = "referent"
    ACCOUNT = "account"
    JOB = "job"
    ANYONE = "anyone"


@dataclass(frozen=True)
class Actor:
    """Who did it: a person of the programme by id, a job, or somebody without a name."""

    kind: ActorKind
    id: int | None = None


JOB = Actor(ActorKind.JOB)
ANYONE = Actor(ActorKind.ANYONE)


@dataclass(frozen=True)
class Step:
    """One allowed change of state: its name, from where, to where, and who may take it."""

    name: str
    sources: frozenset[str]
    target: str
    who: frozenset[ActorKind]


@dataclass(frozen=True)
class Machine:
    """All states and steps of one thing."""

    thing: str
    first: str
    steps: Mapping[str, Step]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, the first one first, then in the order of the steps."""
        seen = dict.fromkeys([self.first])
        for step in self.steps.values():
            seen |= dict.fromkeys(sorted(step.sources)) | {step.target: None}
        return tuple(seen)

    def step(self, name: str) -> Step:
        """The step of that name.

        Raises:
            KeyError: there is no such step.
        """
        return self.steps[name]

    def allows(self, name: str, state: str, kind: ActorKind) -> bool:
        """True when somebody of this kind may take the step from this state."""
        step = self.steps[name]
        return state in step.sources and kind in step.who


_CONTACT = frozenset({ActorKind.CONTACT})
_EXPERT = frozenset({ActorKind.EXPERT})
_DESK = frozenset({ActorKind.ACCOUNT})
_JOB = frozenset({ActorKind.JOB})


def _machine(thing: str, first: str, *rows: tuple[str, str, str, frozenset[ActorKind]]) -> Machine:
    steps = {name: Step(name, frozenset(sources.split()), target, who) for name, sources, target, who in rows}
    return Machine(thing, first, steps)


NEED = _machine(
    "need",
    "draft",
    ("submit", "draft", "received", _CONTACT),
    ("file", "draft", "open", _DESK),
    ("hold", "received", "held", _CONTACT | _JOB),
    ("open", "received", "open", _CONTACT),
    ("release", "held received", "open", _DESK),
    ("help", "open", "closed_helped", _DESK | _JOB),
    ("give_up", "open", "closed_no_help", _DESK),
    ("lose_touch", "open", "closed_unreachable", _DESK),
    ("withdraw", "draft received held open", "withdrawn", _CONTACT | _JOB),
    ("set_aside", "received held open", "set_aside", _DESK),
    ("resume", "set_aside closed_no_help closed_unreachable", "open", _DESK),
)

ROLE = _machine(
    "need_role",
    "open",
    ("propose", "open unanswered proposed", "proposed", _DESK | _JOB),
    ("fill", "proposed unanswered open", "filled", _EXPERT | _DESK),
    ("unfill", "filled", "proposed", _EXPERT | _DESK),
    ("reopen", "filled", "open", _DESK | _JOB | _EXPERT),
    ("exhaust", "proposed", "unanswered", _DESK | _JOB | _EXPERT | _CONTACT),
    ("finish", "filled", "done", _DESK | _JOB | _EXPERT),
    ("drop", "open proposed unanswered", "dropped", _DESK | _CONTACT | _JOB),
)

PROPOSAL = _machine(
    "proposal",
    "sent",
    ("accept", "sent", "accepted", _EXPERT),
    ("accept_late", "expired", "accepted", _EXPERT),
    ("accept_on_behalf", "sent expired", "accepted_on_behalf", _DESK),
    ("hold", "sent expired", "held", _EXPERT | _DESK),
    ("accept_held", "held", "accepted", _DESK),
    ("decline", "sent expired", "declined", _EXPERT | _DESK),
    ("undo", "accepted accepted_on_behalf held declined", "sent", _EXPERT),
    ("expire", "sent", "expired", _JOB),
    ("supersede", "sent", "superseded", _JOB | _DESK | _EXPERT),
    ("withdraw", "sent held", "withdrawn", _DESK | _CONTACT | _JOB),
    ("release", "accepted accepted_on_behalf", "released", _DESK | _EXPERT | _JOB),
)

#: The states of a proposal that say yes: at most one per role, a unique index sees to it.
LIVE_YES = ("accepted", "accepted_on_behalf", "held")

#: The states in which an offer is engaged in a role: at most one proposal of each per role.
OPEN_PROPOSAL = ("sent", *LIVE_YES)

MISSION = _machine(
    "mission",
    "agreed",
    ("start", "agreed", "running", _EXPERT | _CONTACT | _DESK | _JOB),
    ("finish", "agreed running", "finished", _EXPERT | _CONTACT | _DESK | _JOB),
    ("abandon", "agreed running", "abandoned", _DESK),
    ("cancel", "agreed", "cancelled", _EXPERT | _DESK),
)

VISIT = _machine(
    "visit",
    "planned",
    ("declare", "planned", "declared", _EXPERT | _DESK),
    ("confirm", "declared", "confirmed", _CONTACT | _DESK),
    ("deem", "declared", "deemed", _JOB),
    ("dispute", "declared deemed", "disputed", _CONTACT | _DESK),
    ("contest", "confirmed", "disputed", _DESK),
    ("settle", "disputed", "confirmed", _DESK),
    ("settle_as_cancelled", "disputed", "cancelled", _DESK),
    ("correct", "declared confirmed deemed", "planned", _DESK | _EXPERT),
    ("cancel", "planned", "cancelled", _EXPERT | _CONTACT | _DESK),
)

CONTRIBUTION = _machine(
    "contribution",
    "promised",
    ("call", "promised", "called", _DESK),
    ("receive", "promised called", "received", _DESK),
    ("reopen", "received", "called", _DESK),
    ("withdraw", "promised called", "withdrawn", _DESK),
)

ADVANCE = _machine(
    "advance",
    "queued",
    ("approve", "queued", "approved", _DESK | _JOB),
    ("cancel", "queued approved", "cancelled", _DESK | _JOB),
    ("order", "approved", "ordered", _DESK),
    ("refuse_order", "ordered", "approved", _DESK),
    ("pay", "ordered", "running", _DESK),
    ("unpay", "running", "approved", _DESK),
    ("repay", "running", "repaid", _DESK),
    ("reopen", "repaid", "running", _DESK),
    ("reschedule", "running", "running", _DESK),
    ("call", "running", "running", _DESK),
    ("default", "running", "defaulted", _DESK),
    ("cure", "defaulted", "running", _DESK),
    ("undo_cure", "running", "defaulted", _DESK),
    ("recover", "defaulted", "recovered", _DESK),
    ("undo_recovery", "recovered", "defaulted", _DESK),
    ("write_off", "defaulted", "written_off", _DESK),
    ("undo_write_off", "written_off", "defaulted", _DESK),
)

#: The states of an advance whose money has left the fund.
PAID_OUT = ("running", "repaid", "defaulted", "recovered", "written_off")

#: The states of an advance that the fund has promised and not paid.
COMMITTED = ("approved", "ordered")

PAYMENT_ORDER = _machine(
    "payment_order",
    "ordered",
    ("confirm", "ordered", "confirmed", _DESK),
    ("refuse", "ordered", "refused", _DESK),
)

DEBIT = _machine(
    "debit",
    "sent",
    ("receive", "sent", "received", _DESK),
    ("undo_receive", "received", "sent", _DESK),
    ("return", "sent received", "returned", _DESK),
)

EXPORT_ORDER = _machine(
    "export_order",
    "queued",
    ("finish", "queued", "ready", _JOB),
    ("fail", "queued", "failed", _JOB),
    ("erase", "queued ready failed", "erased", _JOB),
)

BANK_LINE = _machine(
    "bank_line",
    "open",
    ("match", "open", "matched", _DESK),
    ("set_aside", "open", "set_aside", _DESK),
    ("resume", "set_aside", "open", _DESK),
)

DOSSIER = _machine(
    "dossier",
    "draft",
    ("submit", "draft adjourned", "submitted", _CONTACT | _DESK),
    ("reopen", "submitted", "draft", _DESK),
    ("lay", "draft submitted adjourned", "laid", _DESK),
    ("take_off", "laid", "submitted", _DESK),
    ("approve", "laid", "approved", _DESK),
    ("adjourn", "laid", "adjourned", _DESK),
    ("refuse", "laid", "refused", _DESK),
    ("withdraw", "draft submitted adjourned", "withdrawn", _CONTACT | _DESK),
)

#: The states of a dossier in which its firm may still write in it.
DOSSIER_OPEN = ("draft", "adjourned")

SITTING = _machine(
    "sitting",
    "planned",
    ("convene", "planned", "convened", _DESK | _JOB),
    ("open", "convened", "held", _DESK | _JOB),
    ("close", "held", "closed", _DESK),
    ("cancel", "planned convened", "cancelled", _DESK),
)

RECUSAL = _machine(
    "recusal",
    "proposed",
    ("confirm", "proposed", "confirmed", _DESK),
    ("lift", "proposed confirmed", "lifted", _DESK),
)

SHORTFALL = _machine(
    "job_shortfall",
    "open",
    ("leave", "open", "left", _DESK),
    ("call", "open", "called", _DESK),
    ("lift", "open", "lifted", _JOB),
)

#: The states of a mission that is not over.
OPEN_MISSION = ("agreed", "running")

MACHINES = {
    machine.thing: machine
    for machine in (
        NEED,
        ROLE,
        PROPOSAL,
        MISSION,
        VISIT,
        CONTRIBUTION,
        ADVANCE,
        PAYMENT_ORDER,
        DEBIT,
        BANK_LINE,
        EXPORT_ORDER,
        DOSSIER,
        SITTING,
        RECUSAL,
        SHORTFALL,
    )
}

NEED_CLOSED = ("closed_helped", "closed_no_help", "closed_unreachable")
NEED_OVER = (*NEED_CLOSED, "withdrawn", "set_aside")

#: The six reasons to decline (look/answer).
DECLINE_REASONS = ("no_time", "not_my_field", "too_far", "conflict", "group_exhausted", "other")

#: Until when an answer may be taken back, in minutes.
UNDO_MINUTES = 30
