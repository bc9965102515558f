"""Which advance a line of the bank is probably about: by its reference, its amount, its name. Proposals, nothing more.

Points are added up and shown with their reasons; somebody looks and decides, always.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from webapp.domain.bank_lines import BankEntry
from webapp.domain.references import find_references
from webapp.domain.text import bare

#: what each sign is worth
REFERENCE, SAME_NAME, PART_OF_NAME, EXPECTED_AMOUNT, WHOLE_DEBT = 100, 40, 20, 30, 25

#: below it nothing is proposed: an amount alone says little
LEAST = 30

#: words that stand in many names
COMMON = frozenset(
    ("sarl", "sas", "sasu", "eurl", "snc", "scop", "des", "les", "ets", "societe", "atelier", "ateliers")
)


@dataclass(frozen=True)
class Candidate:
    """An advance that money may be about. `amounts` are those expected now: an instalment, what is late."""

    advance_id: int
    name: str
    owed_cents: int
    amounts: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Guess:
    """A proposal: how many points, and the codes of why."""

    advance_id: int
    points: int
    reasons: tuple[str, ...]


def guess(entry: BankEntry, candidates: Iterable[Candidate]) -> list[Guess]:
    """The advances that a line may be about, the likeliest first."""
    named = set(find_references(f"{entry.words} {entry.reference}"))
    said = words_of(f"{entry.name} {entry.words}")
    guesses = [_judge(entry, candidate, named, said) for candidate in candidates]
    likely = [each for each in guesses if each.points >= LEAST]
    return sorted(likely, key=lambda each: (-each.points, each.advance_id))


def _judge(entry: BankEntry, candidate: Candidate, named: set[int], said: frozenset[str]) -> Guess:
    points, reasons = 0, []
    own = words_of(candidate.name)
    common = own & said
    for is_met, worth, reason in (
        (candidate.advance_id in named, REFERENCE, "reference"),
        (bool(own) and common == own, SAME_NAME, "name"),
        (bool(common) and common != own, PART_OF_NAME, "part_of_name"),
        (abs(entry.cents) in candidate.amounts, EXPECTED_AMOUNT, "amount"),
        (abs(entry.cents) == candidate.owed_cents, WHOLE_DEBT, "whole_debt"),
    ):
        if is_met:
            points += worth
            reasons.append(reason)
    return Guess(candidate.advance_id, points, tuple(reasons))


def words_of(text: str) -> frozenset[str]:
    """The words of a name that tell firms apart, plain."""
    kept = "".join(char if char.isalnum() else " " for char in bare(text))
    return frozenset(word for word in kept.split() if len(word) > 2 and word not in COMMON)
